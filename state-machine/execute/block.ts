import type { Address } from '../codec/address.ts'
import { encodeInboxSegment, encodeTransactionSegment, type SegmentHead } from '../codec/segment.ts'
import { encodeOperation, encodeTransaction, type Item } from '../codec/transaction.ts'
import { SEGMENT, type KindName } from '../params.ts'
import { min } from '../rules/arithmetic.ts'
import { createLedger, type Ledger, type Write } from '../state/ledger.ts'
import type { Tree } from '../tree/tree.ts'
import type { ChainConfig } from './call.ts'
import { BlockError } from './errors.ts'
import type { Included, Outcome } from './outcome.ts'
import { beginSegment, openBlock, runSegment, type Inbox, type SegmentResult, type SegmentRun } from './segment.ts'

/** A segment as it is posted, and the state root behind it. */
export interface ExecutedSegment {
  readonly bytes: Uint8Array
  readonly root: Uint8Array
}

export interface ExecutedBlock {
  readonly number: bigint
  /** Seconds. */
  readonly time: bigint
  readonly bodyHash: Uint8Array
  readonly stateRoot: Uint8Array
  /** Inbox entries read up to and with this block. */
  readonly cursor: bigint
  readonly segments: readonly ExecutedSegment[]
  /** What stands in the block, in order; skipped items do not. */
  readonly outcomes: readonly Included[]
  /** One a record that changed. */
  readonly writes: readonly Write[]
}

/** What who adds an item has computed of it already; the rest is computed here where it is needed. */
export interface KnownForms {
  readonly sender?: Address
  /** The compact form. */
  readonly encoded?: Uint8Array
  /** encodeSigned of a transaction, and its hash. */
  readonly raw?: Uint8Array
  readonly hash?: Uint8Array
}

/** A block while it is made; the tree holds its segments as they are cut. */
export interface BlockBuilder {
  readonly time: bigint
  /** Transactions and operations so far. */
  readonly size: number
  /** Bytes of all segments so far. */
  readonly bytes: number
  /** Reads the next entries, in segments of their own. */
  readEntries(count: number): void
  /** Runs an item, in a new segment where the last one is full; a skipped item leaves no trace. */
  add(item: Item, known?: KnownForms): Outcome
  seal(): ExecutedBlock
  /** Takes everything back: the tree is as before. */
  abort(): void
}

const isIncluded = (outcome: Outcome): outcome is Included => outcome.included

/** Segments of one block in the making, shared by the builder and by the replica. */
const createBlock = (tree: Tree, ledger: Ledger) => {
  const segments: ExecutedSegment[] = []
  const outcomes: Included[] = []
  return {
    segments,
    outcomes,
    append(bytes: Uint8Array, result: SegmentResult): void {
      tree.apply(result.writes)
      segments.push({ bytes, root: tree.root() })
      for (const outcome of result.outcomes) if (isIncluded(outcome)) outcomes.push(outcome)
    },
    undo(): void {
      tree.apply(ledger.changes().map(({ key, previous }) => ({ key, words: previous })))
    },
    finish(): ExecutedBlock {
      const { number, time, bodyHash, cursor } = ledger.get('chain')
      const writes: readonly Write[] = ledger.changes()
      return { number, time, bodyHash, stateRoot: tree.root(), cursor, segments, outcomes, writes }
    },
  }
}

/** Runs the segments of exactly one block, as a replica does, and applies them to the tree. Throws BlockError for none. */
export const executeBlock = (
  tree: Tree,
  config: ChainConfig,
  inbox: Inbox,
  segments: readonly Uint8Array[],
): ExecutedBlock => {
  if (segments.length === 0) throw new BlockError('NoSegments', 'a block has at least one segment')
  const ledger = createLedger(tree)
  const block = createBlock(tree, ledger)
  for (const bytes of segments) block.append(bytes, runSegment(ledger, bytes, inbox, config))
  return block.finish()
}

/** Cuts a batch's segments into blocks, each ending with its last flag; a tail without one is a block too. */
export const splitBlocks = (segments: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] => {
  const blocks: Uint8Array[][] = []
  let open: Uint8Array[] | undefined
  for (const bytes of segments) {
    if (open === undefined) blocks.push((open = []))
    open.push(bytes)
    if (((bytes[0] ?? 0) & SEGMENT.flagLast) !== 0) open = undefined
  }
  return blocks
}

interface OpenSegment {
  readonly run: SegmentRun
  readonly items: Uint8Array[]
  /** Of an inbox segment: entries to read. */
  readonly entries?: number
  readonly first: boolean
  bytes: number
}

export interface BlockOptions {
  /** The sequencer's clock in seconds: the block's t. */
  readonly t: bigint
  /** 4,096 for calldata, 2,046 less its framing where batches may go into blobs. */
  readonly segmentMaxBytes: number
}

const ITEM_LENGTH_BYTES = 2
const NOTHING_KNOWN: KnownForms = {}

const encodeItem = (item: Item): Uint8Array =>
  item.type === 'operation' ? encodeOperation(item.operation) : encodeTransaction(item.transaction)

const kindOf = (item: Item): KindName => (item.type === 'operation' ? item.operation : item.transaction).call.kind

/**
 * Makes a block over the tree's state. A segment is closed only when the next item needs a new one, so that the last one can
 * carry the flag. The bytes run by executeBlock give the same block: both use the same segment code.
 */
export const createBlockBuilder = (
  tree: Tree,
  config: ChainConfig,
  inbox: Inbox,
  { t, segmentMaxBytes }: BlockOptions,
): BlockBuilder => {
  const ledger = createLedger(tree)
  const { time } = openBlock(ledger, t, inbox, config)
  const block = createBlock(tree, ledger)
  let open: OpenSegment | undefined
  let size = 0
  let closedBytes = 0

  const headOf = (segment: OpenSegment, last: boolean): SegmentHead => ({
    last,
    inbox: segment.entries !== undefined,
    t: segment.first ? t : 0n,
  })
  const begin = (entries?: number): OpenSegment => {
    const first = open === undefined && block.segments.length === 0
    if (open !== undefined) close(open, false)
    const head = { last: false, inbox: entries !== undefined, t }
    const kind = entries === undefined ? {} : { entries }
    open = { run: beginSegment(ledger, head, inbox, config), items: [], first, bytes: SEGMENT.headBytes, ...kind }
    return open
  }
  const close = (segment: OpenSegment, last: boolean): void => {
    const head = headOf(segment, last)
    const { entries, items } = segment
    const bytes = entries === undefined ? encodeTransactionSegment(head, items) : encodeInboxSegment(head, entries)
    block.append(bytes, segment.run.finish(bytes, last))
    closedBytes += bytes.length
    open = undefined
  }
  const segmentFor = (kind: KindName, bytes: number): OpenSegment => {
    const usable = open !== undefined && open.entries === undefined && open.run.fits(kind)
    return usable && open !== undefined && open.bytes + bytes <= segmentMaxBytes ? open : begin()
  }

  return {
    time,
    get size() {
      return size
    },
    get bytes() {
      return closedBytes + (open?.bytes ?? 0)
    },
    readEntries(count) {
      const unread = inbox.length - ledger.get('chain').cursor
      // The bytes must not ask for more than is there: the inbox may be longer once they are posted.
      for (let left = Number(min(BigInt(count), unread)); left > 0; left -= SEGMENT.entries) {
        const entries = Math.min(left, SEGMENT.entries)
        begin(entries).run.readEntries(entries)
      }
    },
    add(item, known = NOTHING_KNOWN) {
      const { encoded = encodeItem(item) } = known
      const needed = ITEM_LENGTH_BYTES + encoded.length
      const segment = segmentFor(kindOf(item), needed)
      const outcome = segment.run.execute(item, known)
      if (!outcome.included) {
        segment.run.forget(kindOf(item))
        return outcome
      }
      segment.items.push(encoded)
      segment.bytes += needed
      size += 1
      return outcome
    },
    seal() {
      close(open ?? begin(), true)
      return block.finish()
    },
    abort() {
      block.undo()
    },
  }
}
