import { KINDS, SEGMENT } from '@distribute/state-machine'
import type { ExecutedSegment, KindName } from '@distribute/state-machine'

/**
 * Calldata of postBatch beside its segments: selector, claim, L1 block, rolling hash, offsets, lengths, and the proof of the
 * chain record with 64 siblings, more than any tree holds that nobody has ground.
 */
export const BATCH_OVERHEAD = 4 + 32 * (8 + 2 + 1 + 3 + 2 + 3 + 1 + 64 + 2)
const WORD = 32
/** ABI: an offset and a length, and the state root. */
const SEGMENT_OVERHEAD = 3 * WORD
const ITEM_LENGTH_BYTES = 2
const INBOX_SEGMENT_BYTES = SEGMENT.headBytes + 2

/** Calldata that a segment of so many bytes takes, its root included. */
export const segmentCost = (bytes: number): number => SEGMENT_OVERHEAD + WORD * Math.ceil(bytes / WORD)

export const costOf = (segments: readonly ExecutedSegment[]): number =>
  segments.reduce((cost, { bytes }) => cost + segmentCost(bytes.length), 0)

/** Counts the calldata of a block in the making as its builder cuts it into segments: at most what it will be. */
export interface Meter {
  readonly cost: number
  /** Counts inbox segments for so many entries; before the first item. */
  readEntries(count: number): void
  /** Counts an item, or answers false and counts nothing where the block would pass its budget. */
  add(kind: KindName, bytes: number): boolean
  /** The last item was skipped. */
  forget(): void
}

interface OpenSegment {
  bytes: number
  items: number
  records: number
}

const EMPTY: Readonly<OpenSegment> = { bytes: SEGMENT.headBytes, items: 0, records: SEGMENT.sharedRecords }

export function createMeter({ budget, segmentMaxBytes }: { readonly budget: number; readonly segmentMaxBytes: number }): Meter {
  let closed = 0
  let open = { ...EMPTY }
  let last: { readonly bytes: number; readonly records: number } = { bytes: 0, records: 0 }

  const needsNew = (bytes: number, records: number): boolean =>
    open.items >= SEGMENT.transactions || open.records + records > SEGMENT.records || open.bytes + bytes > segmentMaxBytes

  return {
    get cost() {
      return closed + segmentCost(open.bytes)
    },
    readEntries(count) {
      closed += Math.ceil(count / SEGMENT.entries) * segmentCost(INBOX_SEGMENT_BYTES)
    },
    add(kind, length) {
      const bytes = length + ITEM_LENGTH_BYTES
      const { records } = KINDS[kind]
      const isNew = needsNew(bytes, records)
      const closedThen = isNew ? closed + segmentCost(open.bytes) : closed
      if (closedThen + segmentCost((isNew ? EMPTY : open).bytes + bytes) > budget) return false
      closed = closedThen
      if (isNew) open = { ...EMPTY }
      last = { bytes, records }
      open.bytes += bytes
      open.items += 1
      open.records += records
      return true
    },
    forget() {
      open.bytes -= last.bytes
      open.items -= 1
      open.records -= last.records
    },
  }
}
