import { FIELD_BYTES, type FieldType, type RecordShape } from '../params.ts'

export const WORD_BYTES = 32

export interface Field {
  readonly name: string
  readonly type: FieldType
  readonly offset: number
}

/** A record's fields in order: each stands behind the one before, from its word's most significant byte on. */
export const fieldsOf = (shape: RecordShape): readonly Field[] =>
  shape.words.flatMap((word, index) => {
    let offset = index * WORD_BYTES
    return Object.entries(word).map(([name, type]) => {
      const field = { name, type, offset }
      offset += FIELD_BYTES[type]
      return field
    })
  })

/** How the numbers of a record stand in its words: big-endian, each type in its own width (docs/formats.md section 1). */
type NumberType = Exclude<FieldType, 'address' | 'b32'>
export type ReadNumber = (view: DataView, at: number) => bigint
/** Values wider than their field lose the upper bits, as in Solidity; the rules keep every value within its field. */
export type WriteNumber = (view: DataView, at: number, value: bigint) => void

const LIMIT_64 = 1n << 64n

export const readU8: ReadNumber = (view, at) => BigInt(view.getUint8(at))
export const readU16: ReadNumber = (view, at) => BigInt(view.getUint16(at))
export const readU32: ReadNumber = (view, at) => BigInt(view.getUint32(at))
export const readU40: ReadNumber = (view, at) => BigInt(view.getUint8(at) * 0x1_0000_0000 + view.getUint32(at + 1))
/** Every bigint that is read is a new one; most fields are zero, and the one zero of the code is enough for them. */
export const readU64: ReadNumber = (view, at) =>
  view.getUint32(at) === 0 && view.getUint32(at + 4) === 0 ? 0n : view.getBigUint64(at)

/** Most amounts fit into 64 bits, where neither shift nor sum makes another bigint. */
export const readU96: ReadNumber = (view, at) => {
  const high = view.getUint32(at)
  const low = readU64(view, at + 4)
  return high === 0 ? low : (BigInt(high) << 64n) | low
}

export const readU128: ReadNumber = (view, at) => {
  const high = readU64(view, at)
  const low = readU64(view, at + 8)
  return high === 0n ? low : (high << 64n) | low
}
export const readU256: ReadNumber = (view, at) => {
  const high = readU128(view, at)
  const low = readU128(view, at + 16)
  return high === 0n ? low : (high << 128n) | low
}

const isShort = (value: bigint): boolean => value < LIMIT_64 && value >= 0n

export const writeU8: WriteNumber = (view, at, value) => view.setUint8(at, Number(BigInt.asUintN(8, value)))
export const writeU16: WriteNumber = (view, at, value) => view.setUint16(at, Number(BigInt.asUintN(16, value)))
export const writeU32: WriteNumber = (view, at, value) => view.setUint32(at, Number(BigInt.asUintN(32, value)))
export const writeU40: WriteNumber = (view, at, value) => {
  const number = Number(BigInt.asUintN(40, value))
  view.setUint8(at, Math.floor(number / 0x1_0000_0000))
  view.setUint32(at + 1, number >>> 0)
}
export const writeU64: WriteNumber = (view, at, value) => view.setBigUint64(at, value)

export const writeU96: WriteNumber = (view, at, value) => {
  view.setUint32(at, isShort(value) ? 0 : Number(BigInt.asUintN(32, value >> 64n)))
  view.setBigUint64(at + 4, value)
}

export const writeU128: WriteNumber = (view, at, value) => {
  view.setBigUint64(at, isShort(value) ? 0n : value >> 64n)
  view.setBigUint64(at + 8, value)
}

export const writeU256: WriteNumber = (view, at, value) => {
  const short = isShort(value)
  view.setBigUint64(at, short ? 0n : value >> 192n)
  view.setBigUint64(at + 8, short ? 0n : value >> 128n)
  view.setBigUint64(at + 16, short ? 0n : value >> 64n)
  view.setBigUint64(at + 24, value)
}

export const NUMBERS: { readonly [type in NumberType]: { readonly read: ReadNumber; readonly write: WriteNumber } } = {
  u8: { read: readU8, write: writeU8 },
  u16: { read: readU16, write: writeU16 },
  u32: { read: readU32, write: writeU32 },
  u40: { read: readU40, write: writeU40 },
  u64: { read: readU64, write: writeU64 },
  u96: { read: readU96, write: writeU96 },
  u128: { read: readU128, write: writeU128 },
  u256: { read: readU256, write: writeU256 },
}
