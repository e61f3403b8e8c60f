import type { L1Contracts, L1Reader } from '@distribute/bridge-contracts'
import { equalBytes } from '@distribute/state-machine'
import type { Checkpoint } from './checkpoints.ts'
import { L1Error } from './errors.ts'
import { readHead, type L1Head } from './read-head.ts'
import { readRange, type L1Known, type L1Range } from './read-range.ts'
import { createSight, type L1Sight } from './sight.ts'
import { isTooMuch } from './too-much.ts'

export interface L1Heads {
  readonly latest: L1Head
  readonly safe: L1Head
  readonly finalized: L1Head
}

/** Where L1 went another way. */
export interface L1Fork {
  /** The newest block taken in that L1 still has. */
  readonly ancestor: Checkpoint
  /** The oldest one taken in that it has not. */
  readonly lost: Checkpoint
}

/** What the follower feeds; every call is whole before the next one. */
export interface L1Sink {
  /** Blocks that have been taken in, oldest first; never empty: the deployment's is the first. */
  checkpoints(): readonly Checkpoint[]
  /** What was taken in up to an L1 block. */
  known(upTo: bigint): Promise<L1Known>
  /** L1 went another way behind the ancestor: forget what came later. Throws L1Error Unsettled where it is too early for that. */
  rewind(fork: L1Fork, sight: L1Sight): Promise<void>
  take(range: L1Range, sight: L1Sight): Promise<void>
  /** Where to read on, at this checkpoint that L1 has: there, or after `reread` further back. */
  readFrom(newest: Checkpoint): Checkpoint
  /** Something is missing: reads again from where the last entry and the last batch were found. What is there stays, checkpoints too. */
  reread(): Promise<void>
  heads(heads: L1Heads): Promise<void>
}

export interface FollowerOptions {
  readonly contracts: L1Contracts
  /** L1 blocks asked for at once. */
  readonly span?: bigint
  /** Told of L1's head before it has been taken in. */
  readonly onHead?: (head: L1Head) => void
  /** Told of a reorg before it has been followed. */
  readonly onFork?: () => void
}

export interface Follower {
  /** Takes in everything up to the head that this reader knows. Throws L1Error, or viem's error where L1 does not answer. */
  poll(reader: L1Reader): Promise<L1Heads>
}

const SPAN = 2_000n

/** Reads the inbox and the batches from L1, follows its reorgs, and starts where the sink says it stopped. */
export const createFollower = (
  { contracts, span = SPAN, onHead, onFork }: FollowerOptions,
  sink: L1Sink,
): Follower => {
  /** From where to read on; whatever L1 has no more is taken back. */
  const findStart = async (sight: L1Sight): Promise<Checkpoint> => {
    const { ancestor, lost, beyond } = await findAncestor(sink.checkpoints(), sight)
    if (lost !== undefined) {
      if (ancestor === undefined) {
        throw new L1Error('OtherChain', 'L1 does not have the block in which the community was deployed: is --l1-url another chain’s?')
      }
      onFork?.()
      await sink.rewind({ ancestor, lost }, sight)
      return sink.readFrom(ancestor)
    }
    if (ancestor !== undefined && beyond === undefined) return sink.readFrom(ancestor)
    throw new L1Error('Lagging', `L1 ends with block ${sight.latest.number}, and block ${beyond?.number} was taken in already: this URL lags`)
  }

  /** Less than `span` after an answer that was too large, and slowly up to it again. */
  let reach = span
  const readOn = async (reader: L1Reader, number: bigint, sight: L1Sight): Promise<L1Range> => {
    const { latest } = sight
    const known = await sink.known(number)
    for (;;) {
      const end = number + reach < latest.number ? number + reach : latest.number
      try {
        const to = end === latest.number ? latest : await readHead(reader, { blockNumber: end })
        return await readRange({ reader, contracts }, { from: number + 1n, to, known, sight })
      } catch (error) {
        if (end === number + 1n || !isTooMuch(error)) throw error
        reach = (end - number) / 2n
      }
    }
  }

  const takeUpTo = async (reader: L1Reader, latest: L1Head): Promise<void> => {
    const sight = createSight(reader, latest)
    let { number } = await findStart(sight)
    while (number < latest.number) {
      const range = await readOn(reader, number, sight)
      await sink.take(range, sight)
      number = range.upTo.number
      const more = reach + reach / 8n + 1n
      reach = more < span ? more : span
    }
  }

  /** Where the last poll ended. As long as L1 has the same head it has nothing new, and is asked for nothing else. */
  let ended: { readonly reader: L1Reader; readonly heads: L1Heads } | undefined
  const isAt = (reader: L1Reader, { number, hash }: L1Head): boolean =>
    ended?.reader === reader && ended.heads.latest.number === number && equalBytes(ended.heads.latest.hash, hash)

  return {
    async poll(reader) {
      const latest = await readHead(reader, { blockTag: 'latest' })
      onHead?.(latest)
      if (ended !== undefined && isAt(reader, latest)) return ended.heads
      ended = undefined
      try {
        await takeUpTo(reader, latest)
      } catch (error) {
        if (error instanceof L1Error && error.code === 'MissingLogs') await sink.reread()
        throw error
      }
      const [safe, finalized] = await Promise.all([
        readHead(reader, { blockTag: 'safe' }),
        readHead(reader, { blockTag: 'finalized' }),
      ])
      // L1 has moved on since `latest`; what is safe beyond it has not been taken in.
      const within = (head: L1Head): L1Head => (head.number < latest.number ? head : latest)
      const heads = { latest, safe: within(safe), finalized: within(finalized) }
      await sink.heads(heads)
      ended = { reader, heads }
      return heads
    },
  }
}

/** `beyond`: the newest checkpoint that lies behind L1's head, so that L1 can say nothing about it. */
const findAncestor = async (checkpoints: readonly Checkpoint[], sight: L1Sight) => {
  const newest = checkpoints.at(-1)
  const beyond = newest !== undefined && newest.number > sight.latest.number ? newest : undefined
  let lost: Checkpoint | undefined
  for (const checkpoint of [...checkpoints].reverse()) {
    if (checkpoint.number > sight.latest.number) continue
    if (await sight.isCanonical(checkpoint)) return { ancestor: checkpoint, lost, beyond }
    lost = checkpoint
  }
  return { ancestor: undefined, lost, beyond }
}
