import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Address, InboxEntry, Operation, Transaction } from '@distribute/state-machine'
import type { Chain } from '../chain/chain.ts'
import type { L1Contracts, Succession } from '@distribute/bridge-contracts'
import type { FileHandler } from '../documents/http.ts'
import type { Relay } from '../registrar/relay.ts'
import type { PromiseWatch } from '../promises/start.ts'
import type { Standing } from '../sequencing/succession.ts'
import type { ClaimNews, VoidRoots } from '../derivation/claim-news.ts'

/** What is read of the chain. */
export type RpcChain = Pick<
  Chain,
  | 'config' | 'genesisHash' | 'head' | 'heads' | 'headerByNumber' | 'headerByHash' | 'transactions' | 'transactionNames' | 'transactionCount' | 'transaction' | 'transactionAt' | 'readAt'
  | 'proveAt' | 'useNearTreeAt' | 'segmentsOf' | 'state' | 'catalog' | 'logs' | 'promiseOf' | 'inbox' | 'batches' | 'subscribe' | 'oldestState'
>

/** A batch as L1 has it, and the claim that stands for it. */
export type StoredBatch = NonNullable<Awaited<ReturnType<Chain['batches']['get']>>>

export interface PooledTransaction {
  readonly transaction: Transaction
  readonly hash: Uint8Array
  readonly sender: Address
  /** The compact form, which goes into segments. */
  readonly encoded: Uint8Array
  /** As the client sent it. */
  readonly raw: Uint8Array
}

/** Code, words and data as the client gets them. */
export interface PoolRefusal {
  readonly code: number
  readonly message: string
  readonly data?: Uint8Array
}

export type Added = { readonly ok: true } | { readonly ok: false; readonly error: PoolRefusal }

export interface PooledOperation {
  readonly operation: Operation
  readonly encoded: Uint8Array
}

/** An account's transactions that wait: those that can run, and those behind a gap of nonces. */
export interface PooledAccount {
  readonly address: Address
  readonly pending: readonly PooledTransaction[]
  readonly queued: readonly PooledTransaction[]
}

/** Where transactions wait; sequencer's Pool, or on a replica what passes them on. */
export interface RpcPool {
  add(transaction: PooledTransaction): Added
  addOperation(pooled: PooledOperation): Added
  get(hash: Uint8Array): PooledTransaction | undefined
  /** The next nonce after what waits executable. */
  nonceOf(address: Address): bigint
  pendingCount(): number
  queuedCount(): number
  content(): readonly PooledAccount[]
  contentOf(address: Address): PooledAccount
  subscribe(listener: (transaction: PooledTransaction) => void): () => void
}

export interface RecoverItem {
  readonly hash: Uint8Array
  readonly r: Uint8Array
  readonly s: Uint8Array
  readonly yParity: 0 | 1
}

/** Senders of many signatures, in order, recovered in worker threads; undefined for those that are none. */
export type RecoverMany = (items: readonly RecoverItem[]) => Promise<readonly (Address | undefined)[]>

export interface L1Block {
  readonly number: bigint
  readonly hash: Uint8Array
  readonly time: bigint
  readonly parentHash?: Uint8Array
}

/** What this node knows of L1 by following it. Reads must not wait for L1. */
export interface NodeStatus {
  readonly role: 'sequencer' | 'replica'
  readonly l1ChainId: bigint
  readonly contracts: L1Contracts
  /** Seconds that roots can be challenged. */
  readonly challengeWindow: bigint
  /** The last block seen; absent before L1 answered for the first time. */
  readonly l1Head?: L1Block
  readonly l1Safe?: L1Block
  readonly l1Finalized?: L1Block
  /** Up to which L1 block everything is derived. */
  readonly derived?: L1Block
  /** Who sequences, as L1 says. */
  readonly succession?: Succession
  /** Where this node stands in that, if it has a sequencer's keys. */
  readonly standing?: Standing
  /** Roots on L1 that execution does not give. */
  readonly wrongRoots?: readonly { readonly batch: bigint; readonly segment: number; readonly posted: Uint8Array; readonly right: Uint8Array }[]
  /** Every conviction there was. */
  readonly voidRoots?: readonly VoidRoots[]
  /** Set while this node catches up. */
  readonly syncing?: { readonly startingBlock: bigint; readonly currentBlock: bigint; readonly highestBlock: bigint }
}

export interface PlacedEntry {
  readonly index: bigint
  readonly entry: InboxEntry
}

/** How the node is. Seconds of the machine's clock, and of L1 its blocks. */
export interface NodeHealth {
  readonly ready: boolean
  /** why it is not ready */
  readonly code?: string
  /** why it is not ready, or what people should look at all the same */
  readonly words?: string
  readonly startedAt: bigint
  readonly now: bigint
  readonly l1Silence: bigint
  readonly l1Behind: bigint
}

/** Gas, and wei for each. */
export interface PostingCost {
  readonly gasUsed: bigint
  readonly gasPrice: bigint
  readonly blobGasUsed: bigint
  readonly blobGasPrice: bigint
}

export interface StatusPort {
  /** From memory. */
  status(): NodeStatus
  /** From memory. */
  about(): NodeHealth
  /** What a batch's transaction cost; undefined where L1 has no receipt of it. Rejects where L1 does not answer. */
  costOf(batch: Pick<StoredBatch, 'transactionHash' | 'l1Hash'>): Promise<PostingCost | undefined>
  /** Tells what becomes of claims on L1 until what it answers is called. */
  onClaims(listener: (news: ClaimNews) => void): () => void
  /** Whether L1 has paid this withdrawal; asks L1, or what was followed of it. Rejects where L1 does not answer. */
  isClaimed(withdrawal: bigint): Promise<boolean>
  /** The inbox entries that an L1 transaction made, as L1 logs them; none for one that L1 does not know. */
  entriesOf(l1Transaction: Uint8Array): Promise<readonly PlacedEntry[]>
}

/** The clock and the snapshots of a devnet, over L1 and L2 together. */
export interface DevnetPort {
  /** Moves both clocks forward; answers by how many seconds in all. */
  increaseTime(seconds: bigint): Promise<bigint>
  mine(blocks: number): Promise<void>
  snapshot(): Promise<bigint>
  /** Whether there was such a snapshot. */
  revert(id: bigint): Promise<boolean>
}

/** Passes what is sent on to the sequencer. */
export interface ForwardPort {
  /** Rejects with the sequencer's RpcError. */
  one(method: string, params: readonly unknown[]): Promise<unknown>
  /** Each one's result, or its RpcError as a value; the sequencer takes them in this order. Rejects where none was answered. */
  many(method: string, params: readonly (readonly unknown[])[]): Promise<readonly unknown[]>
}

/** Everything the server needs. */
export interface RpcDependencies {
  readonly chain: RpcChain
  /** Absent on a node that takes no transactions. */
  readonly pool?: RpcPool
  /** Whether what comes into the pool can be built now; where it is not given, always. */
  readonly isSequencing?: () => boolean
  /** Where transactions go while this node builds none. */
  readonly forward?: ForwardPort
  /** Where this node admits members in the registrar's name. */
  readonly relay?: Relay
  /** Members' files under /files/. */
  readonly files?: FileHandler
  readonly recoverMany: RecoverMany
  readonly status: StatusPort
  /** A blob of the community's batches by versioned hash; undefined where it is not kept here. */
  readonly blobOf: (versionedHash: Uint8Array) => Promise<Uint8Array | undefined>
  /** Chain time of a block made now, in seconds; where it is not given, calls run at the time of the block they are asked on. */
  readonly now?: () => bigint
  /** The promises that this node keeps, and what of them was broken. */
  readonly promises?: Pick<PromiseWatch, 'at' | 'submit' | 'termOf' | 'breaches' | 'onKept'>
  /** Absent but on a devnet: its methods then do not exist. */
  readonly devnet?: DevnetPort
  /** Answers a browser's GET that is for the members' page, and says so. */
  readonly page?: (request: IncomingMessage, response: ServerResponse) => boolean
  /** As web3_clientVersion answers it: name/version. */
  readonly clientVersion: string
  readonly log: Logger
  /**
   * Told of requests that were answered: milliseconds, the error's code or 0, and how many they were, 1 if nothing else is said. Unknown
   * methods come as "unknown", what is no request as "invalid".
   */
  readonly measure?: (method: string, milliseconds: number, code: number, times?: number) => void
  /** Told of each connection that was one too many. */
  readonly onRefused?: (kind: 'http' | 'websocket') => void
}

/** pino's shape: facts first. */
export interface Logger {
  warn(facts: object, message: string): void
  error(fields: object, message: string): void
}
