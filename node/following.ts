import type { RollupFacts } from '@distribute/bridge-contracts'
import type { Clock } from '@distribute/sequencer'
import { fromHex } from '@distribute/state-machine'
import type { BlobReader } from './blobs/reader.ts'
import type { Chain } from './chain/chain.ts'
import type { NodeConfig } from './config.ts'
import type { ClaimNews, VoidRoots } from './derivation/claim-news.ts'
import type { WrongRoot } from './derivation/deriver.ts'
import { createSink, type Sink } from './derivation/sink.ts'
import type { L1Clock } from './l1/clock.ts'
import { createFollower, type L1Heads } from './l1/follower.ts'
import { followL1 } from './l1/loop.ts'
import type { L1Urls } from './l1/urls.ts'
import type { createL1View } from './l1/view.ts'
import type { NodeStatus } from './rpc/ports.ts'
import { sleep } from './sequencing/clock.ts'
import type { Sequencing } from './sequencing/start.ts'
import type { SuccessionWatch } from './sequencing/succession.ts'
import type { Logger } from './telemetry/logger.ts'
import type { Metrics } from './telemetry/metrics.ts'

export interface FollowingDependencies {
  readonly chain: Chain
  readonly config: NodeConfig
  readonly facts: RollupFacts
  readonly urls: L1Urls
  readonly view: ReturnType<typeof createL1View>
  readonly l1Clock: L1Clock
  readonly clock: Pick<Clock, 'sleep'>
  readonly sequencing: Sequencing | undefined
  readonly blobs: Pick<BlobReader, 'open'>
  readonly succession: SuccessionWatch
  readonly log: Logger
  readonly metrics: Metrics
}

/** L1 being followed: entries, batches and heads flow into the chain until the signal. */
export interface Following {
  /** Resolves once everything that L1 had at the start has been taken in. */
  readonly ready: Promise<void>
  /** Rejects with a fault that does not go away by itself. */
  readonly failed: Promise<never>
  /** Resolves once nothing is written any more. */
  readonly ended: Promise<void>
  syncing(): NodeStatus['syncing']
  wrongRoots(): readonly WrongRoot[]
  /** The first batch whose roots are void. */
  voidFrom(): bigint | undefined
  voidRoots(): readonly VoidRoots[]
  /** Tells of claims from now on, until what it answers is called. */
  onClaims(listener: (news: ClaimNews) => void): () => void
  /** Tells of what is found beside L1's own logs. */
  tell(news: ClaimNews): void
}

const gaugeHeads = (metrics: Metrics, chain: Chain, { latest, safe, finalized }: L1Heads): void => {
  const l1 = { latest, safe, finalized, derived: latest }
  for (const [type, { number }] of Object.entries(l1)) metrics.gauge('refs_number', Number(number), { layer: 'l1', type })
  for (const [type, number] of Object.entries(chain.heads())) metrics.gauge('refs_number', Number(number), { layer: 'l2', type })
}

const gaugeClaims = (metrics: Metrics, sink: Sink): void => {
  const range = sink.voidRange()
  metrics.gauge('wrong_roots', sink.wrongRoots().length)
  metrics.gauge('void_batches', range === undefined ? 0 : Number(range.end - range.from))
}

/** An L1 that hangs must not hang the end: what it answers later is no longer written, the chain is closed by then. */
const END_MS = 3_000

const endOf = async (loop: Promise<void>, signal: AbortSignal): Promise<void> => {
  const timer = new AbortController()
  const late = once(signal).then(() => sleep(END_MS, timer.signal))
  await Promise.race([loop.catch(() => undefined), late])
  timer.abort()
}

const once = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })))

/** Starts to follow L1; the first round has not begun when this resolves. */
export const startFollowing = async (dependencies: FollowingDependencies, signal: AbortSignal): Promise<Following> => {
  const { chain, config, facts, urls, view, sequencing, succession, metrics } = dependencies
  const log = dependencies.log.child({ component: 'l1' })
  const { l1ChainId, deployed } = config.rollup
  const options = {
    l1ChainId,
    rollup: facts.contracts.rollup,
    deployed: { number: deployed.number, hash: fromHex(deployed.hash) },
    window: facts.window,
    keepsUnposted: sequencing !== undefined,
  }
  const listeners = new Set<(news: ClaimNews) => void>()
  const tell = (news: ClaimNews): void => {
    for (const listener of listeners) listener(news)
  }
  const sink = await createSink(options, {
    chain,
    log,
    exclusively: (work) => (sequencing === undefined ? work() : sequencing.builder.exclusively(work)),
    rewindChain: (to) => (sequencing === undefined ? chain.rewind(to) : sequencing.rewind(to)),
    openBatch: dependencies.blobs.open,
    onWrongRoot({ batch, segment, claimId }) {
      metrics.count('wrong_roots_total')
      tell({ type: 'wrongRoot', batch, segment, claimId })
    },
    onClaims(news) {
      if (news.type === 'rootsVoided') metrics.count('convictions_total')
      succession.forget()
      tell(news)
    },
    onReorg: (depth) => {
      succession.forget()
      metrics.count('l1_reorgs_total')
      metrics.gauge('l1_reorg_depth', Number(depth))
    },
  })
  const start = sink.checkpoints().at(-1)?.number ?? deployed.number
  const goal = view.get().latest.number
  let caughtUp: () => void = () => undefined
  const firstRound = new Promise<void>((resolve) => {
    caughtUp = resolve
  })
  const follower = createFollower({ contracts: facts.contracts, onHead: view.sawHead, onFork: view.sawFork }, sink)
  const onHeads = (heads: L1Heads): void => {
    view.took(heads)
    dependencies.l1Clock.saw(heads.latest)
    void succession.saw(heads.latest.number)
    gaugeHeads(metrics, chain, heads)
    caughtUp()
  }
  const endGauge = metrics.onRender(() => gaugeClaims(metrics, sink))
  once(signal).then(endGauge, endGauge)
  const onFault = (): void => metrics.count('l1_faults_total')
  const loop = followL1({ pollMs: config.l1PollMs }, { urls, follower, log, onHeads, onFault, clock: dependencies.clock }, signal)
  const failed = loop.then(() => new Promise<never>(() => undefined))
  // Whoever waits for it sees the fault; without anybody it must not end the process.
  failed.catch(() => undefined)
  return {
    ready: Promise.race([firstRound, failed]),
    failed,
    ended: endOf(loop, signal),
    syncing() {
      const at = sink.checkpoints().at(-1)?.number ?? start
      const { latest } = view.get()
      return at >= goal && latest.number - at <= 2n ? undefined : { startingBlock: start, currentBlock: at, highestBlock: latest.number }
    },
    wrongRoots: sink.wrongRoots,
    voidFrom: () => sink.voidRange()?.from,
    voidRoots: sink.voidRoots,
    tell,
    onClaims(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
