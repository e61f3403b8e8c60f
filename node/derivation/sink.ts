import { equalBytes, toHex } from '@distribute/state-machine'
import type { LoggedBatch, LoggedEntry } from '@distribute/bridge-contracts'
import type { Chain } from '../chain/chain.ts'
import type { NewEntry } from '../chain/inbox.ts'
import { addCheckpoint, checkpointsUpTo, type Checkpoint } from '../l1/checkpoints.ts'
import type { L1Fork, L1Heads, L1Sink } from '../l1/follower.ts'
import type { Log } from '../l1/log.ts'
import type { L1Range } from '../l1/read-range.ts'
import type { L1Sight } from '../l1/sight.ts'
import { createDeriver, type WrongRoot } from './deriver.ts'
import { genesisBatch, type GenesisPlace } from './genesis-batch.ts'
import { createHeadFinder } from './head-finder.ts'
import { CHECKPOINTS, decodeCheckpoints, decodeWrongRoots, encodeCheckpoints, encodeWrongRoots, WRONG_ROOTS } from './notes.ts'
import { checkVoid } from './promises.ts'
import { lastInTime, lastStanding } from './standing.ts'
import { batchesUpTo, entriesUpTo, firstLostBatch, firstLostEntry } from './stored.ts'

export interface SinkOptions extends GenesisPlace {
  /** Seconds that roots can be challenged. */
  readonly window: bigint
  /** A replica has no blocks but L1's, and gives those up that L1 gave up; a sequencer posts its blocks again. */
  readonly keepsUnposted: boolean
}

export interface SinkDependencies {
  readonly chain: Chain
  readonly log: Log
  /** Runs work while nothing else writes to the chain. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>
  readonly rewindChain: (to: bigint) => Promise<void>
  readonly onWrongRoot: (wrong: WrongRoot) => void
  readonly onReorg: (depth: bigint) => void
}

/** What L1 has no more, and what it says meanwhile. */
interface Cut {
  /** First entry and first batch that are gone. */
  readonly entries: bigint
  readonly batch: bigint
  readonly sight: L1Sight
  /** Checkpoints that are known to be gone, oldest first. */
  readonly lost: readonly Checkpoint[]
}

export interface Sink extends L1Sink {
  /** Posted roots that execution does not give, since the chain began. */
  wrongRoots(): readonly WrongRoot[]
}

/** Turns what L1 says into blocks, batches, entries and heads of the chain; everything can be repeated after a crash. */
export const createSink = async (options: SinkOptions, dependencies: SinkDependencies): Promise<Sink> => {
  const { chain, log, exclusively, rewindChain } = dependencies
  const { inboxDelay } = chain.config.genesis.parameters
  const stored = await chain.meta.get(CHECKPOINTS)
  let checkpoints: readonly Checkpoint[] = stored === undefined ? [options.deployed] : decodeCheckpoints(stored)
  if ((await chain.batches.last()) === undefined) await chain.batches.put(await genesisBatch(chain, options))
  let lastBatch = (await chain.batches.last())?.index ?? 0n
  const noted = await chain.meta.get(WRONG_ROOTS)
  let wrongRoots: readonly WrongRoot[] = noted === undefined ? [] : decodeWrongRoots(noted)
  const onWrongRoot = async (wrong: WrongRoot): Promise<void> => {
    wrongRoots = [...wrongRoots.filter(({ batch }) => batch !== wrong.batch), wrong]
    await chain.meta.put(WRONG_ROOTS, encodeWrongRoots(wrongRoots))
    dependencies.onWrongRoot(wrong)
  }
  const deriver = createDeriver({ ...dependencies, onWrongRoot })
  const heads = await createHeadFinder(chain, options.window)
  const lastCheckpoint = (): Checkpoint => checkpoints.at(-1) ?? options.deployed
  const lastBlockOf = async (batch: bigint): Promise<bigint> => (await chain.batches.get(batch))?.lastBlock ?? 0n

  const storeCheckpoints = async (next: readonly Checkpoint[]): Promise<void> => {
    checkpoints = next
    await chain.updateL1({ meta: { [CHECKPOINTS]: encodeCheckpoints(next) } })
  }

  /** The block up to which this node's chain still stands. */
  const standing = async ({ entries, batch, sight }: Cut): Promise<bigint> => {
    const posted = await lastBlockOf(batch - 1n)
    if (!options.keepsUnposted) return posted
    return lastStanding(chain, { entries, posted, latestTime: sight.latest.time + inboxDelay / 2n })
  }

  const giveUp = async (to: bigint, { sight, lost }: Pick<Cut, 'sight' | 'lost'>): Promise<void> => {
    const { number } = chain.head().header
    if (to >= number) return
    await checkVoid(chain, to, { sight, lost })
    log.warn({ from: to + 1n, to: number }, 'blocks give way to L1; their transactions wait again')
    await rewindChain(to)
  }

  const cut = (what: Cut): Promise<void> =>
    exclusively(async () => {
      const { entries, batch } = what
      const target = await standing(what)
      // Said before blocks go: what is safe or final must never lie beyond the head.
      await heads.stepBack(batch - 1n)
      await giveUp(target, what)
      wrongRoots = wrongRoots.filter((wrong) => wrong.batch < batch)
      await chain.updateL1({ inboxLength: entries, batchesFrom: batch, meta: { [WRONG_ROOTS]: encodeWrongRoots(wrongRoots) } })
      lastBatch = batch - 1n
    })

  /** A crash can leave more behind than the last checkpoint says; what L1 does not have by now goes. */
  const dropLost = async (range: L1Range, sight: L1Sight): Promise<void> => {
    const { number } = lastCheckpoint()
    const entries = await firstLostEntry(chain, number, range)
    const batch = await firstLostBatch(chain, number, range, entries)
    if (entries === chain.inbox.length && batch > lastBatch) return
    await cut({ entries, batch, sight, lost: [] })
  }

  /** After an L1 reorg an entry can be older than our blocks thought any unknown one to be: then their times change. */
  const takeEntries = async (entries: readonly LoggedEntry[], sight: L1Sight): Promise<void> => {
    const fresh = entries.filter(({ index }) => index >= chain.inbox.length)
    const [first] = fresh
    if (first === undefined) return
    await exclusively(async () => {
      if (options.keepsUnposted && chain.head().cursor === first.index) {
        const entry = { index: first.index, deadline: first.entry.time + inboxDelay }
        await giveUp(await lastInTime(chain, entry, await lastBlockOf(lastBatch)), { sight, lost: [] })
      }
      await chain.inbox.append(fresh.map(newEntry))
    })
  }

  const takeBatch = async (logged: LoggedBatch): Promise<void> => {
    if (logged.batch.index <= lastBatch) return
    await deriver.apply(logged)
    lastBatch = logged.batch.index
  }

  return {
    checkpoints: () => checkpoints,
    async known(upTo) {
      const entries = await entriesUpTo(chain, upTo)
      return { entries, rolling: await chain.inbox.rolling(entries), batches: await batchesUpTo(chain, upTo) }
    },
    async rewind({ ancestor, lost }: L1Fork, sight) {
      const { number, hash } = ancestor
      const depth = lastCheckpoint().number - number
      log.warn({ to: number, hash: toHex(hash), depth }, 'L1 reorg: going back to the common ancestor')
      const [entries, batch] = [await entriesUpTo(chain, number), await batchesUpTo(chain, number)]
      await cut({ entries, batch, sight, lost: checkpoints.filter((checkpoint) => checkpoint.number >= lost.number) })
      await storeCheckpoints(checkpointsUpTo(checkpoints, number))
      dependencies.onReorg(depth)
    },
    async take(range, sight) {
      await dropLost(range, sight)
      await takeEntries(range.entries, sight)
      for (const batch of range.batches) await takeBatch(batch)
      await storeCheckpoints(addCheckpoint(checkpoints, range.upTo))
    },
    async reread() {
      const entry = await chain.inbox.entry(chain.inbox.length - 1n)
      const batch = await chain.batches.last()
      const { number } = options.deployed
      const found = [entry?.meta.l1Block ?? number, batch?.l1Block ?? number]
      const from = found.reduce((a, b) => (a < b ? a : b))
      const kept = checkpointsUpTo(checkpoints, from - 1n)
      await storeCheckpoints(kept.length > 0 ? kept : [options.deployed])
    },
    heads: (l1: L1Heads) => heads.follow(l1, lastBatch),
    wrongRoots: () => wrongRoots,
  }
}

const newEntry = ({ entry, place }: LoggedEntry): NewEntry => ({
  entry,
  meta: { l1Block: place.blockNumber, l1Hash: place.blockHash, transactionHash: place.transactionHash },
})
