import {
  readBatchCounts, readInboxEntries, readInboxLength, readPostedBatches,
  type L1Contracts, type L1Reader, type LoggedBatch, type LoggedEntry,
} from '@distribute/bridge-contracts'
import type { Checkpoint } from './checkpoints.ts'
import { L1Error } from './errors.ts'
import { readHead, type L1Head } from './read-head.ts'

export interface L1Heads {
  readonly latest: L1Head
  readonly safe: L1Head
  readonly finalized: L1Head
}

/** All that concerns the community in a run of L1 blocks, in order. */
export interface L1Range {
  readonly entries: readonly LoggedEntry[]
  readonly batches: readonly LoggedBatch[]
  /** The last block of the run. */
  readonly upTo: Checkpoint
}

/** What the follower feeds; every call is whole before the next one. */
export interface L1Sink {
  /** Blocks that have been taken in, oldest first; never empty: the deployment's is the first. */
  checkpoints(): readonly Checkpoint[]
  counts(): { readonly entries: bigint; readonly batches: bigint }
  /** L1 went another way behind this block: forget what came later. */
  rewind(to: Checkpoint): Promise<void>
  take(range: L1Range): Promise<void>
  heads(heads: L1Heads): Promise<void>
}

export interface FollowerOptions {
  readonly contracts: L1Contracts
  /** L1 blocks asked for at once. */
  readonly span?: bigint
  /** Told of L1's head before it has been taken in. */
  readonly onHead?: (head: L1Head) => void
}

export interface Follower {
  /** Takes in everything up to L1's head. Throws L1Error, or viem's error where L1 does not answer. */
  poll(): Promise<L1Heads>
}

const SPAN = 2_000n

const sameBlock = (a: Checkpoint, b: Checkpoint): boolean =>
  a.number === b.number && a.hash.every((byte, i) => byte === b.hash[i])

/** Reads the inbox and the batches from L1, follows its reorgs, and starts where the sink says it stopped. */
export const createFollower = (
  { contracts, span = SPAN, onHead }: FollowerOptions,
  { reader, sink }: { readonly reader: L1Reader; readonly sink: L1Sink },
): Follower => {
  const isCanonical = async (checkpoint: Checkpoint): Promise<boolean> => {
    try {
      return sameBlock(await readHead(reader, { blockNumber: checkpoint.number }), checkpoint)
    } catch (error) {
      if (error instanceof Error && error.name === 'BlockNotFoundError') return false
      throw error
    }
  }

  /** The newest checkpoint that L1 still has; everything behind it is taken back. */
  const findAncestor = async (latest: L1Head): Promise<Checkpoint> => {
    const checkpoints = sink.checkpoints()
    for (let i = checkpoints.length - 1; i >= 0; i--) {
      const checkpoint = checkpoints[i]
      if (checkpoint === undefined || checkpoint.number > latest.number || !(await isCanonical(checkpoint))) continue
      if (i < checkpoints.length - 1) await sink.rewind(checkpoint)
      return checkpoint
    }
    throw new L1Error('WrongCommunity', 'L1 does not have the block in which the community was deployed: check --l1-url')
  }

  const readRange = async (from: bigint, to: L1Head): Promise<L1Range> => {
    const range = { fromBlock: from, toBlock: to.number }
    const [entries, batches] = await Promise.all([
      readInboxEntries(reader, contracts.inbox, range),
      readPostedBatches(reader, contracts.rollup, range),
    ])
    // What was read belongs together only if the block is still the same afterwards.
    if (!(await isCanonical(to))) throw new L1Error('Moved', `L1 changed block ${to.number} while it was read`)
    return { entries, batches, upTo: { number: to.number, hash: to.hash } }
  }

  /** A URL that leaves logs out would make a chain without them: the contracts' own counts decide. */
  const checkComplete = async (at: L1Head): Promise<void> => {
    const [entries, { batches }] = await Promise.all([
      readInboxLength(reader, contracts.inbox, at.number),
      readBatchCounts(reader, contracts.rollup, at.number),
    ])
    const have = sink.counts()
    if (have.entries === entries && have.batches === batches) return
    const found = `${have.entries} of ${entries} inbox entries and ${have.batches} of ${batches} batches`
    throw new L1Error('MissingLogs', `L1's logs up to block ${at.number} hold ${found}: this URL is faulty, or lags`)
  }

  const takeUpTo = async (latest: L1Head): Promise<void> => {
    let { number } = await findAncestor(latest)
    if (number === latest.number) return
    while (number < latest.number) {
      const end = number + span < latest.number ? number + span : latest.number
      const to = end === latest.number ? latest : await readHead(reader, { blockNumber: end })
      await sink.take(await readRange(number + 1n, to))
      number = end
    }
    await checkComplete(latest)
  }

  return {
    async poll() {
      const latest = await readHead(reader, { blockTag: 'latest' })
      onHead?.(latest)
      await takeUpTo(latest)
      const [safe, finalized] = await Promise.all([
        readHead(reader, { blockTag: 'safe' }),
        readHead(reader, { blockTag: 'finalized' }),
      ])
      const heads = { latest, safe, finalized }
      await sink.heads(heads)
      return heads
    },
  }
}
