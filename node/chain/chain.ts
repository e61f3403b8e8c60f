import type { BlockBuilder, ChainConfig, ExecutedBlock, ExecutedSegment, Genesis, Inbox, Recover, StateReader, Tree } from '@distribute/state-machine'
import { SEGMENT } from '@distribute/state-machine'
import type { CatalogProgress } from '../catalog/build.ts'
import type { Catalog } from '../catalog/read.ts'
import { createCatalog } from '../catalog/read.ts'
import type { StoredBatch } from '../storage/batch-row.ts'
import type { SignedPromise } from '../storage/block-row.ts'
import { openDatabase } from '../storage/database.ts'
import type { Database } from '../storage/database.ts'
import type { EntryRow } from '../storage/entry-row.ts'
import { appendBlock } from './append.ts'
import { batchOfBlock, readBatch, readLastBatch } from './batches.ts'
import { beginBlock } from './builder.ts'
import type { ChainEvent, Core } from './core.ts'
import { headState } from './head-state.ts'
import { createFinalizedTree } from './finalized-tree.ts'
import type { FinalizedTree } from './finalized-tree.ts'
import type { Head } from './head.ts'
import type { Heads } from './heads.ts'
import { readAt } from './history.ts'
import { createInboxView, readEntry, rollingAt } from './inbox.ts'
import type { NewEntry } from './inbox.ts'
import type { Sign } from './journal.ts'
import { forgetSigned, highestSigned } from './journal.ts'
import { createKeptPromises } from './kept-promises.ts'
import type { KeptPromises } from './kept-promises.ts'
import { createL1Records, noteKey } from './l1-records.ts'
import type { L1Records, L1Update } from './l1-records.ts'
import type { LogFilter, StoredLog } from './logs.ts'
import { findLogs } from './logs.ts'
import { openCore } from './open-core.ts'
import type { StateProof } from './proofs.ts'
import { proveAt, useNearTreeAt, useTreeAt } from './proofs.ts'
import type { Pruner } from './prune.ts'
import { createPruner } from './prune.ts'
import { rewindChain } from './rewind.ts'
import { readBlock, readBlockRow, readNumberOf, readSegments } from './rows.ts'
import type { StoredTransaction, TransactionName } from './transactions.ts'
import { readTransaction, readTransactionAt, readTransactionNames, readTransactions } from './transactions.ts'

export interface ChainOptions {
  readonly directory: string
  readonly genesis: Genesis
  readonly recover: Recover
  /** Keeps the state of every block for ever. */
  readonly archive?: boolean
  /** Blocks before the finalized one whose state is kept without `archive`; 128 where it is not given. */
  readonly historyMargin?: bigint
  /** Bytes of a segment in blocks made here; the protocol's maximum where it is not given. */
  readonly segmentMaxBytes?: number
  /** Told now and then while the catalog of an older directory is built. */
  readonly progress?: (progress: CatalogProgress) => void
}

/**
 * The chain of this node on its disk: blocks, state and what is known of L1. What is written is on the disk when the
 * promise resolves, whole, or was never there. Faults are StorageError and ChainError.
 */
export interface Chain {
  readonly config: ChainConfig
  readonly genesisHash: Uint8Array
  /** For executing the next block (executeBlock), which `append` then takes. */
  readonly tree: Tree
  /** The head's state, also while the next block is made. */
  readonly state: StateReader
  head(): Head
  heads(): Heads
  /** Safe and finalized, both at most the head. Throws ChainError `bad-heads`. */
  setHeads(heads: Omit<Heads, 'latest'>): Promise<void>
  /** A builder over the head, with the inbox as known now or the one given. Throws ChainError `busy`. */
  begin(t: bigint, inbox?: Inbox): BlockBuilder
  /** Throws ChainError `busy`, `not-next`, `already-signed`; then the tree is as before the block. */
  append(block: ExecutedBlock, sign?: Sign): Promise<Head>
  rewind(to: bigint): Promise<void>
  /** The newest block that has read at most `length` inbox entries: where to rewind to when L1 lost the ones after. */
  lastBlockWithin(length: bigint): Promise<bigint>
  headerByNumber(number: bigint): Promise<Head | undefined>
  headerByHash(hash: Uint8Array): Promise<Head | undefined>
  segmentsOf(number: bigint): Promise<readonly ExecutedSegment[] | undefined>
  promiseOf(number: bigint): Promise<SignedPromise | undefined>
  /** Below it nothing is signed any more; -1 where nothing ever was. */
  highestSigned(): Promise<bigint>
  /** Frees the numbers from here on for signing: their promises name an L1 block that a reorg took away, and bind nobody. */
  forgetSigned(from: bigint): Promise<void>
  /** Empty also where there is no such block. */
  transactions(number: bigint): Promise<readonly StoredTransaction[]>
  /** What a list of them says: cheaper by far. */
  transactionNames(number: bigint): Promise<readonly TransactionName[]>
  /** Undefined where there is no such block. */
  transactionCount(number: bigint): Promise<number | undefined>
  transactionAt(number: bigint, index: number): Promise<StoredTransaction | undefined>
  transaction(hash: Uint8Array): Promise<StoredTransaction | undefined>
  readAt<T>(block: bigint, read: (state: StateReader) => T): Promise<T>
  proveAt(block: bigint, keys: readonly Uint8Array[]): Promise<StateProof>
  /** Lends the state after a block as a tree, which has to be as before when `use` returns. */
  useTreeAt<T>(block: bigint, use: (tree: Tree) => T): Promise<T>
  /** The same where it is cheap; throws ChainError `proof-too-far` else, as proveAt does. */
  useNearTreeAt<T>(block: bigint, use: (tree: Tree) => T): Promise<T>
  logs(filter: LogFilter): Promise<readonly StoredLog[]>
  /** The oldest block whose state can be read. */
  oldestState(): bigint
  /** Which projects, stakes, seats, … there are, and what concerned whom. */
  readonly catalog: Catalog
  readonly inbox: ChainInbox
  readonly batches: ChainBatches
  /** What its sequencers promised, as it was given to this node. */
  readonly kept: KeptPromises
  readonly meta: ChainMeta
  /** What a stretch of L1 brought, in one write. */
  updateL1(update: L1Update): Promise<void>
  subscribe(listener: (event: ChainEvent) => void): () => void
  /** Waits for what is under way; the directory is free afterwards. */
  close(): Promise<void>
}

export interface ChainInbox {
  readonly length: bigint
  /** The first `length` entries, or all; never more than there are. */
  view(length?: bigint): Inbox
  append(entries: readonly NewEntry[]): Promise<void>
  /** Throws ChainError `entries-in-use` below what the head has read. */
  truncate(length: bigint): Promise<void>
  entry(index: bigint): Promise<EntryRow | undefined>
  /** The rolling hash over the first `length` entries, or all. */
  rolling(length?: bigint): Promise<Uint8Array>
}

export interface ChainBatches {
  put(batch: StoredBatch): Promise<void>
  get(index: bigint): Promise<StoredBatch | undefined>
  truncate(from: bigint): Promise<void>
  last(): Promise<StoredBatch | undefined>
  ofBlock(number: bigint): Promise<StoredBatch | undefined>
}

export interface ChainMeta {
  get(name: string): Promise<Uint8Array | undefined>
  put(name: string, value: Uint8Array | null): Promise<void>
}

const HISTORY_MARGIN = 128n

/**
 * Opens the data directory, or starts the chain in an empty one. `open` is how bytes are kept: LevelDB where nothing else is given.
 * Throws StorageError; nothing stays open then.
 */
export async function openChain(options: ChainOptions, open: (directory: string) => Promise<Database> = openDatabase): Promise<Chain> {
  const { directory, genesis, recover, archive = false, historyMargin = HISTORY_MARGIN, segmentMaxBytes = SEGMENT.maxBytes, progress } = options
  const database = await open(directory)
  try {
    const core = await openCore(database, { genesis, recover }, { archive, historyMargin, segmentMaxBytes, progress })
    return createChain(core, { records: await createL1Records(core), finalized: createFinalizedTree(core), pruner: createPruner(core) })
  } catch (error) {
    await database.close()
    throw error
  }
}

interface Parts {
  readonly records: L1Records
  readonly finalized: FinalizedTree
  readonly pruner: Pruner
}

function createChain(core: Core, { records, finalized, pruner }: Parts): Chain {
  const { database, config } = core
  const { chainId } = config.genesis
  const updateL1 = async (update: L1Update): Promise<void> => {
    await records.update(update)
    if (update.heads !== undefined) void finalized.follow().then(() => pruner.start())
  }
  const inbox = createInbox(database, records, updateL1)
  pruner.start()
  return {
    config,
    genesisHash: core.genesisHash,
    tree: core.tree,
    state: headState(core),
    head: () => core.head,
    heads: () => ({ latest: core.head.header.number, safe: core.safe, finalized: core.finalized }),
    setHeads: (heads) => updateL1({ heads }),
    begin: (t, view = inbox.view()) => beginBlock(core, t, view),
    append: (block, sign) => appendBlock(core, block, sign),
    rewind: (to) => rewindChain(core, to),
    lastBlockWithin: (length) => lastBlockWithin(core, length),
    headerByNumber: (number) => headerByNumber(core, number),
    headerByHash: (hash) => headerByHash(core, hash),
    segmentsOf: (number) => readSegments(database, number),
    promiseOf: async (number) => (await readBlockRow(database, number))?.promise,
    highestSigned: () => highestSigned(database),
    forgetSigned: (from) => forgetSigned(database, from),
    transactions: (number) => readTransactions(database, number, chainId),
    transactionNames: (number) => readTransactionNames(database, number),
    transactionCount: async (number) => (number > core.head.header.number ? undefined : (await readBlockRow(database, number))?.transactions),
    transactionAt: (number, index) => readTransactionAt(database, number, index, chainId),
    transaction: (hash) => readTransaction(database, hash, chainId),
    readAt: (block, read) => readAt(core, block, read),
    proveAt: (block, keys) => proveAt(core, finalized, block, keys),
    useTreeAt: (block, use) => useTreeAt(core, finalized, block, use),
    useNearTreeAt: (block, use) => useNearTreeAt(core, finalized, block, use),
    logs: (filter) => findLogs(core, filter),
    oldestState: () => core.floor,
    catalog: createCatalog(database),
    inbox,
    batches: createBatches(database, updateL1),
    kept: createKeptPromises(database, chainId),
    meta: { get: (name) => database.get(noteKey(name)), put: (name, value) => updateL1({ meta: { [name]: value } }) },
    updateL1,
    subscribe: (listener) => subscribe(core, listener),
    close: () => closeChain(core, pruner),
  }
}

type Update = (update: L1Update) => Promise<void>

function createInbox(database: Database, records: L1Records, update: Update): ChainInbox {
  const clip = (length: bigint): bigint => (length < records.end().length ? length : records.end().length)
  return {
    get length() {
      return records.end().length
    },
    view: (length = records.end().length) => createInboxView(database, clip(length)),
    append: (entries) => update({ entries }),
    truncate: (length) => update({ inboxLength: length }),
    entry: (index) => readEntry(database, index),
    rolling: (length = records.end().length) => rollingAt(database, length),
  }
}

const createBatches = (database: Database, update: Update): ChainBatches => ({
  put: (batch) => update({ batches: [batch] }),
  get: (index) => readBatch(database, index),
  truncate: (from) => update({ batchesFrom: from }),
  last: () => readLastBatch(database),
  ofBlock: (number) => batchOfBlock(database, number),
})

async function headerByNumber(core: Core, number: bigint): Promise<Head | undefined> {
  if (number === core.head.header.number) return core.head
  // Above the head nothing may show: a block that is being written could be there already.
  return number < 0n || number > core.head.header.number ? undefined : readBlock(core.database, number)
}

async function headerByHash(core: Core, hash: Uint8Array): Promise<Head | undefined> {
  const number = await readNumberOf(core.database, hash)
  return number === undefined ? undefined : headerByNumber(core, number)
}

async function lastBlockWithin(core: Core, length: bigint): Promise<bigint> {
  let low = 0n
  let high = core.head.header.number
  while (low < high) {
    const middle = (low + high + 1n) / 2n
    const row = await readBlockRow(core.database, middle)
    if (row !== undefined && row.cursor <= length) low = middle
    else high = middle - 1n
  }
  return low
}

function subscribe(core: Core, listener: (event: ChainEvent) => void): () => void {
  core.listeners.add(listener)
  return () => void core.listeners.delete(listener)
}

async function closeChain(core: Core, pruner: Pruner): Promise<void> {
  core.closed = true
  await core.turn
  await pruner.settled()
  core.listeners.clear()
  await core.database.close()
}
