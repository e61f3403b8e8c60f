import { Address, addressFromBytes, writeAddress } from './address.ts'
import { byteLength, bytesToBigint, bigintToBytes, copyBytes, isZero, readU256, writeBigint } from './bytes.ts'
import { readBytes, readCount, readWord, wordBytes, writeWord } from './compact.ts'
import type { Cursor } from './compact.ts'
import { CodecError } from './errors.ts'

export interface TaskArgument {
  readonly weight: bigint
  readonly contentHash: Uint8Array
}

/** Strings are bytes too: no rule reads them, and not every byte string is UTF-8. */
export type Argument = bigint | boolean | Address | Uint8Array | readonly Uint8Array[] | readonly TaskArgument[]

/**
 * How values of one ABI type are written, in the compact form (docs/formats.md 3) and in the ABI's. Each value has one
 * encoding in each form and the readers accept no other. Writers throw CodecError for values that are not of the type.
 */
export interface ArgumentCodec {
  /** A dynamic type's head is an offset, and its value stands in the tail. */
  readonly dynamic: boolean
  /** Bytes in the head of an ABI encoding. */
  readonly headBytes: number
  compactBytes(value: Argument): number
  /** Answers where the next field starts. */
  writeCompact(target: Uint8Array, at: number, value: Argument): number
  readCompact(cursor: Cursor): Argument | undefined
  abiBytes(value: Argument): number
  /** Into zeroed bytes. */
  writeAbi(target: Uint8Array, at: number, value: Argument): void
  /** The value at `at`, where a static type's head is known to be within `bytes`. */
  readAbi(bytes: Uint8Array, at: number): Argument | undefined
}

const wrong = (type: string): CodecError => new CodecError('WrongArguments', `the argument is no ${type}`)

interface WordType {
  readonly type: string
  readonly bytes: number
  toInteger(value: Argument): bigint
  fromInteger(value: bigint): Argument | undefined
}

/** Types that are an integer of at most `bytes` bytes: uintN, address, bool. */
function wordCodec({ type, bytes: size, toInteger, fromInteger }: WordType): ArgumentCodec {
  const checked = (value: Argument): bigint => {
    const integer = toInteger(value)
    if (byteLength(integer) > size) throw new CodecError('ValueOutOfRange', `${integer} is no ${type}`)
    return integer
  }
  return {
    dynamic: false,
    headBytes: 32,
    compactBytes: (value) => wordBytes(checked(value)),
    writeCompact: (target, at, value) => writeWord(target, at, checked(value)),
    readCompact(cursor) {
      const integer = readWord(cursor, size)
      return integer === undefined ? undefined : fromInteger(integer)
    },
    abiBytes: () => 32,
    writeAbi: (target, at, value) => writeBigint(target, at, checked(value), 32),
    readAbi(bytes, at) {
      for (let i = 0; i < 32 - size; i++) if (bytes[at + i] !== 0) return undefined
      let start = at + 32 - size
      while (start < at + 32 && bytes[start] === 0) start++
      return fromInteger(bytesToBigint(bytes, start, at + 32 - start))
    },
  }
}

const uintCodec = (bits: number): ArgumentCodec =>
  wordCodec({
    type: `uint${bits}`,
    bytes: bits / 8,
    toInteger(value) {
      if (typeof value !== 'bigint') throw wrong(`uint${bits}`)
      return value
    },
    fromInteger: (integer) => integer,
  })

const boolCodec = wordCodec({
  type: 'bool',
  bytes: 1,
  toInteger(value) {
    if (typeof value !== 'boolean') throw wrong('bool')
    return value ? 1n : 0n
  },
  fromInteger: (integer) => (integer === 0n ? false : integer === 1n ? true : undefined),
})

const addressCodec: ArgumentCodec = {
  ...wordCodec({
    type: 'address',
    bytes: 20,
    toInteger(value) {
      if (typeof value !== 'string') throw wrong('address')
      return BigInt(Address(value))
    },
    fromInteger: (integer) => addressFromBytes(bigintToBytes(integer, 20)),
  }),
  writeAbi(target, at, value) {
    if (typeof value !== 'string') throw wrong('address')
    writeAddress(target, at + 12, value)
  },
  readAbi(bytes, at) {
    for (let i = 0; i < 12; i++) if (bytes[at + i] !== 0) return undefined
    return addressFromBytes(bytes, at + 12)
  },
}

function asBytes(value: Argument, type: string, length?: number): Uint8Array {
  if (!(value instanceof Uint8Array) || (length !== undefined && value.length !== length)) throw wrong(type)
  return value
}

/** Compact and ABI forms are the same 32 bytes. */
const bytes32Codec: ArgumentCodec = {
  dynamic: false,
  headBytes: 32,
  compactBytes: () => 32,
  writeCompact(target, at, value) {
    target.set(asBytes(value, 'bytes32', 32), at)
    return at + 32
  },
  readCompact: (cursor) => readBytes(cursor, 32),
  abiBytes: () => 32,
  writeAbi: (target, at, value) => target.set(asBytes(value, 'bytes32', 32), at),
  readAbi: (bytes, at) => copyBytes(bytes, at, at + 32),
}

const padded = (length: number): number => Math.ceil(length / 32) * 32

/** The number of bytes or items at `at`, undefined unless that many of at least `size` bytes could follow. */
function readAbiLength(bytes: Uint8Array, at: number, size: number): number | undefined {
  if (at + 32 > bytes.length) return undefined
  const length = readU256(bytes, at)
  return length * BigInt(size) > BigInt(bytes.length - at - 32) ? undefined : Number(length)
}

/** Offsets and lengths in the ABI; both are far below 2^53 in anything that was read or fits into memory. */
export const writeAbiNumber = (target: Uint8Array, at: number, value: number): void =>
  writeBigint(target, at, BigInt(value), 32)

const bytesCodec: ArgumentCodec = {
  dynamic: true,
  headBytes: 32,
  compactBytes: (value) => 2 + asBytes(value, 'bytes').length,
  writeCompact(target, at, value) {
    const bytes = asBytes(value, 'bytes')
    writeBigint(target, at, BigInt(bytes.length), 2)
    target.set(bytes, at + 2)
    return at + 2 + bytes.length
  },
  readCompact(cursor) {
    const length = readCount(cursor, 2)
    return length === undefined ? undefined : readBytes(cursor, length)
  },
  abiBytes: (value) => 32 + padded(asBytes(value, 'bytes').length),
  writeAbi(target, at, value) {
    const bytes = asBytes(value, 'bytes')
    writeAbiNumber(target, at, bytes.length)
    target.set(bytes, at + 32)
  },
  readAbi(bytes, at) {
    const length = readAbiLength(bytes, at, 1)
    if (length === undefined) return undefined
    const start = at + 32
    const end = start + padded(length)
    if (end > bytes.length || !isZero(bytes.subarray(start + length, end))) return undefined
    return copyBytes(bytes, start, start + length)
  },
}

function asHashes(value: Argument, count: number): readonly Uint8Array[] {
  const type = `bytes32[${count}]`
  if (typeof value !== 'object' || value instanceof Uint8Array || value.length !== count) throw wrong(type)
  return value.map((item) => {
    if (!(item instanceof Uint8Array)) throw wrong(type)
    return asBytes(item, type, 32)
  })
}

/** bytes32[count], the same bytes in both forms. */
function hashesCodec(count: number): ArgumentCodec {
  const size = 32 * count
  const write = (target: Uint8Array, at: number, value: Argument): number => {
    asHashes(value, count).forEach((hash, i) => target.set(hash, at + 32 * i))
    return at + size
  }
  const read = (bytes: Uint8Array, at: number): Uint8Array[] =>
    Array.from({ length: count }, (_, i) => copyBytes(bytes, at + 32 * i, at + 32 * i + 32))
  return {
    dynamic: false,
    headBytes: size,
    compactBytes: () => size,
    writeCompact: write,
    readCompact(cursor) {
      const bytes = readBytes(cursor, size)
      return bytes === undefined ? undefined : read(bytes, 0)
    },
    abiBytes: () => size,
    writeAbi: write,
    readAbi: read,
  }
}

const WEIGHT_BYTES = 2
const TASK_ABI_BYTES = 64

function asTasks(value: Argument): readonly TaskArgument[] {
  if (typeof value !== 'object' || value instanceof Uint8Array) throw wrong('task list')
  return value.map((task) => {
    if (task instanceof Uint8Array) throw wrong('task list')
    if (byteLength(task.weight) > WEIGHT_BYTES) throw new CodecError('ValueOutOfRange', `${task.weight} is no uint16`)
    asBytes(task.contentHash, 'bytes32', 32)
    return task
  })
}

function readCompactTask(cursor: Cursor): TaskArgument | undefined {
  const weight = readWord(cursor, WEIGHT_BYTES)
  if (weight === undefined) return undefined
  const contentHash = readBytes(cursor, 32)
  return contentHash === undefined ? undefined : { weight, contentHash }
}

function readAbiTask(bytes: Uint8Array, at: number): TaskArgument | undefined {
  if (!isZero(bytes.subarray(at, at + 32 - WEIGHT_BYTES))) return undefined
  const weight = bytesToBigint(bytes, at + 32 - WEIGHT_BYTES, WEIGHT_BYTES)
  return { weight, contentHash: copyBytes(bytes, at + 32, at + 64) }
}

function collect<T>(count: number, read: (i: number) => T | undefined): T[] | undefined {
  const items: T[] = []
  for (let i = 0; i < count; i++) {
    const item = read(i)
    if (item === undefined) return undefined
    items.push(item)
  }
  return items
}

const tasksCodec: ArgumentCodec = {
  dynamic: true,
  headBytes: 32,
  compactBytes: (value) => asTasks(value).reduce((size, { weight }) => size + wordBytes(weight) + 32, 1),
  writeCompact(target, at, value) {
    const tasks = asTasks(value)
    writeBigint(target, at, BigInt(tasks.length), 1)
    let next = at + 1
    for (const { weight, contentHash } of tasks) {
      next = writeWord(target, next, weight)
      target.set(contentHash, next)
      next += 32
    }
    return next
  },
  readCompact(cursor) {
    const count = readCount(cursor, 1)
    return count === undefined ? undefined : collect(count, () => readCompactTask(cursor))
  },
  abiBytes: (value) => 32 + TASK_ABI_BYTES * asTasks(value).length,
  writeAbi(target, at, value) {
    const tasks = asTasks(value)
    writeAbiNumber(target, at, tasks.length)
    tasks.forEach(({ weight, contentHash }, i) => {
      const start = at + 32 + TASK_ABI_BYTES * i
      writeBigint(target, start, weight, 32)
      target.set(contentHash, start + 32)
    })
  },
  readAbi(bytes, at) {
    const count = readAbiLength(bytes, at, TASK_ABI_BYTES)
    return count === undefined ? undefined : collect(count, (i) => readAbiTask(bytes, at + 32 + TASK_ABI_BYTES * i))
  },
}

const codecs: ReadonlyMap<string, ArgumentCodec> = new Map([
  ...[8, 16, 32, 40, 64, 96, 128, 160, 256].map((bits) => [`uint${bits}`, uintCodec(bits)] as const),
  ['address', addressCodec],
  ['bool', boolCodec],
  ['bytes32', bytes32Codec],
  ['bytes', bytesCodec],
  ['string', bytesCodec],
  ['bytes32[5]', hashesCodec(5)],
  ['(uint16,bytes32)[]', tasksCodec],
])

/** Throws WrongArguments for a type that this chain's ABI does not use. */
export function argumentCodec(type: string): ArgumentCodec {
  const codec = codecs.get(type)
  if (codec === undefined) throw new CodecError('WrongArguments', `no codec for ${type}`)
  return codec
}
