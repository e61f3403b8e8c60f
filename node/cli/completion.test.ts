import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeCommand } from './command.ts'
import { COMMAND_GROUPS, COMMANDS } from './commands.ts'
import { completionScript, SHELLS } from './completion-scripts.ts'
import { completionTree } from './completion-tree.ts'
import { completedBy, PRESENT } from './testing/shells.ts'

// What real shells complete, against what commander takes: the two are made from the tables by different ways.

let directory = ''
let places: Awaited<ReturnType<typeof completionTree>>
beforeAll(async () => {
  places = await completionTree({ commands: COMMANDS, groups: COMMAND_GROUPS })
  directory = await mkdtemp(join(tmpdir(), 'distribute-completion-'))
  for (const shell of SHELLS) {
    await mkdir(join(directory, shell, 'a place'), { recursive: true })
    await writeFile(join(directory, shell, 'a file'), '')
  }
})
afterAll(() => rm(directory, { recursive: true, force: true }))

/** The options that commander takes, without those whose help it hides. */
async function optionsOf(name: string, forced: boolean): Promise<readonly string[]> {
  const spec = await COMMANDS[name]?.load()
  const command = new Command(name).option('--debug', '')
  if (spec !== undefined) describeCommand(command, forced ? (spec.forced ?? spec) : spec)
  const shown = command.options.filter(({ hidden, long }) => !hidden && !command.options.some((other) => other.long === `--no-${long?.slice(2)}` && !other.hidden))
  return [...shown.map(({ long }) => long ?? ''), '--help'].sort()
}

const ONE_OF: readonly (readonly [string, readonly string[]])[] = [
  ['distribute keys ', ['export', 'import', 'list', 'make']],
  ['distribute exit-kit ', ['use']],
  ['distribute force vote ', ['commit', 'request', 'reveal', 'settle', 'withdraw']],
  ['distribute stake 1 all ', ['reputation', 'tokens']],
  ['distribute node --role ', ['replica', 'sequencer']],
  ['distribute completion ', ['bash', 'fish', 'zsh']],
  ['distribute mi', ['mint']],
  ['distribute history --project ', []],
  ['distribute --', ['--debug', '--help', '--version']],
  ['distribute help ', Object.keys(COMMANDS).map((name) => name.split(' ')[0] ?? '')],
]

/** Debian's packages of the same names bring what is missing. */
const named = SHELLS.map((shell) => ({ shell, name: PRESENT.includes(shell) ? shell : `${shell}, which is not on this machine` }))

describe.each(named)('$name', ({ shell }) => {
  const withIt = test.skipIf(!PRESENT.includes(shell))

  withIt('completes every option of every command, forced ones too, and no other', async () => {
    const commands = [...Object.keys(COMMANDS).map((name) => ({ name, forced: false })), ...Object.keys(COMMANDS).filter((name) => COMMANDS[name]?.forced).map((name) => ({ name, forced: true }))]
    const found = await completedBy(shell, join(directory, shell), completionScript(shell, places), commands.map(({ name, forced }) => `distribute ${forced ? 'force ' : ''}${name} --`))
    for (const [i, { name, forced }] of commands.entries()) expect(found[i], `${forced ? 'force ' : ''}${name}`).toEqual(await optionsOf(name, forced))
  })

  withIt('completes commands, groups, and words that an argument or an option can be', async () => {
    const [top, keyFile, place, ...others] = await completedBy(shell, join(directory, shell), completionScript(shell, places), ['distribute ', 'distribute mint --key-file ', 'distribute node --data-dir ', ...ONE_OF.map(([line]) => line)])
    expect(top).toEqual([...new Set(Object.keys(COMMANDS).map((name) => name.split(' ')[0])), 'help'].sort())
    expect([keyFile, place].map((paths) => paths?.map((path) => path.replace(/\/$/, '')))).toEqual([['a file', 'a place'], ['a place']])
    expect(others).toEqual(ONE_OF.map(([, words]) => [...new Set(words)].sort()))
  })
})

test('zsh and fish are told of the same places and options', async () => {
  for (const shell of ['zsh', 'fish'] as const) {
    const script = completionScript(shell, places)
    for (const { path, subs, options } of places) {
      expect(script, `${shell}: ${path}`).toContain(shell === 'zsh' ? `    '${path}')` : `__distribute_at "${path}"`)
      for (const { name } of subs) expect(script).toContain(shell === 'zsh' ? `'${name}:` : `-a ${name} `)
      for (const { flag } of options) expect(script).toContain(shell === 'zsh' ? `'${flag}:` : `-l ${flag.slice(2)} `)
    }
  }
})
