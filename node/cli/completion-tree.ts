import { flagOf, isToggle, type Setting } from '../setting.ts'
import type { CommandEntry, CommandSpec, CommandTables } from './command.ts'

/** What stands behind an option: nothing, a path, one of a few words, or something that no shell knows. */
export type Takes = 'nothing' | 'file' | 'directory' | 'value' | readonly string[]

export interface CompletedOption {
  readonly flag: string
  readonly help: string
  readonly takes: Takes
}

/** What can stand at a place of the command line. */
export interface Place {
  /** The words before it, such as `keys make`; empty right behind the program's name. */
  readonly path: string
  readonly subs: readonly { readonly name: string; readonly help: string }[]
  readonly options: readonly CompletedOption[]
  /** What its arguments can be, where they are one of a few words. */
  readonly words: readonly string[]
}

const ALWAYS: readonly CompletedOption[] = [
  { flag: '--debug', help: 'show where an error came from', takes: 'nothing' },
  { flag: '--help', help: 'how it is used', takes: 'nothing' },
]
const VERSION: CompletedOption = { flag: '--version', help: 'the version', takes: 'nothing' }

/** Every place of the command line, from the same tables that the program runs by, so that no shell knows another program. */
export async function completionTree(tables: CommandTables): Promise<readonly Place[]> {
  const entries = Object.entries(tables.commands)
  const own = await placesOf(entries, (spec) => spec, '')
  const forced = await placesOf(entries.filter(([, entry]) => entry.forced), (spec) => spec.forced ?? spec, 'force ')
  const groups = [...groupsOf('', own.map(({ path }) => path), tables), ...groupsOf('force ', forced.map(({ path }) => path.slice('force '.length)), tables)]
  const places = new Map(groups.map((place) => [place.path, place]))
  for (const place of [...own, ...forced]) places.set(place.path, { ...place, subs: places.get(place.path)?.subs ?? [] })
  return [...places.values()]
}

function placesOf(entries: readonly (readonly [string, CommandEntry])[], form: (spec: CommandSpec) => CommandSpec, above: string): Promise<readonly Place[]> {
  return Promise.all(entries.map(async ([name, entry]) => placeOf(above + name, form(await entry.load()))))
}

const placeOf = (path: string, spec: CommandSpec): Place => ({
  path,
  subs: [],
  options: [...Object.entries(spec.settings).filter(([, { secret }]) => !secret).flatMap(([key, setting]) => optionsOf(key, setting)), ...ALWAYS],
  words: spec.arguments.flatMap(({ choices }) => choices ?? []),
})

function optionsOf(key: string, setting: Setting<unknown>): readonly CompletedOption[] {
  const [flag, help] = [flagOf(key), setting.help]
  if (!isToggle(setting)) return [{ flag, help, takes: takes(setting) }]
  const off: CompletedOption = { flag: `--no-${flag.slice(2)}`, help: `not: ${help}`, takes: 'nothing' }
  return setting.fallback === true ? [off] : [{ flag, help, takes: 'nothing' }]
}

function takes({ choices, placeholder }: Setting<unknown>): Takes {
  if (choices !== undefined) return choices
  if (placeholder.includes('file')) return 'file'
  return placeholder === '<directory>' ? 'directory' : 'value'
}

/** The program and its groups: what stands below them. */
function groupsOf(above: string, names: readonly string[], { commands, groups: summaries }: CommandTables): readonly Place[] {
  const first = [...new Set(names.map((name) => name.split(' ')[0] ?? ''))]
  const here = first.map((name) => ({ name, help: commands[name]?.summary ?? summaries[name] ?? '' }))
  const isTop = above === ''
  const help = { name: 'help', help: 'how a command is used' }
  const top: Place = { path: above.trimEnd(), subs: isTop ? [...here, help] : here, options: isTop ? [VERSION, ...ALWAYS] : ALWAYS, words: [] }
  const groups = first.filter((name) => names.some((each) => each.startsWith(`${name} `))).map((name): Place => ({
    path: above + name,
    subs: names.filter((each) => each.startsWith(`${name} `)).map((each) => ({ name: each.slice(name.length + 1), help: commands[each]?.summary ?? '' })),
    options: ALWAYS,
    words: [],
  }))
  return [top, ...groups, ...(isTop ? [{ path: 'help', subs: here, options: [], words: [] }] : [])]
}
