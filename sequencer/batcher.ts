import { decodeRecord, equalBytes, toHex } from '@distribute/state-machine'
import { backoffMs } from './backoff.ts'
import { backlogRun, planBatch } from './batch-plan.ts'
import type { BatchPlan, BatchView, PlanLimits } from './batch-plan.ts'
import { BATCH_OVERHEAD, costOf } from './budget.ts'
import { BLOB_ROOM, carriable, limitsFor, loadOf } from './carrier.ts'
import type { Builder } from './builder.ts'
import { L1Error, SequencerError } from './errors.ts'
import type { BatchHead, BatchProof, BatchSource, BlockBytes, Carrier, Clock, L1Head, L1Poster, Log, Metrics } from './ports.ts'

export interface BatcherOptions extends PlanLimits {
  /** Between two looks at L1. */
  readonly pollMs: number
  /** After a failure: the first pause, and the longest. */
  readonly backoffMs: number
  readonly backoffCapMs: number
  /** How long `close` waits for a transaction in flight. */
  readonly closeMs: number
}

/** For a main network: `heartbeat` is half of 24 h, `maxLag` what the contracts are deployed with by default. */
export const BATCHER_DEFAULTS: BatcherOptions = {
  maxBytes: 118_000,
  maxSegments: 1_024,
  interval: 300n,
  heartbeat: 12n * 3_600n,
  maxLag: 24n * 3_600n,
  pollMs: 2_000,
  backoffMs: 1_000,
  backoffCapMs: 60_000,
  closeMs: 5_000,
}

export interface BatcherDependencies {
  readonly source: BatchSource
  readonly l1: L1Poster
  readonly builder: Pick<Builder, 'buildEmpty'>
  readonly clock: Clock
  readonly log: Log
  readonly metrics?: Metrics
  /** Whether batch `next` has to come soon, whatever there is to post. */
  isDue?(next: bigint): boolean
  /** Told of each failure; the batcher goes on. A SequencerError that must not be retried is for the operator. */
  onFault?(fault: unknown): void
  /** 0 to 1. */
  random?(): number
}

export interface Batcher {
  /**
   * Whether blocks for transactions should stop: what is unposted fills more than a batch and its first block is older than a
   * quarter of `maxLag`. Only the last unposted block can be made fresh, so with more the chain could not be posted any more.
   */
  isHolding(): boolean
  /** Stops; a transaction in flight is left to L1, the next start asks there. */
  close(): Promise<void>
}

interface Sight {
  readonly l1Head: L1Head
  readonly last: BatchHead
  readonly view: BatchView
  readonly carrier: Carrier
}

/**
 * Brings the chain to L1, whole blocks in order. Each decision starts from what L1 says is there, so that neither a restart nor
 * an L1 reorganisation leaves a gap or posts twice. `signal` stops it, as `close` does.
 */
export function createBatcher(settings: Partial<BatcherOptions>, dependencies: BatcherDependencies, signal: AbortSignal): Batcher {
  const options = { ...BATCHER_DEFAULTS, ...settings }
  const { clock, log, metrics, random = Math.random } = dependencies
  const life = new AbortController()
  const stop = (): void => life.abort()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  const eye = createEye(options, dependencies)
  const hand = createHand(options, dependencies, life.signal)

  /** `view`: what was seen, if nothing has been done about it. */
  const step = async (): Promise<{ readonly pause: number; readonly view?: BatchView }> => {
    const sight = await eye.look()
    const plan = planBatch(sight.view, limitsFor(sight.carrier, options))
    if (plan.act === 'build') await dependencies.builder.buildEmpty()
    if (plan.act === 'post') await hand.post(sight, plan)
    if (plan.act === 'post') return { pause: 0 }
    return plan.act === 'build' ? { pause: options.pollMs } : { pause: options.pollMs, view: sight.view }
  }
  const report = (fault: unknown, failures: number): void => {
    metrics?.count('batcher_faults_total')
    describeFault(log, fault, failures)
    dependencies.onFault?.(fault)
  }
  const run = async (): Promise<void> => {
    const bounds = { firstMs: options.backoffMs, capMs: options.backoffCapMs }
    let failures = 0
    while (!life.signal.aborted) {
      let next: Awaited<ReturnType<typeof step>>
      try {
        next = await step()
        failures = 0
      } catch (fault) {
        if (life.signal.aborted) return
        report(fault, ++failures)
        next = { pause: backoffMs(failures, bounds, random) }
      }
      await eye.watchBacklog(next.view)
      if (next.pause > 0) await rest(next.pause)
    }
  }
  /** What kept batches back can be gone long before the pause is: its end is looked for where that costs nothing. */
  const rest = async (ms: number): Promise<void> => {
    const isBlocked = (): boolean => dependencies.l1.isBlocked?.() ?? false
    if (!isBlocked()) return clock.sleep(ms, life.signal)
    for (let left = ms; left > 0 && isBlocked() && !life.signal.aborted; left -= options.pollMs) {
      await clock.sleep(Math.min(left, options.pollMs), life.signal)
    }
  }

  const running = run()
  return {
    isHolding: eye.isHolding,
    async close() {
      signal.removeEventListener('abort', stop)
      stop()
      const timer = new AbortController()
      await Promise.race([running, clock.sleep(options.closeMs, timer.signal)])
      timer.abort()
    },
  }
}

/** Looks at L1 and at the stored chain. */
function createEye(options: BatcherOptions, { source, l1, clock, log, metrics, isDue = () => false }: BatcherDependencies) {
  const limit = { bytes: options.maxBytes, segments: options.maxSegments }
  let lastPosted: bigint | undefined
  let holding = false

  /** Nothing is posted on top of a chain that is not ours. */
  const checkParent = async ({ index, lastBlock, claim }: BatchHead): Promise<void> => {
    const root = await source.rootOf(lastBlock)
    const facts = { index, lastBlock, claimed: toHex(claim.lastRoot) }
    if (root === undefined) {
      throw new SequencerError('behind', `batch ${index} on L1 ends with block ${lastBlock}, which is not here yet`, { retry: true, facts })
    }
    if (equalBytes(root, claim.lastRoot)) return
    throw new SequencerError('diverged', `batch ${index} on L1 claims another state behind block ${lastBlock} than execution gives: nothing is posted on top of it until the claim is convicted`, {
      retry: false,
      facts: { ...facts, ours: toHex(root) },
    })
  }

  /** What is behind a block, and how it should travel. What blobs cannot carry goes as calldata, which all of it can. */
  const waiting = async (lastBlock: bigint): Promise<{ readonly blocks: readonly BlockBytes[]; readonly carrier: Carrier }> => {
    if (l1.carrierFor !== undefined) {
      const blocks = carriable(await source.blocksAfter(lastBlock, { bytes: BLOB_ROOM.maxBytes, segments: BLOB_ROOM.maxSegments }))
      if (blocks.length > 0 && (await l1.carrierFor(loadOf(blocks))) === 'blob') return { blocks, carrier: 'blob' }
    }
    return { blocks: await source.blocksAfter(lastBlock, limit), carrier: 'calldata' }
  }

  return {
    async look(): Promise<Sight> {
      const [l1Head, last] = await Promise.all([l1.head(), l1.batchHead()])
      // Also where nothing may be posted on top of it: what waits behind it grows older all the same.
      lastPosted = last.lastBlock
      await checkParent(last)
      metrics?.gauge('batcher_last_block', Number(last.lastBlock))
      // Before the blocks: one that is built in between must not look like one that no longer fitted.
      const head = source.head()
      const readableEntries = source.readableEntries()
      const { blocks, carrier } = await waiting(last.lastBlock)
      return { l1Head, last, carrier, view: { l1Time: l1Head.time, postedAt: last.postedAt, head, readableEntries, blocks, isDue: isDue(last.index + 1n) } }
    },
    /** Goes by what was seen on L1 last: this must work while L1 does not answer. Reads the blocks that `view` does not hold. */
    async watchBacklog(view?: Pick<BatchView, 'head' | 'blocks'>): Promise<void> {
      if (lastPosted === undefined) return
      try {
        const head = view?.head ?? source.head()
        const blocks = view?.blocks ?? (await source.blocksAfter(lastPosted, limit))
        const age = blocks[0] === undefined ? 0n : clock.now() - blocks[0].time
        const isWhole = (blocks.at(-1)?.number ?? head.number) >= head.number
        metrics?.gauge('batcher_unposted_age_seconds', Number(age))
        holding = !isWhole && age > options.maxLag / 4n
      } catch (fault) {
        log.warn({ err: fault }, 'unposted blocks not readable')
      }
    },
    isHolding: () => holding,
  }
}

/** Posts what was decided. */
function createHand(options: BatcherOptions, { source, l1, clock, log, metrics }: BatcherDependencies, signal: AbortSignal) {
  const endOf = async (blocks: readonly BlockBytes[]): Promise<BatchProof> => source.proofOf(blocks.at(-1)?.number ?? 0n)

  /** With entries left for later batches, L1 takes a run of inbox-only blocks where it might refuse what comes after it. */
  const choose = async ({ view }: Sight, plan: BatchPlan & { act: 'post' }) => {
    const end = await endOf(plan.blocks)
    if (plan.isWhole || decodeRecord('chain', end.chain.words).cursor >= view.head.cursor) return { blocks: plan.blocks, end }
    const run = backlogRun(plan.blocks)
    return run.length === 0 ? { blocks: plan.blocks, end } : { blocks: run, end: await endOf(run) }
  }

  return {
    async post(sight: Sight, plan: BatchPlan & { act: 'post' }): Promise<void> {
      const started = clock.milliseconds()
      const { blocks, end } = await choose(sight, plan)
      const segments = blocks.flatMap((block) => block.segments)
      const { l1Head, last, carrier } = sight
      const { hash } = await l1.post(
        {
          parent: last.claim,
          l1Block: { number: l1Head.number, hash: l1Head.hash },
          inboxRolling: end.inboxRolling,
          chain: end.chain,
          segments: segments.map(({ bytes }) => bytes),
          roots: segments.map(({ root }) => root),
        },
        signal,
        carrier,
      )
      const bytes = BATCH_OVERHEAD + costOf(segments)
      metrics?.count('batcher_batches_total')
      metrics?.count('batcher_bytes_total', bytes)
      const range = { index: last.index + 1n, from: blocks[0]?.number, to: blocks.at(-1)?.number }
      const facts = { carrier, segments: segments.length, bytes, reason: plan.reason, hash: toHex(hash), ms: clock.milliseconds() - started }
      log.info({ ...range, ...facts }, 'batch posted')
    },
  }
}

function describeFault(log: Log, fault: unknown, failures: number): void {
  if (fault instanceof L1Error) {
    const facts = { code: fault.code, reason: fault.reason, failures, err: fault }
    if (fault.code === 'reverted') log.error(facts, 'L1 refuses the batch')
    else log.warn(facts, fault.code === 'replaced' ? 'another transaction took the batch’s place' : 'L1 is not available')
    return
  }
  if (fault instanceof SequencerError) {
    const facts = { code: fault.code, failures, ...fault.facts }
    if (fault.retry) log.warn(facts, fault.message)
    else log.error(facts, fault.message)
    return
  }
  log.error({ err: fault, failures }, 'batch came to nothing')
}
