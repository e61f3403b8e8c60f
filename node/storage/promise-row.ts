import type { Address, PromiseHeader } from '@distribute/state-machine'
import type { ValueReader } from './value-reader.ts'
import { takeAddress, takeFixed, takeInteger } from './value-reader.ts'
import type { ValueWriter } from './value-writer.ts'
import { putAddress, putFixed, putInteger } from './value-writer.ts'

const SIGNATURE_BYTES = 65

/** A promise without this chain's id and the block's number, which is in the key (docs/formats.md 7). */
export interface PromiseRow {
  readonly header: Omit<PromiseHeader, 'chainId' | 'number'>
  readonly signature: Uint8Array
  /** Whose signature that is. */
  readonly signer: Address
}

export function putPromiseRow(writer: ValueWriter, { header, signature, signer }: PromiseRow): void {
  for (const part of [header.parentHash, header.l1Hash, header.stateRoot, header.bodyHash]) putFixed(writer, part)
  for (const value of [header.l1Number, header.time]) putInteger(writer, value)
  putFixed(writer, signature)
  putAddress(writer, signer)
}

export function takePromiseRow(reader: ValueReader): PromiseRow {
  const parentHash = takeFixed(reader, 32)
  const l1Hash = takeFixed(reader, 32)
  const stateRoot = takeFixed(reader, 32)
  const bodyHash = takeFixed(reader, 32)
  const l1Number = takeInteger(reader)
  const header = { parentHash, l1Hash, stateRoot, bodyHash, l1Number, time: takeInteger(reader) }
  return { header, signature: takeFixed(reader, SIGNATURE_BYTES), signer: takeAddress(reader) }
}
