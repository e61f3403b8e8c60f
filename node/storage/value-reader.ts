import { addressFromBytes } from '@distribute/state-machine'
import type { Address } from '@distribute/state-machine'
import { MalformedValue, StorageError } from './errors.ts'
import { tableOf } from './tables.ts'

/** A stored value on its way back. Every function throws MalformedValue where the bytes end too soon. */
export interface ValueReader {
  readonly bytes: Uint8Array
  at: number
}

/**
 * Decodes a stored value wholly: too few bytes, too many, or ones the decoder refuses are a `corrupt` StorageError that
 * names table and key.
 */
export function decodeStored<T>(key: Uint8Array, value: Uint8Array, decode: (reader: ValueReader) => T): T {
  const reader: ValueReader = { bytes: value, at: 0 }
  try {
    const decoded = decode(reader)
    if (reader.at !== value.length) throw new MalformedValue(`${value.length - reader.at} bytes too many`)
    return decoded
  } catch (cause) {
    if (cause instanceof MalformedValue) throw corruptValue(key, cause.message, cause)
    throw cause
  }
}

/** The error for a value that cannot be right. */
export function corruptValue(key: Uint8Array, detail: string, cause?: unknown): StorageError {
  const table = tableOf(key)
  const hex = Buffer.from(key.subarray(1)).toString('hex')
  const advice = 'Check the disk, then restore a backup or start with an empty data directory to rebuild from L1.'
  return new StorageError('corrupt', `The data directory is corrupt: table ${table}, key ${hex}: ${detail}. ${advice}`, { table, key: hex, cause })
}

function take(reader: ValueReader, length: number): number {
  const start = reader.at
  if (start + length > reader.bytes.length) throw new MalformedValue(`ends ${start + length - reader.bytes.length} bytes too soon`)
  reader.at = start + length
  return start
}

export function takeByte(reader: ValueReader): number {
  const start = take(reader, 1)
  return reader.bytes[start] ?? 0
}

export function takeCount(reader: ValueReader): number {
  let value = 0
  for (let scale = 1; ; scale *= 0x80) {
    const byte = takeByte(reader)
    value += (byte & 0x7f) * scale
    if (!Number.isSafeInteger(value)) throw new MalformedValue('a count over 2^53')
    if (byte < 0x80) {
      if (byte === 0 && scale > 1) throw new MalformedValue('a count with a needless byte')
      return value
    }
  }
}

/** A copy: a view would keep the whole value alive. */
export function takeFixed(reader: ValueReader, length: number): Uint8Array {
  const start = take(reader, length)
  const copy = new Uint8Array(length)
  copy.set(reader.bytes.subarray(start, start + length))
  return copy
}

export const takeBytes = (reader: ValueReader): Uint8Array => takeFixed(reader, takeCount(reader))

/** The same as a view, for who keeps nothing of it. */
export function viewBytes(reader: ValueReader): Uint8Array {
  const length = takeCount(reader)
  const start = take(reader, length)
  return reader.bytes.subarray(start, start + length)
}

/** Passes over bytes whose number is known. */
export function skipFixed(reader: ValueReader, length: number): void {
  take(reader, length)
}

/** Passes over an integer. */
export const skipInteger = (reader: ValueReader): void => skipFixed(reader, takeByte(reader))

/** Passes over bytes with their number before them. */
export function skipBytes(reader: ValueReader): void {
  take(reader, takeCount(reader))
}

export function takeInteger(reader: ValueReader): bigint {
  const length = takeByte(reader)
  if (length > 32) throw new MalformedValue(`an integer of ${length} bytes`)
  const start = take(reader, length)
  let value = 0n
  for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(reader.bytes[start + i] ?? 0)
  if (length > 0 && reader.bytes[start + length - 1] === 0) throw new MalformedValue('an integer with a needless byte')
  return value
}

export const takeAddress = (reader: ValueReader): Address => addressFromBytes(reader.bytes, take(reader, 20))
