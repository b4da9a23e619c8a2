/**
 * Scripts that the shells source.
 *
 * Each script passes the words typed so far to `soar completion <shell> -- …`. The command returns one candidate per line,
 * with its meaning after a tab, or `:file` or `:folder` if the shell completes names itself.
 */

const bash = `_soar() {
  local current=\${COMP_WORDS[COMP_CWORD]} line
  COMPREPLY=()
  # bash cuts words at "=": what follows one is a value, and values are the user's own.
  [[ $current == = || \${COMP_WORDS[COMP_CWORD-1]} == = ]] && return
  while IFS= read -r line; do
    case $line in
      :file) compopt -o default ;;
      :folder) compopt -o dirnames ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done < <("\${COMP_WORDS[0]}" completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  [[ \${#COMPREPLY[@]} == 1 && \${COMPREPLY[0]} == *= ]] && compopt -o nospace
}
complete -F _soar soar
`

const zsh = `#compdef soar
_soar() {
  local line value help
  local -a open closed
  while IFS= read -r line; do
    case $line in
      :file) _files; return ;;
      :folder) _files -/; return ;;
    esac
    value=\${line%%$'\\t'*} help=\${line#*$'\\t'}
    if [[ $value == *= ]]; then open+=("\${value//:/\\\\:}:$help"); else closed+=("\${value//:/\\\\:}:$help"); fi
  done < <($words[1] completion zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( $#open )) && _describe -t parameters parameter open -S ''
  (( $#closed )) && _describe -t values value closed
}
if [[ $funcstack[1] == _soar ]]; then _soar "$@"; else compdef _soar soar; fi
`

const fish = `function __soar_complete
  set -l words (commandline -opc)
  set -l typed (commandline -ct)
  for line in ($words[1] completion fish -- $words[2..] "$typed" 2>/dev/null)
    switch $line
      case :file
        __fish_complete_path "$typed"
      case :folder
        __fish_complete_directories "$typed"
      case '*'
        echo $line
    end
  end
end
complete -c soar -f -a '(__soar_complete)'
`

/** Script by shell. */
export const scripts = { bash, zsh, fish } as const
