import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { expect, test } from 'vitest'
import { DEVNET_SETTINGS } from '../devnet/settings.ts'
import { flagOf, variableOf, type SettingTable } from '../setting.ts'
import { NODE_SETTINGS } from '../settings.ts'
import { METRICS } from '../telemetry/metric-table.ts'
import { describeCommand } from './command.ts'
import { COMMANDS } from './commands.ts'
import { referencePages } from './reference.ts'

const read = (file: string): Promise<string> => readFile(new URL(`../../docs/${file}`, import.meta.url), 'utf8')
const matches = (text: string, pattern: RegExp): readonly string[] => [...new Set([...text.matchAll(pattern)].map(([, found = '']) => found))].sort()

test('the reference pages are what the tables give (node --import tsx node/cli/write-reference.ts)', async () => {
  for (const [file, text] of Object.entries(await referencePages())) expect(await read(file), file).toBe(text)
})

test('docs/configuration.md has a row for every setting, and for no other', async () => {
  const text = await read('configuration.md')
  const tables: readonly SettingTable[] = [NODE_SETTINGS, DEVNET_SETTINGS]
  const keys = tables.flatMap((table) => Object.keys(table))
  expect(matches(text, /\| `(DISTRIBUTE_\w+)` \|/g)).toEqual([...new Set(keys.map(variableOf))].sort())
  const open = tables.flatMap((table) => Object.entries(table).filter(([, { secret }]) => !secret).map(([key]) => flagOf(key)))
  expect(matches(text, /\| `(--[a-z0-9-]+)[^`]*` \|/g)).toEqual([...new Set(open)].sort())
})

test('docs/metrics.md has a row for every metric, and for no other', async () => {
  expect(matches(await read('metrics.md'), /^\| `distribute_(\w+)`/gm)).toEqual(Object.keys(METRICS).sort())
})

test.each(Object.entries(COMMANDS))('%s takes the options of its table and of docs/commands.md, and no others', async (name, { load }) => {
  const spec = await load()
  const command = new Command(name)
  describeCommand(command, spec)
  const taken = command.options.filter(({ negate }) => !negate).map(({ long }) => long).sort()
  const settings = Object.entries(spec.settings).filter(([, { secret }]) => !secret).map(([key]) => flagOf(key))
  expect(taken).toEqual(settings.sort())
  const [, section = ''] = (await read('commands.md')).split(new RegExp(`^## distribute ${name}\\b.*$`, 'm'))
  const [own = ''] = section.split(/^## /m)
  expect(matches(own, /^\| `(--[a-z0-9-]+)/gm)).toEqual(settings)
})

test.each(Object.entries(COMMANDS))('every example of %s is one that it takes', async (name, { load }) => {
  const spec = await load()
  expect(spec.examples.length).toBeGreaterThan(0)
  for (const { line } of spec.examples) {
    const command = new Command(name).exitOverride().configureOutput({ writeErr: () => undefined })
    describeCommand(command, spec)
    const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
    // What goes behind is the shell's.
    if (words.includes('>')) words.splice(words.indexOf('>'))
    const path = name.split(' ')
    const own = words.slice(words.indexOf(path.at(-1) ?? name) + 1)
    if (line.startsWith('distribute ')) expect(words.slice(1, 1 + path.length)).toEqual(path)
    if (line.startsWith('npm start')) own.splice(0, own.length, ...words.slice(words.indexOf('--') + 1).filter(() => words.includes('--')))
    expect(() => command.parse(own, { from: 'user' }), line).not.toThrow()
  }
})
