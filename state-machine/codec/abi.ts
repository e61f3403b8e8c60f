import { argumentCodec, writeAbiNumber } from './argument.ts'
import type { Argument, ArgumentCodec } from './argument.ts'
import { readU256 } from './bytes.ts'
import { CodecError } from './errors.ts'

/** The types of an argument list, looked up once. */
export interface Layout {
  readonly codecs: readonly ArgumentCodec[]
  readonly headBytes: number
  readonly dynamic: boolean
}

/** Throws WrongArguments for a type that this chain's ABI does not use. */
export function layoutOf(types: readonly string[]): Layout {
  const codecs = types.map(argumentCodec)
  const headBytes = codecs.reduce((size, codec) => size + codec.headBytes, 0)
  return { codecs, headBytes, dynamic: codecs.some((codec) => codec.dynamic) }
}

/** Throws WrongArguments unless each type has its value, from `values[first]` on. */
export function checkCount({ codecs }: Layout, values: readonly Argument[], first = 0): void {
  const count = values.length - first
  if (codecs.length !== count) throw new CodecError('WrongArguments', `${count} of ${codecs.length} arguments`)
}

/** Bytes of the canonical ABI encoding of the values from `values[first]` on. Throws CodecError for values not of their type. */
export function abiBytes(layout: Layout, values: readonly Argument[], first = 0): number {
  checkCount(layout, values, first)
  let size = layout.headBytes
  if (!layout.dynamic) return size
  layout.codecs.forEach((codec, i) => {
    if (codec.dynamic) size += codec.abiBytes(values[first + i]!)
  })
  return size
}

/** Writes those bytes from `start` on, into zeroed ones. Throws as abiBytes, which has been asked. */
export function writeAbi(target: Uint8Array, start: number, layout: Layout, values: readonly Argument[], first = 0): void {
  let head = start
  let tail = start + layout.headBytes
  for (let i = 0; i < layout.codecs.length; i++) {
    const codec = layout.codecs[i]!
    const value = values[first + i]!
    if (codec.dynamic) {
      writeAbiNumber(target, head, tail - start)
      codec.writeAbi(target, tail, value)
      tail += codec.abiBytes(value)
    } else {
      codec.writeAbi(target, head, value)
    }
    head += codec.headBytes
  }
}

/** `prefix` (a selector, or nothing) and the canonical ABI encoding. Throws CodecError for values not of their type. */
export function encodeWithLayout(layout: Layout, values: readonly Argument[], prefix: Uint8Array): Uint8Array {
  const data = new Uint8Array(prefix.length + abiBytes(layout, values))
  data.set(prefix)
  writeAbi(data, prefix.length, layout, values)
  return data
}

/**
 * The arguments that `data` from `offset` on is the canonical encoding of, the bytes encodeWithLayout writes; undefined
 * for all else: dirty bits, gaps, shared or reordered tails, bytes left over.
 */
export function decodeWithLayout(layout: Layout, data: Uint8Array, offset: number): Argument[] | undefined {
  const values: Argument[] = []
  let head = offset
  let tail = offset + layout.headBytes
  if (layout.dynamic ? tail > data.length : tail !== data.length) return undefined
  for (const codec of layout.codecs) {
    if (codec.dynamic && readU256(data, head) !== BigInt(tail - offset)) return undefined
    const value = codec.readAbi(data, codec.dynamic ? tail : head)
    if (value === undefined) return undefined
    if (codec.dynamic) tail += codec.abiBytes(value)
    head += codec.headBytes
    values.push(value)
  }
  return tail === data.length ? values : undefined
}

/** ABI encoding of values by their types, as for what a view returns. Throws CodecError for values not of their type. */
export const encodeAbi = (types: readonly string[], values: readonly Argument[]): Uint8Array =>
  encodeWithLayout(layoutOf(types), values, new Uint8Array(0))

/** Strict: canonical encodings alone, from `offset` to the end; undefined for anything else. */
export const decodeAbi = (types: readonly string[], data: Uint8Array, offset = 0): Argument[] | undefined =>
  decodeWithLayout(layoutOf(types), data, offset)
