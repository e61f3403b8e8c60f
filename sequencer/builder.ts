import { SEGMENT } from '@distribute/state-machine'
import type { ExecutedBlock } from '@distribute/state-machine'
import { backoffMs } from './backoff.ts'
import { createDraft, ENTRY_GAS } from './builder-draft.ts'
import type { Draft, DraftLimits } from './builder-draft.ts'
import { BATCH_OVERHEAD, costOf } from './budget.ts'
import { SequencerError } from './errors.ts'
import { createLock } from './lock.ts'
import type { Pool } from './pool-types.ts'
import type { BlockTarget, Clock, Log, Metrics } from './ports.ts'

export interface BuilderOptions {
  /** Least time between two blocks. */
  readonly blockTimeMs: number
  readonly maxTransactions: number
  /** Inbox entries a block; with more unread, blocks hold nothing else. */
  readonly maxEntries: number
  readonly maxGas: bigint
  /** Calldata of the batch that holds this block alone: the batcher's limit. */
  readonly maxBatchBytes: number
  /** What the target cuts its segments by. */
  readonly segmentMaxBytes: number
  /** How long a block runs before other work in the process gets its turn. */
  readonly sliceMs: number
  /** After a fault: the first pause, and the longest. */
  readonly backoffMs: number
  readonly backoffCapMs: number
  /** How long `close` waits for a commit that does not end. */
  readonly closeMs: number
}

export const BUILDER_DEFAULTS: BuilderOptions = {
  blockTimeMs: 250,
  maxTransactions: 5_714,
  maxEntries: 512,
  maxGas: 120_000_000n,
  maxBatchBytes: 118_000,
  segmentMaxBytes: SEGMENT.maxBytes,
  sliceMs: 5,
  backoffMs: 250,
  backoffCapMs: 10_000,
  closeMs: 10_000,
}

export interface BuilderDependencies {
  readonly target: BlockTarget
  readonly pool: Pool
  readonly clock: Clock
  readonly log: Log
  readonly metrics?: Metrics
  /** While true no block is built for transactions: what L1 has not seen is too much and too old (see the batcher). */
  isHeld?(): boolean
  /** Told of each block that came to nothing; the builder goes on. */
  onFault?(fault: unknown): void
  /** 0 to 1. */
  random?(): number
}

export interface Builder {
  /** Builds a block without transactions, which reads what entries may be read. Rejects as the target does, or `closed`. */
  buildEmpty(): Promise<{ readonly number: bigint; readonly time: bigint }>
  /** Runs `work` while no block is open and none can be opened: how the chain is rewound. */
  exclusively<T>(work: () => Promise<T>): Promise<T>
  /** Ends the open block, commits it, and builds no other. Rejects with `commit-timeout` if that takes too long. */
  close(): Promise<void>
}

type Mode = 'work' | 'empty'

/** With more entries than this unread, a batch of inbox segments alone is exempt from L1's time rules (rollup.md section 5). */
const BACKLOG = 256n

/**
 * Makes a block when there is work, at most one each `blockTimeMs`, else none. `signal` aborts the open block and stops;
 * `close` finishes it first.
 */
export function createBuilder(settings: Partial<BuilderOptions>, dependencies: BuilderDependencies, signal: AbortSignal): Builder {
  const options = { ...BUILDER_DEFAULTS, ...settings }
  const { target, pool, clock, log, metrics, random = Math.random } = dependencies
  const lock = createLock()
  const life = new AbortController()
  const worker = createWorker(options, dependencies, { isClosing: () => life.signal.aborted, signal })
  let awake: () => void = () => undefined
  const stopListening = pool.onWork(() => awake())
  const stop = (): void => {
    signal.removeEventListener('abort', stop)
    stopListening()
    life.abort()
    awake()
  }
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()

  const hasWork = (): boolean => {
    const { cursor, time } = target.head()
    const now = clock.now()
    return cursor < target.readableEntries() || pool.hasWork(now > time ? now : time)
  }
  const isReady = (): boolean => hasWork() && dependencies.isHeld?.() !== true
  const untilWork = async (): Promise<void> => {
    while (!life.signal.aborted && !isReady()) {
      const woken = new Promise<void>((resolve) => (awake = resolve))
      await Promise.race([woken, clock.sleep(options.blockTimeMs, life.signal)])
    }
  }
  const report = (fault: unknown, failures: number): void => {
    metrics?.count('builder_faults_total')
    log.error({ err: fault, failures }, 'block came to nothing')
    dependencies.onFault?.(fault)
  }
  const attempt = async (): Promise<void> => {
    await untilWork()
    const pace = clock.sleep(options.blockTimeMs, life.signal)
    await lock.run(() => worker.build('work'))
    await pace
  }
  const run = async (): Promise<void> => {
    const bounds = { firstMs: options.backoffMs, capMs: options.backoffCapMs }
    for (let failures = 0; !life.signal.aborted; ) {
      try {
        await attempt()
        failures = 0
      } catch (fault) {
        report(fault, ++failures)
        await clock.sleep(backoffMs(failures, bounds, random), life.signal)
      }
    }
  }

  const running = run()
  return {
    async buildEmpty() {
      const block = await lock.run(() => worker.build('empty'))
      if (block === undefined) throw new SequencerError('closed', 'the builder is closed', { retry: false })
      return { number: block.number, time: block.time }
    },
    exclusively: (work) => lock.run(work),
    async close() {
      stop()
      const done = Promise.all([running, lock.run(async () => undefined)]).then(() => true)
      const timer = new AbortController()
      const late = clock.sleep(options.closeMs, timer.signal).then(() => false)
      const inTime = await Promise.race([done, late])
      timer.abort()
      if (inTime) return
      throw new SequencerError('commit-timeout', `a block was not committed within ${options.closeMs} ms`, { retry: false })
    },
  }
}

interface Stops {
  isClosing(): boolean
  readonly signal: AbortSignal
}

/** Makes one block; the lock is held. */
function createWorker(options: BuilderOptions, dependencies: BuilderDependencies, { isClosing, signal }: Stops) {
  const { target, pool, clock, log, metrics } = dependencies
  const limits: DraftLimits = { ...options, budget: options.maxBatchBytes - BATCH_OVERHEAD, isClosing, signal }
  const entriesAtMost = Math.min(options.maxEntries, Number(options.maxGas / ENTRY_GAS))

  const commit = async (block: ExecutedBlock): Promise<void> => {
    const cost = costOf(block.segments)
    if (cost > limits.budget) {
      throw new SequencerError('block-too-large', `block ${block.number} takes ${cost} bytes of calldata, over ${limits.budget}`, {
        retry: true,
        facts: { number: block.number, cost, budget: limits.budget },
      })
    }
    await target.commit(block)
  }
  const tell = (block: ExecutedBlock, started: number, skipped: number): void => {
    const { number, time, outcomes, segments } = block
    const ms = clock.milliseconds() - started
    log.debug({ number, time, transactions: outcomes.length, skipped, segments: segments.length, ms }, 'block')
    metrics?.count('builder_blocks_total')
    metrics?.count('builder_transactions_total', outcomes.length)
    metrics?.count('builder_skipped_total', skipped)
    metrics?.gauge('builder_block_seconds', ms / 1_000)
    metrics?.gauge('builder_block_bytes', costOf(segments))
  }

  const fill = async (draft: Draft, mode: Mode, unread: bigint): Promise<ExecutedBlock | undefined> => {
    draft.readEntries(unread > BigInt(entriesAtMost) ? entriesAtMost : Number(unread > 0n ? unread : 0n))
    if (mode === 'work' && unread <= BACKLOG) await draft.addFromPool()
    if (signal.aborted || (mode === 'work' && draft.isEmpty())) return undefined
    const block = draft.seal()
    await commit(block)
    return block
  }
  /** The block, committed, or else taken back as if it had never been. */
  const fillOrAbort = async (draft: Draft, mode: Mode, unread: bigint): Promise<ExecutedBlock | undefined> => {
    let block: ExecutedBlock | undefined
    try {
      block = await fill(draft, mode, unread)
      return block
    } finally {
      if (block === undefined) draft.abort()
    }
  }

  return {
    /** Answers undefined where nothing came of it: no work after all, or closed. */
    async build(mode: Mode): Promise<ExecutedBlock | undefined> {
      // Looked at again: what the lock was waited for, an L1 reorg being followed, may have changed it.
      if (isClosing() || (mode === 'work' && dependencies.isHeld?.() === true)) return undefined
      const started = clock.milliseconds()
      const head = target.head()
      const now = clock.now()
      const unread = target.readableEntries() - head.cursor
      const draft = createDraft(target.begin(now > head.time ? now : head.time), { pool, clock, limits })
      const block = await fillOrAbort(draft, mode, unread)
      if (block === undefined) return undefined
      pool.onBlock(block)
      tell(block, started, draft.skipped())
      return block
    },
  }
}
