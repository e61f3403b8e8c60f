import { z } from 'zod'
import { nearest } from './nearest.ts'
import { SettingError } from './setting-error.ts'

/**
 * One setting. Its name in the table is its key in a configuration file (`l1Url`), and gives its flag (`--l1-url`) and its
 * variable (`DISTRIBUTE_L1_URL`).
 */
export interface Setting<T> {
  readonly help: string
  /** What stands behind the flag in help texts; a toggle has none. */
  readonly placeholder: string
  readonly schema: z.ZodType<T>
  /** Where it is one of a few words: shells complete them. */
  readonly choices?: readonly string[]
  readonly fallback: T
  /** How `fallback` reads in help and documentation, where its value says too little. */
  readonly fallbackText?: string
  /** The value that the text of a flag or variable stands for; the schema checks it. */
  readonly fromText: (text: string) => unknown
  /** Secrets are taken from the variable alone: flags and files are seen by others. */
  readonly secret: boolean
}
export interface SettingTable {
  readonly [key: string]: Setting<unknown>
}
export type SettingValues<T extends SettingTable> = { readonly [K in keyof T]: T[K] extends Setting<infer V> ? V : never }

export interface SettingSources {
  /** As commander gives them: by key, undefined where not given. */
  readonly flags: { readonly [key: string]: unknown }
  readonly variables: { readonly [name: string]: string | undefined }
  readonly file?: { readonly name: string; readonly values: { readonly [key: string]: unknown } }
}

interface Options<T> {
  readonly fallback: T
  readonly fallbackText?: string
}
const describe = <T>(help: string, placeholder: string, schema: z.ZodType<T>, fromText: (text: string) => unknown, options: Options<T>): Setting<T> => ({
  help, placeholder, schema, fromText, secret: false, ...options,
})
const asItIs = (text: string): unknown => text
const asNumber = (text: string): unknown => (/^-?\d+$/.test(text) ? Number(text) : text)
const asToggle = (text: string): unknown => (/^(1|true|yes|on)$/i.test(text) ? true : /^(0|false|no|off)$/i.test(text) ? false : text)
const asList = (text: string): unknown => text.split(',').map((part) => part.trim()).filter((part) => part !== '')

/** Nodes are asked by HTTP alone. */
const urlSchema = z.url({ protocol: /^https?$/, error: 'expected an HTTP URL such as http://127.0.0.1:8545; a WebSocket (ws://, wss://) is not followed' })

export const textSetting = (help: string, placeholder: string, options: Options<string>): Setting<string> =>
  describe(help, placeholder, z.string({ error: 'expected a text' }).min(1, 'expected a text'), asItIs, options)
export const optionalText = (help: string, placeholder: string, options: Partial<Options<string | undefined>> = {}): Setting<string | undefined> =>
  describe(help, placeholder, z.string({ error: 'expected a text' }).min(1, 'expected a text').optional(), asItIs, { fallback: undefined, ...options })
export const optionalUrl = (help: string, options: Partial<Options<string | undefined>> = {}): Setting<string | undefined> =>
  describe(help, '<url>', urlSchema.optional(), asItIs, { fallback: undefined, ...options })
export const urlSetting = (help: string, options: Options<string>): Setting<string> => describe(help, '<url>', urlSchema, asItIs, options)
export const urlListSetting = (help: string, options: Options<readonly string[]>): Setting<readonly string[]> =>
  describe(help, '<url,…>', z.array(urlSchema, { error: 'expected a list of URLs' }).min(1, 'expected at least one URL').readonly(), asList, options)
export const optionalUrlList = (help: string): Setting<readonly string[]> =>
  describe(help, '<url,…>', z.array(urlSchema, { error: 'expected a list of URLs' }).readonly(), asList, { fallback: [] })
export const listSetting = (help: string, placeholder: string, options: Options<readonly string[]>): Setting<readonly string[]> =>
  describe(help, placeholder, z.array(z.string(), { error: 'expected a list of texts' }).readonly(), asList, options)
export const toggleSetting = (help: string, options: Options<boolean>): Setting<boolean> =>
  describe(help, '', z.boolean({ error: 'expected true or false' }), asToggle, options)

export function integerSetting(help: string, placeholder: string, bounds: { readonly min: number; readonly max: number }, options: Options<number>): Setting<number> {
  return describe(help, placeholder, integerSchema(bounds), asNumber, options)
}

export function optionalInteger(help: string, placeholder: string, bounds: { readonly min: number; readonly max: number }, options: Partial<Options<number | undefined>> = {}): Setting<number | undefined> {
  return describe(help, placeholder, integerSchema(bounds).optional(), asNumber, { fallback: undefined, ...options })
}

const UNIT_MS: { readonly [unit: string]: number } = { '': 1, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }
const asDuration = (text: string): unknown => {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?) *(ms|s|m|h)?$/.exec(text) ?? []
  return digits === undefined ? text : Math.round(Number(digits) * (UNIT_MS[unit] ?? 1))
}

/** Milliseconds; a text may carry a unit: 250, 250ms, 0.25s, 2m. Bounds in milliseconds. */
export function durationSetting(help: string, bounds: { readonly min: number; readonly max: number }, options: Options<number>): Setting<number> {
  const expected = `expected ${bounds.min}ms to ${bounds.max}ms, such as 250ms or 2s`
  return describe(help, '<duration>', z.int({ error: expected }).min(bounds.min, expected).max(bounds.max, expected), asDuration, { fallbackText: `${options.fallback}ms`, ...options })
}

/** Ether, as a text such as 0.05. */
export const amountSetting = (help: string, options: Options<string>): Setting<string> =>
  describe(help, '<ether>', z.string({ error: 'expected an amount' }).regex(/^\d{1,9}(\.\d{1,18})?$/, 'expected an amount such as 0.05'), asItIs, options)

export const portSetting = (help: string, options: Options<number>): Setting<number> =>
  integerSetting(`${help} (0: any free one)`, '<port>', { min: 0, max: 65_535 }, options)

export function choiceSetting<const C extends readonly [string, ...string[]]>(help: string, choices: C, options: Options<C[number]>): Setting<C[number]> {
  const schema = z.enum(choices, { error: `expected one of ${choices.join(', ')}` })
  return { ...describe<C[number]>(help, `<${choices.join('|')}>`, schema, asItIs, options), choices }
}

const KEY_EXPECTED = 'expected a private key: 0x and 64 hexadecimal digits'
export type PrivateKey = `0x${string}`
const isPrivateKey = (value: unknown): value is PrivateKey => typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value)

export const secretKeySetting = (help: string): Setting<PrivateKey | undefined> => ({
  ...describe(help, '', z.custom<PrivateKey>(isPrivateKey, { error: KEY_EXPECTED }).optional(), asItIs, { fallback: undefined }),
  secret: true,
})

/** A secret that any text can be, such as a password. */
export const secretTextSetting = (help: string): Setting<string | undefined> => ({
  ...describe(help, '', z.string().optional(), asItIs, { fallback: undefined }),
  secret: true,
})

function integerSchema({ min, max }: { readonly min: number; readonly max: number }): z.ZodType<number> {
  const expected = `expected a whole number from ${min} to ${max}`
  return z.int({ error: expected }).min(min, expected).max(max, expected)
}

const kebab = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
export const flagOf = (key: string): string => `--${kebab(key)}`
export const variableOf = (key: string): string => `DISTRIBUTE_${kebab(key).replaceAll('-', '_').toUpperCase()}`
export const isToggle = (setting: Setting<unknown>): boolean => setting.placeholder === '' && !setting.secret

/**
 * The values of a table's settings: flag before variable before file before default. Throws SettingError: for a value its schema
 * refuses, and for a key in the file that is none, naming the nearest known one.
 */
export function resolveSettings<T extends SettingTable>(table: T, sources: SettingSources): SettingValues<T> {
  if (sources.file !== undefined) checkKeys(table, sources.file)
  const values = Object.fromEntries(Object.keys(table).map((key) => [key, valueOf(key, table[key]!, sources)]))
  return values as SettingValues<T>
}

function checkKeys(table: SettingTable, file: NonNullable<SettingSources['file']>): void {
  const known = Object.keys(table).filter((key) => !table[key]!.secret)
  for (const key of Object.keys(file.values)) {
    if (known.includes(key)) continue
    const secret = table[key]?.secret === true
    const close = nearest(key, known)
    const advice = secret ? `set the variable ${variableOf(key)} instead` : close === undefined ? `known keys: ${known.join(', ')}` : `did you mean "${close}"?`
    throw new SettingError('UnknownSetting', `${file.name}: "${key}" is ${secret ? 'a secret and does not belong into a file' : 'not a setting'}`, advice)
  }
}

function valueOf(key: string, setting: Setting<unknown>, sources: SettingSources): unknown {
  const flag = sources.flags[key]
  if (flag !== undefined && !setting.secret) return checked(setting, { value: typeof flag === 'string' ? setting.fromText(flag) : flag, given: flag, source: flagOf(key) })
  const variable = sources.variables[variableOf(key)]
  if (variable !== undefined && variable !== '') return checked(setting, { value: setting.fromText(variable), given: variable, source: variableOf(key) })
  const written = sources.file?.values[key]
  if (written !== undefined) return checked(setting, { value: written, given: written, source: `${sources.file?.name}: "${key}"` })
  return setting.fallback
}

function checked(setting: Setting<unknown>, { value, given, source }: { readonly value: unknown; readonly given: unknown; readonly source: string }): unknown {
  const result = setting.schema.safeParse(value)
  if (result.success) return result.data
  const expected = result.error.issues[0]?.message ?? 'not a valid value'
  const shown = setting.secret ? 'a text that is no key' : JSON.stringify(given)
  throw new SettingError('BadSetting', `${source} is ${shown}`, expected)
}

/** DISTRIBUTE_ variables that name no setting of these tables, with the nearest one that does: most often a slip of the pen. */
export function unknownVariables(variables: SettingSources['variables'], tables: readonly SettingTable[], others: readonly string[]): readonly string[] {
  const known = [...tables.flatMap((table) => Object.keys(table).map(variableOf)), ...others]
  const unknown = Object.keys(variables).filter((name) => name.startsWith('DISTRIBUTE_') && !known.includes(name))
  return unknown.map((name) => {
    const close = nearest(name, known)
    return close === undefined ? `${name} is not a setting and does nothing` : `${name} is not a setting and does nothing; did you mean ${close}?`
  })
}
