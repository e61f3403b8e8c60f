import { addressFromBytes, addressToBytes, type Address } from '../codec/address.ts'
import { RECORDS, type FieldType, type RecordName } from '../params.ts'
import { takeBytes } from '../slab.ts'
import { ACCOUNT_BYTES, decodeAccount, encodeAccount } from './account-words.ts'
import { fieldsOf, NUMBERS, WORD_BYTES, type Field } from './fields.ts'
import type { AnyRecord, FieldValues, RecordOf } from './record.ts'

export type { AnyRecord, RecordOf }

type Value = FieldValues[FieldType]

const LAYOUTS = new Map<string, readonly Field[]>(
  Object.entries(RECORDS).map(([name, shape]) => [name, fieldsOf(shape)]),
)
const layoutOf = (name: RecordName): readonly Field[] => LAYOUTS.get(name) ?? []
const bytesOf = (name: RecordName): number => RECORDS[name].words.length * WORD_BYTES

const readField = (bytes: Uint8Array, view: DataView, { type, offset }: Field): Value => {
  if (type === 'address') return addressFromBytes(bytes, offset)
  if (type === 'b32') return bytes.slice(offset, offset + WORD_BYTES)
  return NUMBERS[type].read(view, offset)
}

const isAddress = (value: unknown): value is Address => typeof value === 'string'

const writeField = (bytes: Uint8Array, view: DataView, { type, offset }: Field, value: unknown): void => {
  if (typeof value === 'bigint' && type !== 'address' && type !== 'b32') NUMBERS[type].write(view, offset, value)
  else if (isAddress(value)) bytes.set(addressToBytes(value), offset)
  else if (value instanceof Uint8Array) bytes.set(value, offset)
}

export const decodeAny = (name: RecordName, words: Uint8Array | undefined): AnyRecord => {
  const bytes = words ?? new Uint8Array(bytesOf(name))
  if (name === 'account' && bytes.length === ACCOUNT_BYTES) return decodeAccount(bytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const record: Record<string, Value> = {}
  for (const field of layoutOf(name)) record[field.name] = readField(bytes, view, field)
  return record
}

/** The words of a record as its typed content; undefined (absent) reads as zeros. docs/formats.md section 1. */
export const decodeRecord = <N extends RecordName>(name: N, words: Uint8Array | undefined): RecordOf<N> =>
  decodeAny(name, words) as RecordOf<N>

export const encodeAny = (name: RecordName, values: AnyRecord): Uint8Array => {
  if (name === 'account') return encodeAccount(values as RecordOf<'account'>)
  const bytes = takeBytes(bytesOf(name))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const field of layoutOf(name)) writeField(bytes, view, field, values[field.name])
  return bytes
}

/** The inverse of decodeRecord. */
export const encodeRecord = <N extends RecordName>(name: N, record: RecordOf<N>): Uint8Array => encodeAny(name, record)
