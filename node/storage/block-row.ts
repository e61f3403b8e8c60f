import type { BlockHeader } from '@distribute/state-machine'
import { MalformedValue } from './errors.ts'
import type { ValueReader } from './value-reader.ts'
import { takeAddress, takeByte, takeBytes, takeCount, takeFixed, takeInteger } from './value-reader.ts'
import type { ValueWriter } from './value-writer.ts'
import { putAddress, putByte, putBytes, putCount, putFixed, putInteger } from './value-writer.ts'

/** The sequencer's signature over a header, and the L1 block it builds on (docs/formats.md 7). */
export interface SignedPromise {
  readonly l1Number: bigint
  readonly l1Hash: Uint8Array
  readonly signature: Uint8Array
}

/** A block without its number, which is the key, and its bloom, which has a table of its own. */
export interface BlockRow {
  readonly header: Omit<BlockHeader, 'number' | 'logsBloom'>
  readonly hash: Uint8Array
  /** Inbox entries read up to and with this block. */
  readonly cursor: bigint
  readonly transactions: number
  readonly promise: SignedPromise | undefined
}

export function putBlockRow(writer: ValueWriter, { header, hash, cursor, transactions, promise }: BlockRow): void {
  for (const part of [hash, header.parentHash, header.stateRoot, header.transactionsRoot, header.receiptsRoot, header.bodyHash]) {
    putFixed(writer, part)
  }
  putAddress(writer, header.beneficiary)
  for (const value of [header.gasLimit, header.gasUsed, header.time, header.baseFee, cursor]) putInteger(writer, value)
  putCount(writer, transactions)
  putPromise(writer, promise)
}

export function takeBlockRow(reader: ValueReader): BlockRow {
  const hash = takeFixed(reader, 32)
  const parentHash = takeFixed(reader, 32)
  const stateRoot = takeFixed(reader, 32)
  const transactionsRoot = takeFixed(reader, 32)
  const receiptsRoot = takeFixed(reader, 32)
  const bodyHash = takeFixed(reader, 32)
  const beneficiary = takeAddress(reader)
  const gasLimit = takeInteger(reader)
  const gasUsed = takeInteger(reader)
  const time = takeInteger(reader)
  const baseFee = takeInteger(reader)
  const header = { parentHash, beneficiary, stateRoot, transactionsRoot, receiptsRoot, gasLimit, gasUsed, time, bodyHash, baseFee }
  return { header, hash, cursor: takeInteger(reader), transactions: takeCount(reader), promise: takePromise(reader) }
}

export function putPromise(writer: ValueWriter, promise: SignedPromise | undefined): void {
  putByte(writer, promise === undefined ? 0 : 1)
  if (promise === undefined) return
  putInteger(writer, promise.l1Number)
  putFixed(writer, promise.l1Hash)
  putBytes(writer, promise.signature)
}

export function takePromise(reader: ValueReader): SignedPromise | undefined {
  const flag = takeByte(reader)
  if (flag === 0) return undefined
  if (flag !== 1) throw new MalformedValue(`promise flag ${flag}`)
  return { l1Number: takeInteger(reader), l1Hash: takeFixed(reader, 32), signature: takeBytes(reader) }
}
