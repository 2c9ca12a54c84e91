/** For bash 3 and newer: asks `sim __completeNoDesc` and follows the directive it ends with. */
export const bash = `# bash completion for sim

_sim() {
    local line=\${COMP_LINE:0:COMP_POINT} words word cur prefix directive
    local -a answer
    read -ra words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=('')
    cur=\${words[\${#words[@]} - 1]}
    # bash puts in place only what is behind the last = or :
    prefix=\${cur%"\${cur##*[=:]}"}
    COMPREPLY=()
    while IFS= read -r word; do answer+=("$word"); done \\
        < <(sim __completeNoDesc "\${words[@]:1}" 2>/dev/null)
    [[ \${#answer[@]} -eq 0 ]] && return
    directive=\${answer[\${#answer[@]} - 1]#:}
    unset "answer[\${#answer[@]} - 1]"
    if ((directive & 8)); then
        while IFS= read -r word; do
            [[ -d $word || $word == *.json || $word == *.yaml || $word == *.yml ]] && COMPREPLY+=("$word")
        done < <(compgen -f -- "\${cur#"$prefix"}")
        compopt -o filenames
        return
    fi
    for word in "\${answer[@]}"; do COMPREPLY+=("\${word#"$prefix"}"); done
    ((directive & 2)) && compopt -o nospace
    ((directive & 4)) && compopt +o default
    return 0
}

complete -o default -F _sim sim
`;
