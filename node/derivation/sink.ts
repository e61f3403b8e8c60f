import { equalBytes, toHex } from '@distribute/state-machine'
import type { PostedBatch } from '@distribute/state-machine'
import type { LoggedBatch, LoggedEntry } from '@distribute/bridge-contracts'
import type { Chain } from '../chain/chain.ts'
import type { NewEntry } from '../chain/inbox.ts'
import { addCheckpoint, checkpointsUpTo, type Checkpoint } from '../l1/checkpoints.ts'
import { inOrder } from '../l1/claim-order.ts'
import type { L1Fork, L1Heads, L1Sink } from '../l1/follower.ts'
import type { Log } from '../l1/log.ts'
import type { L1Range } from '../l1/read-range.ts'
import type { L1Sight } from '../l1/sight.ts'
import type { StoredEvent } from './claim-events.ts'
import type { ClaimNews, VoidRoots } from './claim-news.ts'
import { loadClaims, voidRootsOf, type Claims, type VoidRange } from './claims.ts'
import { createDeriver, type WrongRoot } from './deriver.ts'
import { genesisBatch, type GenesisPlace } from './genesis-batch.ts'
import { createHeadFinder, type HeadFinder } from './head-finder.ts'
import { CHECKPOINTS, decodeCheckpoints, decodeWrongRoots, encodeCheckpoints, encodeWrongRoots, WRONG_ROOTS } from './notes.ts'
import { checkVoid } from './promises.ts'
import { lastInTime, lastStanding } from './standing.ts'
import { batchesUpTo, entriesUpTo, firstLostBatch, firstLostEntry, lastKnown } from './stored.ts'

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
  /** Reads the segments of a batch whose bodies lie in blobs. Rejects with BlobError NotFound. */
  readonly openBatch: (logged: LoggedBatch) => Promise<LoggedBatch<PostedBatch>>
  /** Told of what becomes of claims. */
  readonly onClaims: (news: ClaimNews) => void
}

/** What L1 has no more, and what it says meanwhile. */
interface Cut {
  /** First entry and first batch that are gone. */
  readonly entries: bigint
  readonly batch: bigint
  /** How many events of claims are left. */
  readonly events: number
  readonly sight: L1Sight
  /** Checkpoints that are known to be gone, oldest first. */
  readonly lost: readonly Checkpoint[]
}

export interface Sink extends L1Sink {
  /** Roots that execution does not give, of claims that stand. */
  wrongRoots(): readonly WrongRoot[]
  /** The batches whose roots are void. */
  voidRange(): VoidRange | undefined
  /** Every conviction there was, the oldest first. */
  voidRoots(): readonly VoidRoots[]
}

/** The checkpoints as stored, or the deployment's. Reading can go back behind them: how far L1 has gone another way they have to tell all the same. */
const loadCheckpoints = async (chain: Chain, deployed: Checkpoint) => {
  const stored = await chain.meta.get(CHECKPOINTS)
  let checkpoints: readonly Checkpoint[] = stored === undefined ? [deployed] : decodeCheckpoints(stored)
  const last = (): Checkpoint => checkpoints.at(-1) ?? deployed
  /** Behind the last checkpoint; not kept: whoever misses something after a restart as well reads again as well. */
  let again: Checkpoint | undefined
  const readFrom = (newest: Checkpoint): Checkpoint => (again !== undefined && again.number < newest.number ? again : newest)
  const store = async (next: readonly Checkpoint[]): Promise<void> => {
    checkpoints = next
    await chain.updateL1({ meta: { [CHECKPOINTS]: encodeCheckpoints(next) } })
  }
  return {
    list: (): readonly Checkpoint[] => checkpoints,
    last,
    readFrom,
    /** Up to where everything was read without a break. */
    read: (): Checkpoint => readFrom(last()),
    goBack(before: bigint): void {
      again = checkpointsUpTo(checkpoints, before).at(-1) ?? deployed
    },
    async forgetBehind(number: bigint): Promise<void> {
      again = again !== undefined && again.number < number ? again : undefined
      await store(checkpointsUpTo(checkpoints, number))
    },
    async add(upTo: Checkpoint): Promise<void> {
      again = upTo.number < last().number ? upTo : undefined
      if (upTo.number > last().number) await store(addCheckpoint(checkpoints, upTo))
    },
  }
}

/** The wrong roots found so far; whoever adds one is told on at once. */
const loadWrongRoots = async (chain: Chain, tell: (wrong: WrongRoot) => void) => {
  const noted = await chain.meta.get(WRONG_ROOTS)
  let wrongRoots: readonly WrongRoot[] = noted === undefined ? [] : decodeWrongRoots(noted)
  return {
    list: (): readonly WrongRoot[] => wrongRoots,
    keepBefore(batch: bigint, undone: readonly StoredEvent[]): readonly WrongRoot[] {
      const isUndone = ({ claimId }: WrongRoot): boolean => undone.some((event) => event.kind === 'roots' && equalBytes(event.claimId, claimId))
      wrongRoots = wrongRoots.filter((wrong) => wrong.batch < batch && !isUndone(wrong))
      return wrongRoots
    },
    async add(wrong: WrongRoot): Promise<void> {
      wrongRoots = [...wrongRoots.filter(({ claimId }) => !equalBytes(claimId, wrong.claimId)), wrong]
      await chain.meta.put(WRONG_ROOTS, encodeWrongRoots(wrongRoots))
      tell(wrong)
    },
  }
}

/** The oldest of the L1 blocks that the last entry, the last batch and the last event of claims came from. */
const lastUse = async (chain: Chain, claims: Claims, deployed: bigint): Promise<bigint> => {
  const entry = await chain.inbox.entry(chain.inbox.length - 1n)
  const batch = await chain.batches.last()
  const uses = [entry?.meta.l1Block ?? deployed, batch?.l1Block ?? deployed, claims.events().at(-1)?.place.l1Block]
  return uses.reduce<bigint>((oldest, use) => (use !== undefined && use < oldest ? use : oldest), batch?.l1Block ?? deployed)
}

const tellUndone = (undone: readonly StoredEvent[], { log, onClaims }: SinkDependencies): void => {
  for (const event of undone) {
    if (event.kind !== 'void') continue
    const { index: batch, claimId } = event
    log.warn({ batch, claimId: toHex(claimId) }, `an L1 reorg took the conviction of batch ${batch} away: its claim stands again, and may be convicted anew`)
    onClaims({ type: 'convictionReverted', batch, claimId })
  }
}

/** Whoever took a block for safe has to hear that it is not. */
const stepBackVisibly = async (heads: HeadFinder, lastBatch: bigint, { chain, log }: SinkDependencies): Promise<void> => {
  const from = chain.heads()
  await heads.stepBack(lastBatch)
  const to = chain.heads()
  if (to.safe === from.safe && to.finalized === from.finalized) return
  const facts = { safe: from.safe, safeNow: to.safe, finalized: from.finalized, finalizedNow: to.finalized }
  log.warn(facts, `L1 has lost batches that it called safe: safe steps back from block ${from.safe} to ${to.safe}, finalized from ${from.finalized} to ${to.finalized}`)
}

const lastBlockOf = async (chain: Chain, batch: bigint): Promise<bigint> => (await chain.batches.get(batch))?.lastBlock ?? 0n

const knownUpTo = async (chain: Chain, claims: Claims, l1Block: bigint) => {
  const [entries, batches] = [await entriesUpTo(chain, l1Block), await batchesUpTo(chain, l1Block)]
  return { entries, rolling: await chain.inbox.rolling(entries), batches, ...claims.countsAt(l1Block, batches) }
}

/** How blocks give way to what L1 has become. */
const createGivingWay = (options: SinkOptions, { chain, log, rewindChain }: SinkDependencies) => {
  const { inboxDelay } = chain.config.genesis.parameters
  return {
    /** The block up to which this node's chain still stands. */
    async standing({ entries, batch, sight }: Cut): Promise<bigint> {
      const posted = await lastBlockOf(chain, batch - 1n)
      if (!options.keepsUnposted) return posted
      return lastStanding(chain, { entries, posted, latestTime: sight.latest.time + inboxDelay / 2n })
    },
    async giveUp(to: bigint, { sight, lost }: Pick<Cut, 'sight' | 'lost'>): Promise<void> {
      if (to >= chain.head().header.number) return
      await checkVoid(chain, to, { sight, lost })
      log.warn({ from: to + 1n, to: chain.head().header.number }, 'blocks give way to L1; their transactions wait again')
      await rewindChain(to)
    },
  }
}

/** Turns what L1 says into blocks, batches, entries and heads of the chain; everything can be repeated after a crash. */
export const createSink = async (options: SinkOptions, dependencies: SinkDependencies): Promise<Sink> => {
  const { chain, log, exclusively } = dependencies
  const { inboxDelay } = chain.config.genesis.parameters
  const checkpoints = await loadCheckpoints(chain, options.deployed)
  if ((await chain.batches.last()) === undefined) await chain.batches.put(await genesisBatch(chain, options))
  let lastBatch = (await chain.batches.last())?.index ?? 0n
  const wrongRoots = await loadWrongRoots(chain, dependencies.onWrongRoot)
  const deriver = createDeriver({ ...dependencies, onWrongRoot: wrongRoots.add })
  const heads = await createHeadFinder(chain, options.window)
  const claims = await loadClaims({ chain, log, window: options.window, stepBack: heads.unfinalize, judge: deriver.judge, tell: dependencies.onClaims })
  const lastStandingRoots = (): bigint => (claims.voidRange()?.from ?? lastBatch + 1n) - 1n

  const { standing, giveUp } = createGivingWay(options, dependencies)

  const cut = (what: Cut): Promise<void> =>
    exclusively(async () => {
      const { entries, batch, events } = what
      const target = await standing(what)
      // Said before blocks go: what is safe or final must never lie beyond the head.
      await stepBackVisibly(heads, batch - 1n, dependencies)
      await giveUp(target, what)
      const undone = claims.events().slice(events)
      const earlier = await claims.undo(events)
      const meta = { ...earlier.meta, [WRONG_ROOTS]: encodeWrongRoots(wrongRoots.keepBefore(batch, undone)) }
      const batches = earlier.batches.filter(({ index }) => index < batch)
      await chain.updateL1({ inboxLength: entries, batchesFrom: batch, batches, meta })
      lastBatch = batch - 1n
      await heads.unfinalize(lastStandingRoots())
      tellUndone(undone, dependencies)
    })

  /** A crash can leave more behind than the last checkpoint says; what L1 does not have by now goes. */
  const dropLost = async (range: L1Range, sight: L1Sight): Promise<void> => {
    const { number } = checkpoints.read()
    const entries = await firstLostEntry(chain, number, range)
    const batch = await firstLostBatch(chain, number, range, entries)
    const events = Math.min(claims.confirmed(number, range), claims.before(batch))
    if (entries === chain.inbox.length && batch > lastBatch && events === claims.events().length) return
    await cut({ entries, batch, events, sight, lost: [] })
  }

  /** After an L1 reorg an entry can be older than our blocks thought any unknown one to be: then their times change. */
  const takeEntries = async (entries: readonly LoggedEntry[], sight: L1Sight): Promise<void> => {
    const fresh = entries.filter(({ index }) => index >= chain.inbox.length)
    const [first] = fresh
    if (first === undefined) return
    await exclusively(async () => {
      if (options.keepsUnposted && chain.head().cursor === first.index) {
        const entry = { index: first.index, deadline: first.entry.time + inboxDelay }
        await giveUp(await lastInTime(chain, entry, await lastBlockOf(chain, lastBatch)), { sight, lost: [] })
      }
      await chain.inbox.append(fresh.map(newEntry))
    })
  }

  const takeBatch = async (logged: LoggedBatch): Promise<void> => {
    if (logged.batch.index <= lastBatch) return
    await deriver.apply(await dependencies.openBatch(logged))
    lastBatch = logged.batch.index
  }

  return {
    checkpoints: checkpoints.list,
    readFrom: checkpoints.readFrom,
    known: (upTo) => knownUpTo(chain, claims, upTo),
    async rewind({ ancestor, lost }: L1Fork, sight) {
      const { number, hash } = await lastKnown(chain, ancestor, sight)
      const depth = checkpoints.last().number - number
      log.warn({ to: number, hash: toHex(hash), depth }, 'L1 reorg: going back to the common ancestor')
      const [entries, batch] = [await entriesUpTo(chain, number), await batchesUpTo(chain, number)]
      await cut({ entries, batch, events: claims.upTo(number), sight, lost: checkpoints.list().filter((checkpoint) => checkpoint.number >= lost.number) })
      await checkpoints.forgetBehind(ancestor.number)
      dependencies.onReorg(depth)
    },
    async take(range, sight) {
      await dropLost(range, sight)
      await takeEntries(range.entries, sight)
      for (const log of inOrder(range)) await (log.kind === 'batch' ? takeBatch(log.logged) : claims.take(log))
      await checkpoints.add(range.upTo)
    },
    async reread() {
      checkpoints.goBack((await lastUse(chain, claims, options.deployed.number)) - 1n)
    },
    heads: (l1: L1Heads) => heads.follow(l1, lastBatch, lastStandingRoots()),
    wrongRoots: () => wrongRoots.list().filter(claims.stands),
    voidRange: claims.voidRange,
    voidRoots: () => voidRootsOf(claims.events()),
  }
}

const newEntry = ({ entry, place }: LoggedEntry): NewEntry => ({
  entry,
  meta: { l1Block: place.blockNumber, l1Hash: place.blockHash, transactionHash: place.transactionHash },
})
