import type { BlockHeader, ExecutedSegment } from '@distribute/state-machine'
import { equalBytes, headerHash } from '@distribute/state-machine'
import type { BlockRow, SignedPromise } from '../storage/block-row.ts'
import { takeBlockRow } from '../storage/block-row.ts'
import type { Database } from '../storage/database.ts'
import { takeSegments } from '../storage/segments-row.ts'
import { hashKey, numberKey, readNumber } from '../storage/tables.ts'
import { corruptValue, decodeStored } from '../storage/value-reader.ts'
import { BLOOM_BYTES } from './bloom.ts'
import type { Head } from './head.ts'

const NO_BITS = new Uint8Array(BLOOM_BYTES)

/** A block as stored: its header, and what stands beside it. */
export interface StoredBlock extends Head {
  readonly transactions: number
  readonly promise: SignedPromise | undefined
}

/** Undefined where there is no such block. Throws StorageError `corrupt` where the header does not have its hash. */
export async function readBlock(database: Database, number: bigint): Promise<StoredBlock | undefined> {
  const key = numberKey('block', number)
  const [value, bloom] = await database.getMany([key, numberKey('bloom', number)])
  if (value === undefined) return undefined
  if (bloom === undefined) throw corruptValue(numberKey('bloom', number), 'missing')
  const { header: fields, hash, ...rest } = decodeStored(key, value, takeBlockRow)
  const header: BlockHeader = { ...fields, number, logsBloom: bloomOf(number, bloom) }
  if (!equalBytes(headerHash(header), hash)) throw corruptValue(key, 'the header does not have its hash')
  return { header, hash, ...rest }
}

/** As stored: nothing where no bit is set. */
export const storedBloom = (bloom: Uint8Array): Uint8Array => (bloom.every((byte) => byte === 0) ? bloom.subarray(0, 0) : bloom)

function bloomOf(number: bigint, stored: Uint8Array): Uint8Array {
  if (stored.length === 0) return NO_BITS.slice()
  if (stored.length !== BLOOM_BYTES) throw corruptValue(numberKey('bloom', number), `${stored.length} bytes are no bloom`)
  return stored
}

/** Without its bloom, unchecked: for walks over many blocks. */
export async function readBlockRow(database: Database, number: bigint): Promise<BlockRow | undefined> {
  const key = numberKey('block', number)
  const value = await database.get(key)
  return value === undefined ? undefined : decodeStored(key, value, takeBlockRow)
}

export async function readNumberOf(database: Database, hash: Uint8Array): Promise<bigint | undefined> {
  const key = hashKey('blockHash', hash)
  const value = await database.get(key)
  if (value === undefined) return undefined
  if (value.length !== 8) throw corruptValue(key, `${value.length} bytes are no number`)
  return readNumber(value, 0)
}

export async function readSegments(database: Database, number: bigint): Promise<ExecutedSegment[] | undefined> {
  const key = numberKey('segments', number)
  const value = await database.get(key)
  return value === undefined ? undefined : decodeStored(key, value, takeSegments)
}
