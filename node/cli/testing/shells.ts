import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { SHELLS, type Shell } from '../completion-scripts.ts'

/** What a shell offers behind each of these lines, sorted; `directory` is where it is, and where its files are kept. */
type Ask = (directory: string, script: string, lines: readonly string[]) => Promise<string>

const run = promisify(execFile)

/** By calling what bash would call, as bash would. */
const bash: Ask = async (directory, script, lines) => {
  const ask = lines.map((line) => `say '${line}'; ask ${line.split(' ').map((word) => `'${word}'`).join(' ')}`)
  const text = [
    script,
    'say() { echo "== $1"; }',
    'ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _distribute; printf "%s\\n" "${COMPREPLY[@]}"; }',
    ...ask,
  ].join('\n')
  // Beside it: bash offers files whose names begin with a dot.
  await writeFile(`${directory}.asked`, text)
  return (await run('bash', ['--norc', `${directory}.asked`], { cwd: directory })).stdout
}

/** A zsh behind a terminal, with its own completion system, where the script stands as `distribute completion --help` says. */
const zsh: Ask = async (directory, script, lines) => {
  await mkdir(join(directory, '.zfunc'), { recursive: true })
  await writeFile(join(directory, '.zfunc/_distribute'), script)
  await writeFile(join(directory, '.lines'), lines.join('\n'))
  await writeFile(join(directory, '.inner'), `
fpath+=.zfunc
autoload -Uz compinit
compinit -D -u
compadd() {
  # What completion asks for itself is not what it offers.
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
  local -a offered
  builtin compadd -A offered "$@"
  print -rl -- $offered >> .answers
  builtin compadd "$@"
}
ask-all() {
  local line
  for line in "\${(@f)$(<.lines)}"; do
    print -r -- "== $line" >> .answers
    BUFFER=$line CURSOR=$#line
    zle list-choices
  done
  exit
}
zle -N ask-all
bindkey '^X^A' ask-all
`)
  await writeFile(join(directory, '.asked'), `
zmodload zsh/zpty
: > .answers
zpty inner 'zsh -f -i'
zpty -w inner 'source ./.inner'
zpty -w -n inner $'\\x18\\x01'
# It ends when it has answered; a terminal that nobody reads would fill up.
while zpty -r inner said; do :; done
`)
  await run('zsh', ['-f', '.asked'], { cwd: directory, timeout: 60_000 })
  return readFile(join(directory, '.answers'), 'utf8')
}

/** By the command with which fish itself completes. */
const fish: Ask = async (directory, script, lines) => {
  await writeFile(join(directory, '.script'), script)
  await writeFile(join(directory, '.asked'), ['source .script', ...lines.map((line) => `echo '== ${line}'; complete -C '${line}'`)].join('\n'))
  return (await run('fish', ['--no-config', '.asked'], { cwd: directory })).stdout
}

const ASK: { readonly [shell in Shell]: Ask } = { bash, zsh, fish }

const isThere = (shell: Shell): boolean => (process.env['PATH'] ?? '').split(delimiter).some((directory) => {
  try {
    accessSync(join(directory, shell), constants.X_OK)
    return true
  } catch {
    return false
  }
})

/** Those that this machine has; Debian's packages of the same names bring the others. */
export const PRESENT: readonly Shell[] = SHELLS.filter(isThere)

/** What a real shell offers behind each line, its last word being typed: sorted, each once, without what it says of them. */
export async function completedBy(shell: Shell, directory: string, script: string, lines: readonly string[]): Promise<readonly (readonly string[])[]> {
  const answers = await ASK[shell](directory, script, lines)
  return answers.split(/^== .*\n/m).slice(1).map((answer) => {
    const offered = answer.split('\n').map((each) => (each.split('\t')[0] ?? '').replaceAll('\\ ', ' ')).filter((each) => each !== '')
    return [...new Set(offered)].sort()
  })
}
