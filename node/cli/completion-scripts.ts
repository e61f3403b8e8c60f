import type { CompletedOption, Place, Takes } from './completion-tree.ts'

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

/** What a shell reads to complete `distribute`. */
export const completionScript = (shell: Shell, places: readonly Place[]): string => `${SCRIPTS[shell](places)}\n`

/** In single quotes, as all three shells read it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
const quotedPath = ({ path }: Place): string => quoted(path)
const below = (places: readonly Place[]): readonly Place[] => places.filter(({ path }) => path !== '')

/** Options that go the same way, in one arm of a `case`. */
function armsOf(options: readonly CompletedOption[], act: (takes: Takes) => string): readonly string[] {
  const arms = new Map<string, string[]>()
  for (const { flag, takes } of options) if (takes !== 'nothing') arms.set(act(takes), [...(arms.get(act(takes)) ?? []), flag])
  return [...arms].map(([action, flags]) => `        ${flags.join('|')}) ${action}; return ;;`)
}

function bashScript(places: readonly Place[]): string {
  const act = (takes: Takes): string => {
    if (takes === 'file') return '_distribute_paths -f'
    if (takes === 'directory') return '_distribute_paths -d'
    // Without this bash would offer files.
    return takes === 'value' || takes === 'nothing' ? 'compopt +o default 2> /dev/null' : `COMPREPLY=($(compgen -W ${quoted(takes.join(' '))} -- "$typed"))`
  }
  const arm = (place: Place): string => [
    `    ${quotedPath(place)})`,
    '      case "$before" in', ...armsOf(place.options, act), '      esac',
    `      words=${quoted([...place.subs.map(({ name }) => name), ...place.words].join(' '))}`,
    `      options=${quoted(place.options.map(({ flag }) => flag).join(' '))} ;;`,
  ].join('\n')
  return `# bash completion of distribute, written by \`distribute completion bash\`
_distribute_paths() {
  local path
  # One a line, and so with their spaces; bash 3 has no mapfile, and no compopt.
  while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen "$1" -- "$typed")
  compopt -o filenames 2> /dev/null
}
_distribute() {
  local typed="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" place= words= options= word
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${place:+$place }$word" in
      ${below(places).map(quotedPath).join('|')}) place="\${place:+$place }$word" ;;
    esac
  done
  case "$place" in
${places.map(arm).join('\n')}
  esac
  if [[ "$typed" == -* ]]; then words="$options"; fi
  COMPREPLY=($(compgen -W "$words" -- "$typed"))
}
complete -o default -F _distribute distribute`
}

function zshScript(places: readonly Place[]): string {
  const described = (name: string, help: string): string => quoted(`${name}:${help.replaceAll(':', '\\:')}`)
  const act = (takes: Takes): string => {
    if (takes === 'file') return '_files'
    if (takes === 'directory') return '_files -/'
    return takes === 'value' || takes === 'nothing' ? '_message value' : `compadd -- ${takes.join(' ')}`
  }
  const arm = (place: Place): string => [
    `    ${quotedPath(place)})`,
    '      case "$before" in', ...armsOf(place.options, act), '      esac',
    `      names=(${[...place.subs.map(({ name, help }) => described(name, help)), ...place.words.map(quoted)].join(' ')})`,
    `      flags=(${place.options.map(({ flag, help }) => described(flag, help)).join(' ')}) ;;`,
  ].join('\n')
  return `#compdef distribute
# zsh completion of distribute, written by \`distribute completion zsh\`
_distribute() {
  local place='' before="\${words[CURRENT-1]}" word
  local -a names flags
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "\${place:+$place }$word" in
      ${below(places).map(quotedPath).join('|')}) place="\${place:+$place }$word" ;;
    esac
  done
  case "$place" in
${places.map(arm).join('\n')}
  esac
  if [[ "\${words[CURRENT]}" == -* ]]; then
    _describe option flags
  elif (( \${#names} )); then
    _describe command names
  else
    _files
  fi
}
if [[ "\${funcstack[1]}" == _distribute ]]; then _distribute "$@"; else compdef _distribute distribute; fi`
}

function fishScript(places: readonly Place[]): string {
  const act = (takes: Takes): string => {
    if (takes === 'nothing') return ''
    if (takes === 'file') return ' -r -F'
    if (takes === 'directory') return " -x -a '(__fish_complete_directories)'"
    return takes === 'value' ? ' -x' : ` -x -a ${quoted(takes.join(' '))}`
  }
  const at = (place: Place): string => `complete -c distribute -n ${quoted(`__distribute_at "${place.path}"`)}`
  const lines = places.flatMap((place) => [
    ...place.subs.map(({ name, help }) => `${at(place)} -f -a ${name} -d ${quoted(help)}`),
    ...place.words.map((word) => `${at(place)} -f -a ${word}`),
    ...place.options.map(({ flag, help, takes }) => `${at(place)} -l ${flag.slice(2)}${act(takes)} -d ${quoted(help)}`),
  ])
  return `# fish completion of distribute, written by \`distribute completion fish\`
set -g __distribute_places ${below(places).map(quotedPath).join(' ')}
function __distribute_at
  set -l place ''
  for word in (commandline -opc)[2..-1]
    set -l next (string trim "$place $word")
    contains -- "$next" $__distribute_places; and set place "$next"
  end
  test "$place" = "$argv[1]"
end
${lines.join('\n')}`
}

const SCRIPTS: { readonly [shell in Shell]: (places: readonly Place[]) => string } = { bash: bashScript, zsh: zshScript, fish: fishScript }
