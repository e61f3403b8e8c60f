import { addressFromBytes } from '@distribute/state-machine'
import type { Address } from '@distribute/state-machine'
import { ArgumentError } from './errors.ts'
import { bytesFromHex } from './hex.ts'

/** Turns one argument, as JSON gave it, into a value; throws ArgumentError. Without `missing` the argument is required. */
export interface Decoder<T> {
  readonly decode: (value: unknown) => T
  readonly missing?: { readonly value: T }
}

export const optional = <T, M>(decoder: Decoder<T>, value: M): Decoder<T | M> => ({
  decode: decoder.decode,
  missing: { value },
})

/** geth's words for a hex string that is none (clients.md section 2). */
function hexText(value: unknown): string {
  if (typeof value !== 'string') throw new ArgumentError(`json: cannot unmarshal ${kindOf(value)} into Go value of type string`)
  if (value === '') throw new ArgumentError('empty hex string')
  if (value.startsWith('0x')) return value
  if (!value.startsWith('0X')) throw new ArgumentError('hex string without 0x prefix')
  return `0x${value.slice(2)}`
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (value !== null && typeof value === 'object') return 'object'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

function decodeBytes(value: unknown): Uint8Array {
  const text = hexText(value)
  const bytes = bytesFromHex(text)
  if (bytes !== undefined) return bytes
  throw new ArgumentError(text.length % 2 === 1 ? 'hex string of odd length' : 'invalid hex string')
}

function decodeFixed(value: unknown, length: number, name: string): Uint8Array {
  const bytes = decodeBytes(value)
  if (bytes.length === length) return bytes
  throw new ArgumentError(`hex string has length ${2 * bytes.length}, want ${2 * length} for ${name}`)
}

function decodeQuantity(value: unknown, bits: number): bigint {
  const text = hexText(value)
  if (text === '0x') throw new ArgumentError('hex string "0x"')
  if (!/^0x[0-9a-fA-F]+$/.test(text)) throw new ArgumentError('invalid hex string')
  if (text.length > 3 && text[2] === '0') throw new ArgumentError('hex number with leading zero digits')
  if (text.length > 2 + bits / 4) throw new ArgumentError(`hex number > ${bits} bits`)
  return BigInt(text)
}

export const bytes: Decoder<Uint8Array> = { decode: decodeBytes }
export const hash: Decoder<Uint8Array> = { decode: (value) => decodeFixed(value, 32, 'common.Hash') }
export const address: Decoder<Address> = { decode: (value) => addressFromBytes(decodeFixed(value, 20, 'common.Address')) }
export const uint64: Decoder<bigint> = { decode: (value) => decodeQuantity(value, 64) }
export const uint256: Decoder<bigint> = { decode: (value) => decodeQuantity(value, 256) }
export const anything: Decoder<unknown> = { decode: (value) => value, missing: { value: undefined } }

export const bool: Decoder<boolean> = {
  decode: (value) => {
    if (typeof value === 'boolean') return value
    throw new ArgumentError(`json: cannot unmarshal ${kindOf(value)} into Go value of type bool`)
  },
}

export const text: Decoder<string> = {
  decode: (value) => {
    if (typeof value === 'string') return value
    throw new ArgumentError(`json: cannot unmarshal ${kindOf(value)} into Go value of type string`)
  },
}

/** A count that clients send as a hex quantity, a decimal number or its text. Below 2^53. */
export const count: Decoder<number> = {
  decode: (value) => {
    const number = typeof value === 'string' && value !== '' ? Number(value) : value
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number
    throw new ArgumentError('not a count')
  },
}

/** The fields of a JSON object; unknown ones stay unread. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new ArgumentError(`json: cannot unmarshal ${kindOf(value)} into an object`)
  }
  return value as Readonly<Record<string, unknown>>
}

/** A field that may be absent or null. */
export const field = <T>(fields: Readonly<Record<string, unknown>>, name: string, decoder: Decoder<T>): T | undefined => {
  const value = fields[name]
  return value === undefined || value === null ? undefined : decoder.decode(value)
}
