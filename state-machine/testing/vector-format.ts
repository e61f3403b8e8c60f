import { Address } from '../codec/address.ts'
import type { Argument, TaskArgument } from '../codec/argument.ts'
import { fromHex, toHex } from '../codec/bytes.ts'
import type { Call } from '../codec/call.ts'
import type { Event } from '../codec/events.ts'
import { KINDS, RECORDS, type FieldType, type KindName, type RecordName, type RecordShape } from '../params.ts'
import type { Id } from '../state/keys.ts'
import { decodeAny, encodeAny } from '../state/layout.ts'

/** A record as the files have it; fields that are zero are left out. test/vectors/README.md says what stands where. */
export interface RecordVector {
  readonly record: string
  readonly ids: readonly string[]
  readonly fields: { readonly [field: string]: string }
}
export interface ActionVector {
  readonly type: 'call' | 'transaction' | 'deposit' | 'tokenDeposit'
  readonly kind?: string
  readonly sender?: string
  readonly to?: string
  readonly value: string
  readonly args?: readonly string[]
  readonly nonce?: string
  readonly gas?: string
  readonly feeCap?: string
  readonly forced?: boolean
}
export interface Vector {
  readonly name: string
  readonly parameters: { readonly [name: string]: string }
  readonly time: string
  readonly before: readonly RecordVector[]
  readonly action: ActionVector
  readonly after: readonly RecordVector[]
  readonly error: string | null
  readonly skipped: string | null
  readonly output: string
  readonly events: readonly { readonly contract: string; readonly name: string; readonly args: readonly string[] }[]
}
export interface VectorFile {
  readonly about: string
  readonly genesis: unknown
  readonly vectors: readonly Vector[]
}

const isTask = (value: Argument | TaskArgument): value is TaskArgument => typeof value === 'object' && 'weight' in value

export const textOf = (value: Argument | TaskArgument): string => {
  if (value instanceof Uint8Array) return toHex(value)
  if (typeof value !== 'object') return value.toString()
  return isTask(value) ? `${value.weight}:${toHex(value.contentHash)}` : value.map(textOf).join()
}

const RECORD_NAMES = Object.keys(RECORDS) as RecordName[]
const shapeOf = (name: RecordName): RecordShape => RECORDS[name]
const nameOf = (text: string): RecordName => {
  const name = RECORD_NAMES.find((one) => one === text)
  if (name === undefined) throw new TypeError(`no record ${text}`)
  return name
}
const typesOf = (name: RecordName): { readonly [field: string]: FieldType } => Object.assign({}, ...shapeOf(name).words) as { [field: string]: FieldType }

const valueOf = (type: FieldType | undefined, text: string): Id => {
  if (type === 'address') return Address(text)
  return type === 'b32' ? fromHex(text) : BigInt(text)
}

/** A record by its words; fields that are zero are left out. */
export const recordVector = (name: RecordName, ids: readonly Id[], words: Uint8Array): RecordVector => {
  const record = decodeAny(name, words)
  const zeros = decodeAny(name, undefined)
  const written = Object.keys(record).filter((field) => textOf(record[field] as Argument) !== textOf(zeros[field] as Argument))
  const fields = Object.fromEntries(written.map((field) => [field, textOf(record[field] as Argument)]))
  return { record: name, ids: ids.map(textOf), fields }
}

export interface StoredRecord {
  readonly name: RecordName
  readonly ids: readonly Id[]
  readonly words: Uint8Array
}

/** The words that a record of a file stands for. */
export const storedRecord = ({ record, ids, fields }: RecordVector): StoredRecord => {
  const name = nameOf(record)
  const types = typesOf(name)
  const values = Object.fromEntries(Object.entries(fields).map(([field, text]) => [field, valueOf(types[field], text)]))
  const words = encodeAny(name, { ...decodeAny(name, undefined), ...values })
  return { name, ids: ids.map((text, i) => valueOf(shapeOf(name).ids[i], text)), words }
}

const taskOf = (text: string): TaskArgument => {
  const [weight = '0', contentHash = '0x'] = text.split(':')
  return { weight: BigInt(weight), contentHash: fromHex(contentHash) }
}
const listOf = <T>(text: string, itemOf: (item: string) => T): readonly T[] => (text === '' ? [] : text.split(',').map(itemOf))

const argumentOf = (type: string, text: string): Argument => {
  if (type.startsWith('uint')) return BigInt(text)
  if (type === 'bool') return text === 'true'
  if (type === 'bytes32[5]') return listOf(text, fromHex)
  if (type.endsWith('[]')) return listOf(text, taskOf)
  return type === 'address' ? Address(text) : fromHex(text)
}

/** The call of an action; none for a deposit. */
export const callOf = ({ kind, args = [] }: ActionVector): Call | undefined => {
  const name = (Object.keys(KINDS) as KindName[]).find((one) => one === kind)
  if (name === undefined) return undefined
  return { kind: name, args: KINDS[name].inputs.map((type, i) => argumentOf(type, args[i] ?? '')) }
}

export const eventVector = ({ contract, name, args }: Event) => ({ contract, name, args: args.map(textOf) })
