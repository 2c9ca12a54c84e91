/** For zsh: what `sim __complete` offers, with descriptions. */
export const zsh = `#compdef sim

_sim() {
    local -a answer offered
    local line directive space=()
    answer=("\${(@f)$(sim __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
    directive=\${answer[-1]#:}
    answer[-1]=()
    if (( directive & 8 )); then
        _files -g '*.(json|yaml|yml)'
        return
    fi
    for line in "\${answer[@]}"; do
        [[ -z $line ]] && continue
        if [[ $line == *$'\\t'* ]]; then
            offered+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
        else
            offered+=("\${line//:/\\\\:}")
        fi
    done
    (( directive & 2 )) && space=(-S '')
    if (( \${#offered} )); then
        _describe -t sim sim offered "\${space[@]}"
    elif ! (( directive & 4 )); then
        _files
    fi
}

compdef _sim sim
`;
