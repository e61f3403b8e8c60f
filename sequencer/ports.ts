import type { BatchToPost } from '@distribute/bridge-contracts'
import type {
  BatchClaim, BlockBuilder, ChainConfig, Event, EventName, ExecutedBlock, ExecutedSegment, StateReader,
} from '@distribute/state-machine'

/** Time and the event loop. */
export interface Clock {
  /** Chain time in seconds: L1's time carried forward. */
  now(): bigint
  /** Milliseconds that never go back; only their differences mean something. */
  milliseconds(): number
  /** Resolves after `ms` milliseconds, or as soon as `signal` aborts; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** Resolves once the event loop has served what was waiting. */
  turn(): Promise<void>
}

/** pino's shape: facts first. */
export interface Log {
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

export interface Metrics {
  /** Adds to a counter (1 by default). */
  count(name: CounterName, by?: number): void
  gauge(name: GaugeName, value: number): void
}

/** Every metric of this room; durations in seconds. */
export const METRICS = [
  'pool_added_total', 'pool_refused_total', 'pool_dropped_total',
  'builder_blocks_total', 'builder_transactions_total', 'builder_skipped_total', 'builder_faults_total',
  'builder_block_seconds', 'builder_block_bytes',
  'batcher_batches_total', 'batcher_bytes_total', 'batcher_faults_total', 'batcher_last_block', 'batcher_unposted_age_seconds',
  'keeper_due', 'keeper_done_total', 'keeper_faults_total',
] as const
export type MetricName = (typeof METRICS)[number]
/** What only grows is called …_total, as Prometheus wants it. */
export type CounterName = Extract<MetricName, `${string}_total`>
export type GaugeName = Exclude<MetricName, CounterName>

export interface ChainHead {
  readonly number: bigint
  readonly time: bigint
  readonly cursor: bigint
}

/** The chain that blocks are built on. */
export interface BlockTarget {
  readonly config: ChainConfig
  /** The state at the head. */
  readonly state: StateReader
  head(): ChainHead
  /** Inbox length up to which entries may be read now (L1-safe, or half the delay old and 64 blocks deep). */
  readableEntries(): bigint
  /** Opens a block over the head, not yet sealed; nothing else may change the chain until it is committed or aborted. */
  begin(t: bigint): BlockBuilder
  /** Stores, signs and publishes in one step. Where it rejects, the block never existed and the builder aborts it. */
  commit(block: ExecutedBlock): Promise<void>
}

/** What the chain's blocks have said so far: the keeper reads it where it starts, and where blocks were taken back. */
export interface EventHistory {
  /** The newest block. */
  head(): bigint
  /** The events of these names up to and with block `to`, in order, in pieces. */
  read(names: readonly EventName[], to: bigint): AsyncIterable<readonly Event[]>
}

/** A block as it is posted. */
export interface BlockBytes {
  readonly number: bigint
  /** Seconds. */
  readonly time: bigint
  readonly segments: readonly ExecutedSegment[]
}

/** What L1 wants to see of a batch's last block. */
export type BatchProof = Pick<BatchToPost, 'chain' | 'inboxRolling'>

/** The stored chain, as the batcher reads it. */
export interface BatchSource {
  head(): ChainHead
  readableEntries(): bigint
  /** The blocks behind `number`, whole and in order: as many as stay within the limits, and one at least if there is any. */
  blocksAfter(number: bigint, limit: { readonly bytes: number; readonly segments: number }): Promise<readonly BlockBytes[]>
  /** The state root behind a block, or undefined where the chain does not have it (yet). */
  rootOf(number: bigint): Promise<Uint8Array | undefined>
  /** The `chain` record proven in that block's root, and the inbox's rolling hash at its cursor. */
  proofOf(number: bigint): Promise<BatchProof>
}

export interface L1Head {
  readonly number: bigint
  readonly hash: Uint8Array
  /** Seconds. */
  readonly time: bigint
}

/** The last batch on L1. */
export interface BatchHead {
  readonly index: bigint
  /** Number of its last block. */
  readonly lastBlock: bigint
  /** The claim that stands for it. */
  readonly claim: BatchClaim
  /** L1 time in seconds. */
  readonly postedAt: bigint
}

/** How a batch travels to L1. */
export type Carrier = 'calldata' | 'blob'

/** What waits for a batch. */
export interface Load {
  readonly segments: number
  /** Of calldata, if it went as such. */
  readonly bytes: number
}

/** The way to L1. All of it rejects with L1Error. */
export interface L1Poster {
  head(): Promise<L1Head>
  /** As of the head that was asked for last, or of a later one. */
  batchHead(): Promise<BatchHead>
  /** Whether something that is known here keeps every batch back; left out: nothing is. What it is `post` says. */
  isBlocked?(): boolean
  /** How such a load should travel now, if blobs can carry it; left out: as calldata. */
  carrierFor?(load: Load): Promise<Carrier>
  /** Resolves once the transaction is in an L1 block. `signal` gives up waiting. */
  post(batch: BatchToPost, signal: AbortSignal, carrier: Carrier): Promise<{ readonly hash: Uint8Array }>
}
