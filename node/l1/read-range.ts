import {
  readBatch, readClaimCounts, readInboxEntries, readInboxLength, readInboxRolling, readRollupLogs,
  type ClaimCounts, type ClaimEvent, type L1Contracts, type L1Reader, type LoggedBatch, type LoggedEntry,
} from '@distribute/bridge-contracts'
import { claimId, entryHash, equalBytes, merkleRoot, rollHash } from '@distribute/state-machine'
import type { Checkpoint } from './checkpoints.ts'
import { countsAfter, inOrder, type RollupLog } from './claim-order.ts'
import { fromDigits } from './digits.ts'
import { L1Error } from './errors.ts'
import type { L1Head } from './read-head.ts'
import type { L1Sight } from './sight.ts'

/** All that concerns the community in a run of L1 blocks, in order. */
export interface L1Range {
  readonly entries: readonly LoggedEntry[]
  readonly batches: readonly LoggedBatch[]
  /** What became of claims. */
  readonly events: readonly ClaimEvent[]
  /** The last block of the run. */
  readonly upTo: Checkpoint
}

/** What is known of the blocks before a run; batches and claims with genesis. */
export interface L1Known extends ClaimCounts {
  /** Inbox entries, and the rolling hash over them. */
  readonly entries: bigint
  readonly rolling: Uint8Array
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
  const [entries, logs] = await Promise.all([
    readInboxEntries(reader, contracts.inbox, blocks),
    readRollupLogs(reader, contracts.rollup, blocks, fromDigits),
  ])
  const range = { entries, ...logs, upTo: { number: to.number, hash: to.hash } }
  // What was read belongs together only if the block is still the same afterwards.
  if (!(await sight.isCanonical(to))) throw new L1Error('Moved', `L1 changed block ${to.number} while it was read`)
  checkOrder(range, known)
  if (to.number === sight.latest.number) await checkComplete({ reader, contracts }, range, known)
  await checkHashes({ reader, contracts }, range, known)
  return range
}

/** A hole may also lie in the runs before. */
const checkOrder = (range: L1Range, known: L1Known): void => {
  range.entries.forEach(({ index }, i) => {
    const next = known.entries + BigInt(i)
    if (index !== next) throw missing(`inbox entry ${index} where ${next} is due`)
  })
  countsBehind(range, known)
}

/** What the contract counts behind a run; throws where a log does not follow from those before it. */
const countsBehind = (range: L1Range, known: ClaimCounts): ClaimCounts =>
  inOrder(range).reduce((counts, log) => {
    const next = countsAfter(counts, log)
    if (next === undefined) throw missing(`${nameOf(log)}, which does not follow ${counts.batches} batches with ${counts.claims} claims that stand in round ${counts.round}`)
    return next
  }, known)

const nameOf = (log: RollupLog): string => {
  if (log.kind === 'batch') return `batch ${log.logged.batch.index}`
  if (log.kind === 'sequencer') return 'another sequencer'
  if (log.kind === 'takeoverCancelled') return 'a takeover that was cancelled'
  return `${log.kind === 'void' ? 'void roots' : 'new roots'} of batch ${log.index}`
}

/** A URL that leaves the last logs out leaves no hole: the contracts' own counts decide. */
const checkComplete = async ({ reader, contracts }: RangeDependencies, range: L1Range, known: L1Known): Promise<void> => {
  const { number } = range.upTo
  const [length, counts] = await Promise.all([
    readInboxLength(reader, contracts.inbox, number),
    readClaimCounts(reader, contracts.rollup, number),
  ])
  const have = { ...countsBehind(range, known), entries: known.entries + BigInt(range.entries.length) }
  if (have.entries === length && have.batches === counts.batches && have.claims === counts.claims && have.round === counts.round) {
    return checkNewestRoots({ reader, contracts }, range)
  }
  const claims = `${have.claims} of ${counts.claims} claims in round ${have.round} of ${counts.round}`
  throw missing(`up to block ${number} ${have.entries} of ${length} inbox entries, ${have.batches} of ${counts.batches} batches and ${claims}`)
}

/** The newest claim of a batch is kept until there is another. */
const checkNewestRoots = async ({ reader, contracts }: RangeDependencies, { events }: L1Range): Promise<void> => {
  const last = events.findLast((event) => event.kind === 'roots')
  if (last === undefined) return
  const kept = await readBatch(reader, contracts.rollup, last.index)
  if (kept !== undefined && equalBytes(kept.claimId, last.claimId)) return
  throw new L1Error('FalseLogs', `the logged roots of batch ${last.index} are not the claim that the rollup keeps: this URL is faulty`)
}

/** The contracts keep the hash of every entry and batch for good, so that their newest state can be asked. */
const checkHashes = async ({ reader, contracts }: RangeDependencies, { entries, batches, events }: L1Range, known: L1Known): Promise<void> => {
  if (!events.every(isWhole)) throw new L1Error('FalseLogs', 'logged roots have not the hash that their claim names: this URL is faulty')
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

/** Whether the roots are those that the claim's id stands for. */
const isWhole = (event: ClaimEvent): boolean =>
  event.kind !== 'roots' || (equalBytes(claimId(event.claim), event.claimId) && equalBytes(merkleRoot(event.roots), event.claim.rootsRoot))

const missing = (what: string): L1Error => new L1Error('MissingLogs', `L1's logs hold ${what}: this URL is faulty, or lags`)
