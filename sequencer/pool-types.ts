import type {
  Address, ChainConfig, ErrorName, Included, Operation, SkipName, StateReader, Transaction,
} from '@distribute/state-machine'
import type { Clock, Metrics } from './ports.ts'

/** A signed transaction with all that the pool and the builder would otherwise compute again and again. */
export interface PooledTransaction {
  readonly transaction: Transaction
  readonly hash: Uint8Array
  readonly sender: Address
  /** The compact form, as it stands in a segment. */
  readonly encoded: Uint8Array
  /** The signed Ethereum bytes, as they came in. */
  readonly raw: Uint8Array
}

export interface PooledOperation {
  readonly operation: Operation
  readonly encoded: Uint8Array
}

export type PoolErrorName =
  | 'AlreadyKnown'
  | 'Oversized'
  | 'ExceedsBlockGasLimit'
  | 'TipAboveFeeCap'
  | 'FeeCapTooLow'
  | 'IntrinsicGasTooLow'
  | 'NotAllowed'
  | 'NonceMax'
  | 'NonceTooLow'
  | 'InsufficientFunds'
  | 'NeverEnoughCredits'
  | 'ReplacementUnderpriced'
  | 'AccountLimitExceeded'
  | 'PoolFull'
  | 'Reverted'

/** Why the pool refuses. `code` and `message` are what a JSON-RPC client gets (design/clients.md section 3). */
export interface PoolError {
  readonly name: PoolErrorName
  readonly code: -32000 | -32003 | 3
  readonly message: string
  /** The custom error's ABI bytes, where the call itself would fail. */
  readonly data?: Uint8Array
}

export type Added = { readonly ok: true } | { readonly ok: false; readonly error: PoolError }

/** Why the pool let go of a transaction that no block holds. */
export type DropReason = SkipName | 'Replaced' | 'Evicted' | 'Expired' | 'NonceUsed'

export interface PoolOptions {
  /** Transactions in all, gapped ones included. */
  readonly total: number
  /** Gapped transactions of all accounts. */
  readonly totalGapped: number
  /** Executable transactions of an account that a full pool does not take away. */
  readonly accountSlots: number
  /** Executable transactions that one account may have. */
  readonly accountExecutable: number
  /** Gapped transactions that one account may have. */
  readonly accountGapped: number
  /** Percent by which both caps of a replacement must be higher. */
  readonly priceBump: bigint
  /** Seconds of chain time that a gapped transaction is kept. */
  readonly lifetime: bigint
  /** Gas of a block, and so of a transaction. */
  readonly maxGas: bigint
  readonly operations: number
}

/** geth's, but for a community's sizes: no fee market, and bots that send thousands in one go. */
export const POOL_DEFAULTS: PoolOptions = {
  total: 100_000,
  totalGapped: 20_000,
  accountSlots: 64,
  accountExecutable: 16_384,
  accountGapped: 4_096,
  priceBump: 10n,
  lifetime: 3n * 3_600n,
  maxGas: 120_000_000n,
  operations: 4_096,
}

/** What a call would do at the head: an operation that changes nothing is not taken. */
export type DryRun = { readonly ok: true } | { readonly ok: false; readonly error: ErrorName; readonly data: Uint8Array }

export interface PoolDependencies {
  /** The state at the head. */
  readonly state: StateReader
  readonly config: ChainConfig
  readonly clock: Pick<Clock, 'now'>
  dryRun(operation: Operation): DryRun
  /** A policy of the operator: why this transaction is not taken here, or undefined. */
  allow?(pooled: PooledTransaction): string | undefined
  /** Told of each transaction that the pool lets go of although no block holds it. */
  onDrop?(pooled: PooledTransaction, reason: DropReason): void
  readonly metrics?: Metrics
}

/** What a block has done to the accounts; every block of the chain is told to the pool. */
export interface BlockNews {
  readonly outcomes: readonly Included[]
}

/** Until when a transaction waits for credits, in seconds of chain time; undefined: for ever, as things stand. */
export interface Waiting {
  readonly until: bigint | undefined
}

export interface AccountContent {
  readonly address: Address
  readonly pending: readonly PooledTransaction[]
  readonly queued: readonly PooledTransaction[]
}

/** The transactions of one block in the making. Ends with `Pool.onBlock` or `release`; the pool has one at a time. */
export interface Selection {
  /** All that wait, in order of arrival. */
  operations(): readonly PooledOperation[]
  /** The block holds the operation. */
  tookOperation(operation: PooledOperation): void
  /** The operation changed nothing: forgets it. */
  dropOperation(operation: PooledOperation): void
  /** The next one in fair order: accounts take turns, in order of arrival; within an account by nonce. */
  next(): PooledTransaction | undefined
  /** The last one does not fit into this block: it stays the first of the next. */
  giveBack(): void
  /** The last one was skipped: forgets it, or keeps it until the account has credits or its nonce is known again. */
  skipped(reason: SkipName): void
  /** The block does not come to be: everything taken is executable again, in its old order. */
  release(): void
}

export interface Pool {
  add(pooled: PooledTransaction): Added
  addOperation(pooled: PooledOperation): Added
  get(hash: Uint8Array): PooledTransaction | undefined
  /** The nonce of the account's next transaction: that of the head's state plus what is executable. */
  nonceOf(address: Address): bigint
  pendingCount(): number
  queuedCount(): number
  operationCount(): number
  content(): readonly AccountContent[]
  contentOf(address: Address): AccountContent
  /** undefined: unknown, gapped, or nothing but its turn is missing. */
  waiting(hash: Uint8Array): Waiting | undefined
  /** Whether a block at `now` would find something to try. */
  hasWork(now: bigint): boolean
  /** Opens the selection for a block of time `now`. Throws SequencerError `selection-open` if one is. */
  select(now: bigint): Selection
  /** Takes out what the block holds; ends the open selection. */
  onBlock(block: BlockNews): void
  /** After a rewind of the chain: reads all nonces again and takes back what the rewound blocks held. */
  onRewind(rewound: readonly PooledTransaction[]): void
  /** Calls `listener`, which must not throw, for each transaction that becomes executable. Returns how to stop. */
  subscribe(listener: (pooled: PooledTransaction) => void): () => void
  /** Calls `listener`, which must not throw, after each addition. Returns how to stop. */
  onWork(listener: () => void): () => void
}
