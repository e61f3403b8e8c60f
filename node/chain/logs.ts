import { addressToBytes, equalBytes, keccak256 } from '@distribute/state-machine'
import type { Address } from '@distribute/state-machine'
import type { Database, Row } from '../storage/database.ts'
import { numberRange, readNumber } from '../storage/tables.ts'
import { takeLogs } from '../storage/transaction-row.ts'
import { corruptValue, decodeStored } from '../storage/value-reader.ts'
import type { BloomBits } from './bloom.ts'
import { BLOOM_BYTES, bloomBits, hasBits } from './bloom.ts'
import type { Core } from './core.ts'
import { ChainError } from './errors.ts'
import type { ReceiptLog } from './logs-rlp.ts'
import { decodeLogs } from './logs-rlp.ts'
import { readBlockRow } from './rows.ts'
import { transactionRange } from './transactions.ts'

/** As eth_getLogs: blocks `from` to `to`, both included; what is left out matches everything. */
export interface LogFilter {
  readonly from: bigint
  readonly to: bigint
  /** Any of these; an empty list is no condition. */
  readonly addresses?: readonly Address[]
  /** By place: null for any topic, one, or any of several (an empty list is no condition). Longer than a log's: no match. */
  readonly topics?: readonly (null | Uint8Array | readonly Uint8Array[])[]
  /** More results than this throw `too-many-logs`. */
  readonly limit?: number
}

/** A log and where it stands. */
export interface StoredLog extends ReceiptLog {
  readonly block: bigint
  readonly blockHash: Uint8Array
  /** The block's, in seconds. */
  readonly time: bigint
  readonly transactionHash: Uint8Array
  readonly transactionIndex: number
  /** In the block. */
  readonly logIndex: number
}

interface Condition {
  readonly addresses: readonly Address[]
  readonly topics: readonly (readonly Uint8Array[])[]
  /** Of every group one must be in the log: addresses and topics alike. */
  readonly groups: readonly (readonly Buffer[])[]
  /** The same as bits of a bloom. */
  readonly bits: readonly (readonly BloomBits[])[]
}

const isBytes = (topic: Uint8Array | readonly Uint8Array[]): topic is Uint8Array => topic instanceof Uint8Array

function conditionOf({ addresses = [], topics = [] }: LogFilter): Condition {
  const lists = topics.map((topic): readonly Uint8Array[] => (topic === null ? [] : isBytes(topic) ? [topic] : topic))
  const groups = [addresses.map(addressToBytes), ...lists].filter((group) => group.length > 0)
  return { addresses, topics: lists, groups: groups.map((group) => group.map(viewOf)), bits: groups.map((group) => group.map(bloomBits)) }
}

const viewOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)

const mayHave = (bloom: Uint8Array, { bits }: Condition): boolean => bits.every((group) => group.some((item) => hasBits(bloom, item)))

/** Whether a log satisfies a filter, its blocks aside. */
export const matchesFilter = (log: ReceiptLog, filter: Pick<LogFilter, 'addresses' | 'topics'>): boolean =>
  matches(log, conditionOf({ ...filter, from: 0n, to: 0n }))

function matches(log: ReceiptLog, { addresses, topics }: Condition): boolean {
  if (addresses.length > 0 && !addresses.includes(log.address)) return false
  if (topics.length > log.topics.length) return false
  return topics.every((group, i) => group.length === 0 || group.some((topic) => equalBytes(topic, log.topics[i]!)))
}

/** In the order of the chain. Blocks beyond the head have none. Throws ChainError `too-many-logs`. */
export async function findLogs(core: Core, filter: LogFilter): Promise<StoredLog[]> {
  const { database } = core
  const head = core.head.header.number
  const to = filter.to < head ? filter.to : head
  const found: StoredLog[] = []
  if (filter.from > to) return found
  const condition = conditionOf(filter)
  const { limit = Infinity } = filter
  for await (const rows of database.rows(numberRange('bloom', filter.from, to))) {
    for (const [key, bloom] of rows) {
      if (isCandidate(key, bloom, condition)) await searchBlock(database, readNumber(key, 1), condition, found)
      if (found.length > limit) throw new ChainError('too-many-logs', `query returned more than ${limit} results`)
    }
  }
  return found
}

function isCandidate(key: Uint8Array, bloom: Uint8Array, condition: Condition): boolean {
  if (bloom.length === 0) return false
  if (bloom.length !== BLOOM_BYTES) throw corruptValue(key, `${bloom.length} bytes are no bloom`)
  return mayHave(bloom, condition)
}

async function searchBlock(database: Database, block: bigint, condition: Condition, found: StoredLog[]): Promise<void> {
  const place = await readBlockRow(database, block)
  // A rewind may have taken the block since its bloom was read.
  if (place === undefined) return
  const { hash: blockHash, header } = place
  let transactionIndex = 0
  for await (const rows of database.rows(transactionRange(block))) {
    for (const row of rows) {
      searchTransaction(row, condition, { block, blockHash, time: header.time, transactionIndex }, found)
      transactionIndex++
    }
  }
}

type Place = Pick<StoredLog, 'block' | 'blockHash' | 'time' | 'transactionIndex'>

// Full blocks have bits of everybody: looking for the bytes before anything is decoded is what makes them quick to pass.
function hasBytes(value: Uint8Array, { groups }: Condition): boolean {
  const bytes = viewOf(value)
  return groups.every((group) => group.some((item) => bytes.includes(item)))
}

function searchTransaction([key, value]: Row, condition: Condition, place: Place, found: StoredLog[]): void {
  if (!hasBytes(value, condition)) return
  const stored = decodeStored(key, value, takeLogs)
  const logs = decodeLogs(stored.logs)
  if (logs === undefined) throw corruptValue(key, 'its logs are no logs')
  let transactionHash: Uint8Array | undefined
  logs.forEach((log, i) => {
    if (!matches(log, condition)) return
    transactionHash ??= keccak256(stored.raw)
    found.push({ ...log, ...place, transactionHash, logIndex: stored.firstLog + i })
  })
}
