import { addressFromBytes, addressToBytes, type Address } from '../codec/address.ts'
import { FIELD_BYTES, RECORDS, type FieldType, type RecordName, type RecordShape } from '../params.ts'

interface FieldValues {
  u8: bigint
  u16: bigint
  u32: bigint
  u40: bigint
  u64: bigint
  u96: bigint
  u128: bigint
  u256: bigint
  address: Address
  b32: Uint8Array
}
type AllWords<W> = (W extends readonly (infer Item)[] ? (item: Item) => void : never) extends (item: infer Item) => void
  ? Item
  : never
type Intersect<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void ? I : never
type FieldsOf<N extends RecordName> = Intersect<AllWords<(typeof RECORDS)[N]['words']>>

/** The typed content of a record; its shape stands in params.ts. */
export type RecordOf<N extends RecordName> = {
  readonly [F in keyof FieldsOf<N>]: FieldsOf<N>[F] extends FieldType ? FieldValues[FieldsOf<N>[F]] : never
}

type Value = FieldValues[FieldType]
interface Field {
  readonly name: string
  readonly type: FieldType
  readonly offset: number
}

const WORD_BYTES = 32

const fieldsOf = (shape: RecordShape): readonly Field[] =>
  shape.words.flatMap((word, index) => {
    let offset = index * WORD_BYTES
    return Object.entries(word).map(([name, type]) => {
      const field = { name, type, offset }
      offset += FIELD_BYTES[type]
      return field
    })
  })

const LAYOUTS = new Map<string, readonly Field[]>(
  Object.entries(RECORDS).map(([name, shape]) => [name, fieldsOf(shape)]),
)
const layoutOf = (name: RecordName): readonly Field[] => LAYOUTS.get(name) ?? []

const readBigint = (view: DataView, offset: number, bytes: number): bigint => {
  switch (bytes) {
    case 1:
      return BigInt(view.getUint8(offset))
    case 2:
      return BigInt(view.getUint16(offset))
    case 4:
      return BigInt(view.getUint32(offset))
    case 5:
      return BigInt(view.getUint8(offset) * 0x1_0000_0000 + view.getUint32(offset + 1))
    case 8:
      return view.getBigUint64(offset)
    case 12:
      return (BigInt(view.getUint32(offset)) << 64n) | view.getBigUint64(offset + 4)
    case 16:
      return (view.getBigUint64(offset) << 64n) | view.getBigUint64(offset + 8)
    default:
      return (
        (((view.getBigUint64(offset) << 64n) | view.getBigUint64(offset + 8)) << 128n) |
        ((view.getBigUint64(offset + 16) << 64n) | view.getBigUint64(offset + 24))
      )
  }
}

/** Values wider than their field lose the upper bits, as in Solidity; the rules keep every value within its field. */
const writeBigint = (view: DataView, offset: number, bytes: number, value: bigint): void => {
  switch (bytes) {
    case 1:
      return view.setUint8(offset, Number(value & 0xffn))
    case 2:
      return view.setUint16(offset, Number(value & 0xffffn))
    case 4:
      return view.setUint32(offset, Number(value & 0xffff_ffffn))
    case 5:
      view.setUint8(offset, Number((value >> 32n) & 0xffn))
      return view.setUint32(offset + 1, Number(value & 0xffff_ffffn))
    case 8:
      return view.setBigUint64(offset, value)
    case 12:
      view.setUint32(offset, Number((value >> 64n) & 0xffff_ffffn))
      return view.setBigUint64(offset + 4, value)
    case 16:
      view.setBigUint64(offset, value >> 64n)
      return view.setBigUint64(offset + 8, value)
    default:
      for (let i = 0; i < 4; i++) view.setBigUint64(offset + 8 * i, value >> BigInt(192 - 64 * i))
  }
}

const readField = (bytes: Uint8Array, view: DataView, field: Field): Value => {
  if (field.type === 'address') return addressFromBytes(bytes, field.offset)
  if (field.type === 'b32') return bytes.slice(field.offset, field.offset + WORD_BYTES)
  return readBigint(view, field.offset, FIELD_BYTES[field.type])
}

/** A record of any type, by the names of its fields: what a ledger keeps of records it does not look into. */
export interface AnyRecord {
  readonly [field: string]: unknown
}

export const decodeAny = (name: RecordName, words: Uint8Array | undefined): AnyRecord => {
  const bytes = words ?? new Uint8Array(RECORDS[name].words.length * WORD_BYTES)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const record: Record<string, Value> = {}
  for (const field of layoutOf(name)) record[field.name] = readField(bytes, view, field)
  return record
}

/** The words of a record as its typed content; undefined (absent) reads as zeros. docs/formats.md section 1. */
export const decodeRecord = <N extends RecordName>(name: N, words: Uint8Array | undefined): RecordOf<N> =>
  decodeAny(name, words) as RecordOf<N>

const isAddress = (value: unknown): value is Address => typeof value === 'string'

export const encodeAny = (name: RecordName, values: AnyRecord): Uint8Array => {
  const bytes = new Uint8Array(RECORDS[name].words.length * WORD_BYTES)
  const view = new DataView(bytes.buffer)
  for (const field of layoutOf(name)) {
    const value = values[field.name]
    if (typeof value === 'bigint') writeBigint(view, field.offset, FIELD_BYTES[field.type], value)
    else if (isAddress(value)) bytes.set(addressToBytes(value), field.offset)
    else if (value instanceof Uint8Array) bytes.set(value, field.offset)
  }
  return bytes
}

/** The inverse of decodeRecord. */
export const encodeRecord = <N extends RecordName>(name: N, record: RecordOf<N>): Uint8Array => encodeAny(name, record)
