import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeCommand } from './command.ts'
import { COMMAND_GROUPS, COMMANDS } from './commands.ts'
import { completionScript } from './completion-scripts.ts'
import { completionTree } from './completion-tree.ts'

// What a real bash completes, against what commander takes: the two are made from the tables by different ways.

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'distribute-completion-'))
  await writeFile(join(directory, 'a file'), '')
})
afterAll(() => rm(directory, { recursive: true, force: true }))

/** What bash offers behind each of these lines, the last word being typed. One bash for all. */
async function completed(lines: readonly (readonly string[])[]): Promise<readonly (readonly string[])[]> {
  const ask = lines.map((words) => `ask distribute ${words.map((word) => `'${word}'`).join(' ')}`)
  const script = [
    completionScript('bash', await completionTree({ commands: COMMANDS, groups: COMMAND_GROUPS })),
    'ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _distribute; (IFS="|"; echo "${COMPREPLY[*]}"); }',
    ...ask,
  ].join('\n')
  const file = join(directory, 'script')
  await writeFile(file, script)
  const { stdout, stderr } = await promisify(execFile)('bash', ['--norc', file], { cwd: directory })
  expect(stderr).toBe('')
  return stdout.split('\n').slice(0, -1).map((line) => (line === '' ? [] : line.split('|')))
}

/** The options that commander takes, without those whose help it hides. */
async function optionsOf(name: string, forced: boolean): Promise<readonly string[]> {
  const spec = await COMMANDS[name]?.load()
  const command = new Command(name).option('--debug', '')
  if (spec !== undefined) describeCommand(command, forced ? (spec.forced ?? spec) : spec)
  const shown = command.options.filter(({ hidden, long }) => !hidden && !command.options.some((other) => other.long === `--no-${long?.slice(2)}` && !other.hidden))
  return [...shown.map(({ long }) => long ?? ''), '--help'].sort()
}

test('bash completes every option of every command, forced ones too, and no other', async () => {
  const places = [...Object.keys(COMMANDS).map((name) => ({ name, forced: false })), ...Object.keys(COMMANDS).filter((name) => COMMANDS[name]?.forced).map((name) => ({ name, forced: true }))]
  const found = await completed(places.map(({ name, forced }) => [...(forced ? ['force'] : []), ...name.split(' '), '--']))
  for (const [i, { name, forced }] of places.entries()) expect([...(found[i] ?? [])].sort(), `${forced ? 'force ' : ''}${name}`).toEqual(await optionsOf(name, forced))
})

test('it completes commands, groups, and words that an argument or an option can be', async () => {
  const [top, keys, exitKit, vote, currency, role, shell, typed, behind] = await completed([
    [''], ['keys', ''], ['exit-kit', ''], ['force', 'vote', ''], ['stake', '1', 'all', ''], ['node', '--role', ''], ['completion', ''], ['mi'], ['history', '--project', ''],
  ])
  expect([...(top ?? [])].sort()).toEqual([...new Set(Object.keys(COMMANDS).map((name) => name.split(' ')[0])), 'help'].sort())
  expect(keys).toEqual(['make', 'import', 'list', 'export'])
  expect(exitKit).toEqual(['use'])
  expect(vote).toEqual(['request', 'commit', 'reveal', 'withdraw', 'settle'])
  expect([currency, role, shell, typed, behind]).toEqual([['tokens', 'reputation'], ['sequencer', 'replica'], ['bash', 'zsh', 'fish'], ['mint'], []])
})

test('zsh and fish are told of the same places and options', async () => {
  const places = await completionTree({ commands: COMMANDS, groups: COMMAND_GROUPS })
  for (const shell of ['zsh', 'fish'] as const) {
    const script = completionScript(shell, places)
    for (const { path, subs, options } of places) {
      expect(script, `${shell}: ${path}`).toContain(shell === 'zsh' ? `    '${path}')` : `__distribute_at "${path}"`)
      for (const { name } of subs) expect(script).toContain(shell === 'zsh' ? `'${name}:` : `-a ${name} `)
      for (const { flag } of options) expect(script).toContain(shell === 'zsh' ? `'${flag}:` : `-l ${flag.slice(2)} `)
    }
  }
})
