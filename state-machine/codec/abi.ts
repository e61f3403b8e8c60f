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

/** Each argument with its codec. Throws WrongArguments where their numbers differ. */
export function pairUp({ codecs }: Layout, values: readonly Argument[]): readonly (readonly [ArgumentCodec, Argument])[] {
  if (codecs.length !== values.length) throw new CodecError('WrongArguments', `${values.length} of ${codecs.length} arguments`)
  return values.map((value, i) => {
    const codec = codecs[i]
    if (codec === undefined) throw new CodecError('WrongArguments', `no type for argument ${i}`)
    return [codec, value]
  })
}

/** `prefix` (a selector, or nothing) and the canonical ABI encoding. Throws CodecError for values not of their type. */
export function encodeWithLayout(layout: Layout, values: readonly Argument[], prefix: Uint8Array): Uint8Array {
  const pairs = pairUp(layout, values)
  const tailBytes = pairs.reduce((size, [codec, value]) => size + (codec.dynamic ? codec.abiBytes(value) : 0), 0)
  const data = new Uint8Array(prefix.length + layout.headBytes + tailBytes)
  data.set(prefix)
  let head = prefix.length
  let tail = head + layout.headBytes
  for (const [codec, value] of pairs) {
    if (codec.dynamic) {
      writeAbiNumber(data, head, tail - prefix.length)
      codec.writeAbi(data, tail, value)
      tail += codec.abiBytes(value)
    } else {
      codec.writeAbi(data, head, value)
    }
    head += codec.headBytes
  }
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
