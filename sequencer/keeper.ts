import { errorNameOf } from '@distribute/state-machine'
import type { ChainConfig, Event, Included, KindName, StateReader } from '@distribute/state-machine'
import { backoffMs } from './backoff.ts'
import { createKeeperBook, KEEPER_EVENTS } from './keeper-book.ts'
import type { KeeperBook } from './keeper-book.ts'
import type { Duty } from './keeper-schedule.ts'
import { createProposalWatch } from './keeper-watch.ts'
import type { Pool, PoolDependencies, PoolError } from './pool-types.ts'
import type { Clock, EventHistory, Log, Metrics } from './ports.ts'

export interface KeeperOptions {
  /** Operations that wait in the pool at most at a time, and so stand in one block: a small part of what it holds. */
  readonly share: number
  /** Proposals looked at after each change of the pool, at a time. */
  readonly looks: number
  /** Between two looks at the clock. */
  readonly pollMs: number
  /** After which what the pool took and no block holds is given to it again. */
  readonly retryMs: number
  /** After a fault: the first pause, and the longest. */
  readonly backoffMs: number
  readonly backoffCapMs: number
}

export const KEEPER_DEFAULTS: KeeperOptions = {
  share: 256,
  looks: 32,
  pollMs: 250,
  retryMs: 5_000,
  backoffMs: 250,
  backoffCapMs: 10_000,
}

export interface KeeperDependencies {
  readonly history: EventHistory
  readonly pool: Pick<Pool, 'addOperation'>
  /** The state at the head. */
  readonly state: StateReader
  readonly config: ChainConfig
  readonly dryRun: PoolDependencies['dryRun']
  readonly clock: Clock
  readonly log: Log
  readonly metrics?: Metrics
  /** While true nothing is given to the pool: blocks that exist already are still being taken in. */
  isHeld?(): boolean
  /** 0 to 1. */
  random?(): number
}

/** What the keeper must know of a block. */
export interface KeeperNews {
  readonly outcomes: readonly Pick<Included, 'source' | 'call' | 'events'>[]
}

export interface Keeper {
  /** Every block of the chain is told, in order, when it has become the head. */
  onBlock(news: KeeperNews): void
  /** Blocks were taken back, and history's head says up to which. */
  onRewind(): void
  close(): Promise<void>
}

const KINDS_DONE: ReadonlySet<KindName> = new Set(['advance', 'settleTask', 'settleValidation', 'settleStake', 'settleBallot'])

/**
 * Sees to it that every due `advance` and `settle…` operation comes into a block, so that no member has to ask for what is hers
 * (rollup.md section 6). What is due is known from the chain's events, from whenever this starts: nothing of it is stored, and the
 * chain has the last word, because the pool and the block run each operation's rule.
 */
export function createKeeper(settings: Partial<KeeperOptions>, dependencies: KeeperDependencies, signal: AbortSignal): Keeper {
  const options = { ...KEEPER_DEFAULTS, ...settings }
  const { clock, log, metrics, random = Math.random } = dependencies
  const reading = createReading(dependencies)
  const hand = createHand(options, dependencies)
  const life = new AbortController()
  let awake: () => void = () => undefined
  const stop = (): void => {
    signal.removeEventListener('abort', stop)
    life.abort()
    // What is being read is given up.
    reading.startOver()
    awake()
  }
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()

  const step = async (): Promise<void> => {
    const woken = new Promise<void>((resolve) => (awake = resolve))
    const book = reading.book() ?? (await reading.read())
    if (book === undefined) return
    if (dependencies.isHeld?.() !== true) hand.offer(book)
    await Promise.race([woken, clock.sleep(options.pollMs, life.signal)])
  }
  const run = async (): Promise<void> => {
    const bounds = { firstMs: options.backoffMs, capMs: options.backoffCapMs }
    for (let failures = 0; !life.signal.aborted; ) {
      try {
        await step()
        failures = 0
      } catch (fault) {
        metrics?.count('keeper_faults_total')
        log.error({ err: fault, failures: ++failures }, 'what is due is not known')
        reading.startOver()
        await clock.sleep(backoffMs(failures, bounds, random), life.signal)
      }
    }
  }

  const running = run()
  return {
    onBlock({ outcomes }) {
      let done = 0
      for (const { source, call, events } of outcomes) {
        reading.add(events)
        if (source === 'operation' && call !== undefined && KINDS_DONE.has(call.kind)) done++
      }
      if (done > 0) metrics?.count('keeper_done_total', done)
      awake()
    },
    onRewind() {
      reading.startOver()
      awake()
    },
    async close() {
      stop()
      await running
    },
  }
}

/** Keeps the book up with the chain. */
function createReading({ history }: Pick<KeeperDependencies, 'history'>) {
  let book: KeeperBook | undefined
  /** Of blocks that came while the ones before them were read. */
  let later: Event[] = []
  /** A new one for each time that what was read is worth nothing any more. */
  let attempt = {}

  const startOver = (): void => {
    book = undefined
    later = []
    attempt = {}
  }
  return {
    startOver,
    book: () => book,
    add(events: readonly Event[]): void {
      if (book === undefined) later.push(...events)
      else for (const event of events) book.apply(event)
    },
    /** The book as of now, or undefined where the chain was rewound meanwhile. */
    async read(): Promise<KeeperBook | undefined> {
      startOver()
      const mine = attempt
      const fresh = createKeeperBook()
      for await (const events of history.read(KEEPER_EVENTS, history.head())) {
        if (attempt !== mine) return undefined
        for (const event of events) fresh.apply(event)
      }
      if (attempt !== mine) return undefined
      for (const event of later.splice(0)) fresh.apply(event)
      book = fresh
      return book
    },
  }
}

/** Gives the pool what is due. */
function createHand(options: KeeperOptions, dependencies: KeeperDependencies) {
  const { pool, clock, log, metrics } = dependencies
  const watch = createProposalWatch(dependencies)

  const refuse = ({ schedule }: KeeperBook, { call }: Duty, error: PoolError): void => {
    schedule.clear(call)
    const rule = error.data === undefined ? undefined : errorNameOf(error.data)
    log.debug({ kind: call.kind, args: call.args, rule }, 'nothing is due here after all')
  }
  /** Answers whether there may be more. */
  const give = (book: KeeperBook, duty: Duty): boolean => {
    const added = pool.addOperation({ operation: { call: duty.call }, encoded: duty.encoded })
    if (!added.ok && added.error.name === 'PoolFull') return false
    if (added.ok || added.error.name === 'AlreadyKnown') book.schedule.give(duty, clock.milliseconds())
    else refuse(book, duty, added.error)
    return true
  }

  return {
    offer(book: KeeperBook): void {
      const { schedule, proposals } = book
      const now = clock.now()
      schedule.ripen(now)
      schedule.takeBack(clock.milliseconds() - options.retryMs)
      while (schedule.given < options.share) {
        const duty = schedule.first()
        if (duty === undefined || !give(book, duty)) break
      }
      watch.look(proposals, now, options.looks)
      metrics?.gauge('keeper_due', schedule.due)
    },
  }
}
