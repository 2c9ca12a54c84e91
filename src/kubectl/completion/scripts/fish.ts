/** For fish: what `sim __complete` offers is in fish's own form already. */
export const fish = `# fish completion for sim

function __sim_complete
    set -l words (commandline -opc)
    set -l part (commandline -ct)
    set -l answer (sim __complete $words[2..-1] "$part" 2>/dev/null)
    test (count $answer) -eq 0; and return
    set -l directive (string replace ':' '' -- $answer[-1])
    set -e answer[-1]
    if test (math "bitand($directive, 8)") -ne 0
        __fish_complete_suffix .json .yaml .yml
    else if test (count $answer) -eq 0; and test (math "bitand($directive, 4)") -eq 0
        __fish_complete_path "$part"
    else
        printf '%s\\n' $answer
    end
end

complete -c sim -f -k -a '(__sim_complete)'
`;
