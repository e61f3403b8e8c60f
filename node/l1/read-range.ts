import {
  readBatch, readBatchCount, readInboxEntries, readInboxLength, readInboxRolling, readPostedBatches,
  type L1Contracts, type L1Reader, type LoggedBatch, type LoggedEntry,
} from '@distribute/bridge-contracts'
import { entryHash, equalBytes, rollHash } from '@distribute/state-machine'
import type { Checkpoint } from './checkpoints.ts'
import { fromDigits } from './digits.ts'
import { L1Error } from './errors.ts'
import type { L1Head } from './read-head.ts'
import type { L1Sight } from './sight.ts'

/** All that concerns the community in a run of L1 blocks, in order. */
export interface L1Range {
  readonly entries: readonly LoggedEntry[]
  readonly batches: readonly LoggedBatch[]
  /** The last block of the run. */
  readonly upTo: Checkpoint
}

/** What is known of the blocks before a run. */
export interface L1Known {
  /** Inbox entries, and the rolling hash over them. */
  readonly entries: bigint
  readonly rolling: Uint8Array
  /** Genesis included. */
  readonly batches: bigint
}

export interface RangeDependencies {
  readonly reader: L1Reader
  readonly contracts: L1Contracts
}

/**
 * Reads the blocks from `from` to `to`. Whatever is answered fits the contracts: it follows what is known without a hole, has
 * their hashes, and, up to L1's head, their counts. Throws L1Error Moved, MissingLogs or FalseLogs, or viem's error.
 */
export const readRange = async (
  { reader, contracts }: RangeDependencies,
  { from, to, known, sight }: { readonly from: bigint; readonly to: L1Head; readonly known: L1Known; readonly sight: L1Sight },
): Promise<L1Range> => {
  const blocks = { fromBlock: from, toBlock: to.number }
  const [entries, batches] = await Promise.all([
    readInboxEntries(reader, contracts.inbox, blocks),
    readPostedBatches(reader, contracts.rollup, blocks, fromDigits),
  ])
  const range = { entries, batches, upTo: { number: to.number, hash: to.hash } }
  // What was read belongs together only if the block is still the same afterwards.
  if (!(await sight.isCanonical(to))) throw new L1Error('Moved', `L1 changed block ${to.number} while it was read`)
  checkOrder(range, known)
  if (to.number === sight.latest.number) await checkComplete({ reader, contracts }, range, known)
  await checkHashes({ reader, contracts }, range, known)
  return range
}

/** A hole may also lie in the runs before. */
const checkOrder = ({ entries, batches }: L1Range, known: L1Known): void => {
  entries.forEach(({ index }, i) => {
    const next = known.entries + BigInt(i)
    if (index !== next) throw missing(`inbox entry ${index} where ${next} is due`)
  })
  batches.forEach(({ batch: { index } }, i) => {
    const next = known.batches + BigInt(i)
    if (index !== next) throw missing(`batch ${index} where ${next} is due`)
  })
}

/** A URL that leaves the last logs out leaves no hole: the contracts' own counts decide. */
const checkComplete = async ({ reader, contracts }: RangeDependencies, { entries, batches, upTo }: L1Range, known: L1Known): Promise<void> => {
  const [length, count] = await Promise.all([
    readInboxLength(reader, contracts.inbox, upTo.number),
    readBatchCount(reader, contracts.rollup, upTo.number),
  ])
  const have = { entries: known.entries + BigInt(entries.length), batches: known.batches + BigInt(batches.length) }
  if (have.entries === length && have.batches === count) return
  throw missing(`up to block ${upTo.number} ${have.entries} of ${length} inbox entries and ${have.batches} of ${count} batches`)
}

/** The contracts keep the hash of every entry and batch for good, so that their newest state can be asked. */
const checkHashes = async ({ reader, contracts }: RangeDependencies, { entries, batches }: L1Range, known: L1Known): Promise<void> => {
  if (entries.length > 0) {
    const rolling = entries.reduce((hash, { entry }) => rollHash(hash, entryHash(entry)), known.rolling)
    const kept = await readInboxRolling(reader, contracts.inbox, known.entries + BigInt(entries.length))
    if (!equalBytes(rolling, kept)) throw new L1Error('FalseLogs', 'the logged inbox entries have not the hash that the inbox keeps: this URL is faulty')
  }
  const last = batches.at(-1)
  if (last === undefined) return
  const kept = await readBatch(reader, contracts.rollup, last.batch.index)
  if (kept !== undefined && equalBytes(kept.dataId, last.ids.dataId)) return
  throw new L1Error('FalseLogs', `the log of batch ${last.batch.index} has not the id that the rollup keeps: this URL is faulty`)
}

const missing = (what: string): L1Error => new L1Error('MissingLogs', `L1's logs hold ${what}: this URL is faulty, or lags`)
