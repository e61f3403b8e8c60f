import { SEGMENT } from '@distribute/state-machine'
import type { RollupFacts } from '@distribute/bridge-contracts'
import { createBatcher, createBuilder, createDryRun, createPool, type Batcher, type Builder, type Clock, type Pool } from '@distribute/sequencer'
import { createBlobPosting, type BlobParts } from '../blobs/parts.ts'
import type { Chain } from '../chain/chain.ts'
import type { NodeConfig } from '../config.ts'
import type { WrongRoot } from '../derivation/deriver.ts'
import { MOST_AHEAD_OF_L1 } from '../l1/clock.ts'
import { createPoster } from '../l1/poster.ts'
import { createPostingAccount } from '../l1/posting-account.ts'
import type { L1Head } from '../l1/read-head.ts'
import type { L1Urls } from '../l1/urls.ts'
import type { L1View } from '../l1/view.ts'
import { mustStop } from '../must-stop.ts'
import type { Logger } from '../telemetry/logger.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { SequencingError } from './errors.ts'
import { heartbeatOf } from './heartbeat.ts'
import { startKeeper } from './keeper-start.ts'
import type { OwnKeys } from './own-keys.ts'
import { readableEntries } from './readable.ts'
import { createReturning } from './returning.ts'
import { rewoundBehind, type Rewound } from './rewound.ts'
import { createSigner } from './signer.ts'
import { createBatchSource } from './source.ts'
import { isBatchDue, standingOf, type Standing, type SuccessionWatch } from './succession.ts'
import { createBlockTarget } from './target.ts'

export interface SequencingDependencies {
  readonly chain: Chain
  readonly config: NodeConfig
  readonly facts: RollupFacts
  readonly genesisRoot: Uint8Array
  readonly urls: L1Urls
  readonly l1: () => L1View
  /** Milliseconds since L1 was heard of last. */
  readonly l1AgeMs: () => number
  readonly clock: Clock
  readonly own: OwnKeys
  /** The place is on offer to others: nothing more is signed. */
  readonly isOnOffer: boolean
  readonly succession: SuccessionWatch
  /** Roots on L1 that execution does not give. */
  readonly wrongRoots: () => readonly WrongRoot[]
  /** The first batch whose roots are void. */
  readonly voidFrom: () => bigint | undefined
  readonly blobParts: BlobParts
  readonly log: Logger
  readonly metrics: Metrics
}

export interface Sequencing {
  standing(): Standing
  readonly pool: Pool
  readonly builder: Builder
  /** Rejects with a fault that the next block would meet as well: the disk's, or one that would cost the stake. */
  readonly failed: Promise<never>
  /** Goes back to a block; what it held returns to the pool. */
  rewind(to: bigint): Promise<void>
  /** Goes back to a block as if what came after it had never been: for a devnet's snapshots. */
  forget(to: bigint): Promise<void>
  close(): Promise<void>
}

/** Where an account's first transaction waits for credits, the ones after it do too. */
const waitingIn = (pool: Pool): number =>
  pool.content().reduce((count, { pending: [first, ...rest] }) => (first === undefined || pool.waiting(first.hash) === undefined ? count : count + 1 + rest.length), 0)

/** Looks at L1 that may fail without anybody noticing. */
const PATIENT_POLLS = 10

/**
 * Milliseconds after which nothing is promised on what was last heard of L1: half the grace, as another one may have begun to take over a
 * moment later, and the batch that stops it needs time. A machine that slept for a day, or whose L1 hung, would else sign in a term that is over.
 */
const freshFor = ({ grace }: Pick<RollupFacts, 'grace'>, { l1PollMs }: Pick<NodeConfig, 'l1PollMs'>): number => Math.max(Number(grace) * 500, l1PollMs * PATIENT_POLLS)

/** How blocks are cut: what may go into blobs has to fit there. */
export const segmentMaxBytes = ({ da }: Pick<NodeConfig, 'da'>): number => (da === 'calldata' ? SEGMENT.maxBytes : SEGMENT.blobBytes)

/** Starts pool, builder and batcher over a chain. They rest while the place is another's. */
export const startSequencing = (dependencies: SequencingDependencies, signal: AbortSignal): Sequencing => {
  const { chain, config, facts, urls, l1, clock, own, isOnOffer, succession, metrics } = dependencies
  const standing = (): Standing => standingOf(succession.get(), own)
  const freshMs = freshFor(facts, config)
  const isFresh = (): boolean => dependencies.l1AgeMs() <= freshMs
  /** After an L1 reorg L1's time can be so far behind the chain's that nobody would take a promise for the next block. */
  const isPromisable = (): boolean => chain.head().header.time <= l1().derived.time + MOST_AHEAD_OF_L1
  /** What is signed while a takeover is pending, or the place on offer, may never come to L1, and would cost half the stake. */
  const isCertain = (): boolean => !isOnOffer && standing() === 'sequencing'
  const mayBuild = (): boolean => isCertain() && l1().isCaughtUp && isFresh() && isPromisable()
  const { chainId } = config.genesis
  const l1ChainId = config.rollup.l1ChainId
  const domain = { l1ChainId, rollup: facts.contracts.rollup }
  const origin = (): L1Head => {
    const { isCaughtUp, derived } = l1()
    if (isCaughtUp && standing() === 'following') throw new SequencingError('NotOurTurn', 'another sequencer has the place: nothing is promised in its term')
    if (isCaughtUp && isFresh()) return derived
    throw new SequencingError('L1NotFollowed', 'nothing is promised before this node knows what L1 holds now')
  }
  const sign = createSigner({ privateKey: own.signing, chainId, domain, origin })
  const readable = readableEntries(chain, { l1, delay: facts.inboxDelay })
  const target = createBlockTarget(chain, { sign, readableEntries: readable, check: () => void origin(), isCertain })
  const shared = { clock, metrics }
  const dryRun = createDryRun({ state: chain.state, config: chain.config, clock })
  const pool = createPool({}, { state: chain.state, config: chain.config, dryRun, ...shared })
  // Blocks, rewinds and time change these counts as much as what is added does.
  const endGauges = metrics.onRender(() => {
    metrics.gauge('pool_pending', pool.pendingCount())
    metrics.gauge('pool_queued', pool.queuedCount())
    metrics.gauge('pool_waiting', pool.pendingCount() === 0 ? 0 : waitingIn(pool))
  })
  const keeper = startKeeper({ chain, pool, dryRun, isHeld: () => !mayBuild(), log: dependencies.log, ...shared }, signal)
  const posting: { batcher?: Batcher } = {}
  let fail: (fault: unknown) => void = () => undefined
  const failed = new Promise<never>((_, reject) => (fail = reject))
  // Whoever waits for it sees the fault; without anybody it must not end the process.
  failed.catch(() => undefined)
  const onFault = (fault: unknown): void => {
    if (mustStop(fault)) fail(fault)
  }
  const builder = createBuilder(
    { blockTimeMs: config.blockTimeMs, segmentMaxBytes: segmentMaxBytes(config) },
    { target, pool, ...shared, log: dependencies.log.child({ component: 'builder' }), isHeld: () => !mayBuild() || (posting.batcher?.isHolding() ?? false), onFault },
    signal,
  )
  const place = { l1ChainId, rollup: facts.contracts.rollup, genesis: config.genesis, genesisRoot: dependencies.genesisRoot }
  const account = createPostingAccount(own.posting)
  const blobs = createBlobPosting({ da: config.da, l1ChainId, rollup: facts.contracts.rollup }, { parts: dependencies.blobParts, reader: urls.reader, account, log: dependencies.log.child({ component: 'batcher' }) })
  const l1Poster = createPoster({ contracts: facts.contracts, place, pollMs: config.l1PollMs }, { reader: urls.reader, account, chain, isReady: () => l1().isCaughtUp && standing() !== 'following', wrongRoots: dependencies.wrongRoots, voidFrom: dependencies.voidFrom, ...(blobs === undefined ? {} : { blobs }), clock, signal })
  const batcher = createBatcher(
    {
      interval: BigInt(Math.ceil(config.batchIntervalMs / 1_000)),
      heartbeat: heartbeatOf(BigInt(Math.ceil(config.heartbeatMs / 1_000)), facts),
      maxLag: facts.maxLag,
      pollMs: config.l1PollMs,
    },
    { source: createBatchSource(chain, target), l1: l1Poster, builder, isDue: (next) => isBatchDue(succession.get(), next), ...shared, log: dependencies.log.child({ component: 'batcher' }) },
    signal,
  )
  posting.batcher = batcher
  const returning = createReturning(chain, pool)
  /**
   * What was signed behind `to` is forgotten, so that its numbers can be signed anew. No two promises can bind by that:
   * - L1 has another block than ours (the deriver): the first number is L1's and is not signed again; each later block has another
   *   parent than the one that was promised under its number;
   * - L1 lost what blocks rest on (the sink): their promises were shown to be void, `checkVoid` says how;
   * - a devnet goes back to a snapshot: nobody's stake is at risk there.
   */
  const goBack = async (to: bigint, rewound: Rewound): Promise<void> => {
    await chain.forgetSigned(to + 1n)
    await chain.rewind(to)
    pool.onRewind(rewound.transactions)
    returning.offer(rewound)
  }
  return {
    standing,
    pool,
    builder,
    failed,
    rewind: async (to) => goBack(to, await rewoundBehind(chain, to)),
    forget: (to) => goBack(to, { transactions: [], operations: [] }),
    async close() {
      endGauges()
      returning.close()
      await keeper.close()
      await builder.close()
      await batcher.close()
    },
  }
}

