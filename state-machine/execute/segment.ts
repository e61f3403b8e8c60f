import type { InboxEntry } from '../codec/entry.ts'
import { decodeSegment, type SegmentHead } from '../codec/segment.ts'
import { decodeItem, type Item } from '../codec/transaction.ts'
import { keccak256, keccak256Of } from '../hash.ts'
import { KINDS, SEGMENT, type KindName } from '../params.ts'
import { max, min } from '../rules/arithmetic.ts'
import { createLedger, type Ledger, type StateReader, type Write } from '../state/ledger.ts'
import type { RecordOf } from '../state/layout.ts'
import type { ChainConfig } from './call.ts'
import { executeEntry } from './entry.ts'
import { skipped, type Outcome } from './outcome.ts'
import { executeOperation, executeTransaction, type Run, type TransactionOptions } from './transaction.ts'

/** The L1 inbox as a segment may see it: `length` is what it was when the segment was first posted. */
export interface Inbox {
  readonly length: bigint
  /** Defined for every index below `length`. */
  entry(index: bigint): InboxEntry | undefined
}

export interface SegmentResult {
  readonly writes: readonly Write[]
  readonly outcomes: readonly Outcome[]
  /** The chain record behind the segment. */
  readonly chain: RecordOf<'chain'>
}

/** A segment while it runs, item by item: the block builder and executeSegment share it. */
export interface SegmentRun {
  /** Whether a call of this kind still stands within the limits; what does not is skipped. */
  fits(kind: KindName): boolean
  execute(item: Item, options?: TransactionOptions): Outcome
  skipUndecodable(): Outcome
  /** Reads up to `count` entries, never past the limit or the inbox's end. */
  readEntries(count: number): readonly Outcome[]
  /** Takes the last, skipped, item out of the counts: it will not stand in the segment's bytes. */
  forget(kind: KindName): void
  /** Ends the segment: `bytes` are what stands for it on L1, `last` says that its block ends with it. */
  finish(bytes: Uint8Array, last: boolean): SegmentResult
}

/** Block time: max(parent's, min(t, time of the oldest unread entry + inboxDelay)). rollup.md section 4. */
const blockTime = (chain: RecordOf<'chain'>, t: bigint, inbox: Inbox, { genesis }: ChainConfig): bigint => {
  const oldest = chain.cursor < inbox.length ? inbox.entry(chain.cursor) : undefined
  const bounded = oldest === undefined ? t : min(t, oldest.time + genesis.parameters.inboxDelay)
  return max(chain.time, bounded)
}

/** The chain record of the block that runs, begun with time `t` where none is open. */
export const openBlock = (ledger: Ledger, t: bigint, inbox: Inbox, config: ChainConfig): RecordOf<'chain'> => {
  const chain = ledger.get('chain')
  if (chain.open === 1n) return chain
  const time = blockTime(chain, t, inbox, config)
  const opened = { ...chain, number: chain.number + 1n, time, open: 1n, bodyHash: new Uint8Array(32) }
  ledger.put('chain', opened)
  return opened
}

/** Begins a segment on a ledger that may have run others before it. */
export const beginSegment = (ledger: Ledger, head: SegmentHead, inbox: Inbox, config: ChainConfig): SegmentRun => {
  const run: Run = { ledger, config, now: openBlock(ledger, head.t, inbox, config).time }
  const outcomes: Outcome[] = []
  let items = 0
  let records: number = SEGMENT.sharedRecords

  const fits = (kind: KindName): boolean =>
    items < SEGMENT.transactions && records + KINDS[kind].records <= SEGMENT.records
  const add = (outcome: Outcome): Outcome => {
    outcomes.push(outcome)
    return outcome
  }
  const within = (item: Item, options: TransactionOptions | undefined): Outcome => {
    records += KINDS[kindOf(item)].records
    if (item.type === 'operation') return executeOperation(run, item.operation)
    return executeTransaction(run, item.transaction, options)
  }
  const readNext = (): Outcome => {
    const chain = ledger.get('chain')
    const entry = inbox.entry(chain.cursor)
    ledger.put('chain', { ...chain, cursor: chain.cursor + 1n })
    return entry === undefined ? skipped('Undecodable') : executeEntry(run, chain.cursor, entry)
  }

  return {
    fits,
    execute(item, options) {
      const outcome = fits(kindOf(item)) ? within(item, options) : skipped('OverLimits')
      items += 1
      return add(outcome)
    },
    skipUndecodable() {
      items += 1
      return add(skipped('Undecodable'))
    },
    readEntries(count) {
      const unread = inbox.length - ledger.get('chain').cursor
      const readable = Number(min(BigInt(Math.min(count, SEGMENT.entries)), max(unread, 0n)))
      return Array.from({ length: readable }, () => add(readNext()))
    },
    forget(kind) {
      outcomes.pop()
      items -= 1
      records -= KINDS[kind].records
    },
    finish(bytes, last) {
      const chain = ledger.get('chain')
      const bodyHash = keccak256Of(chain.bodyHash, keccak256(bytes))
      const closed = { ...chain, bodyHash, open: last ? 0n : 1n }
      ledger.put('chain', closed)
      return { writes: ledger.flush(), outcomes, chain: closed }
    },
  }
}

const kindOf = (item: Item): KindName => (item.type === 'operation' ? item.operation : item.transaction).call.kind

/** Runs a segment on a ledger that may have run others before it. Total: it has a result for every byte string. */
export const runSegment = (ledger: Ledger, bytes: Uint8Array, inbox: Inbox, config: ChainConfig): SegmentResult => {
  const { head, items, count } = decodeSegment(bytes)
  const run = beginSegment(ledger, head, inbox, config)
  if (head.inbox) run.readEntries(count)
  for (const item of items) {
    const decoded = decodeItem(item)
    if (decoded === undefined) run.skipUndecodable()
    else run.execute(decoded)
  }
  return run.finish(bytes, head.last)
}

/**
 * What one posted segment does to the state: the function that the sequencer, a replica, the prover and a browser all run, and
 * that a fraud proof re-runs on L1. Pure and total: every byte string has exactly one result, and none throws. rollup.md section 4.
 */
export const executeSegment = (
  state: StateReader,
  bytes: Uint8Array,
  inbox: Inbox,
  config: ChainConfig,
): SegmentResult => runSegment(createLedger(state), bytes, inbox, config)

