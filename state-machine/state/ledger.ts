import { equalBytes, isZero } from '../codec/bytes.ts'
import type { RecordName } from '../params.ts'
import { recordKey, slotName, type Id } from './keys.ts'
import { decodeAny, encodeAny } from './layout.ts'
import type { AnyRecord, RecordOf } from './record.ts'
import { shaped } from './shapes.ts'

/** The state as bytes: what a full tree, a multiproof's partial tree and a database all can give. Answers are never changed later. */
export interface StateReader {
  get(key: Uint8Array): Uint8Array | undefined
}

/** A record to be stored: its words now, and as they stood when the ledger first saw it (null: absent). */
export interface Write {
  readonly key: Uint8Array
  readonly words: Uint8Array
  readonly previous: Uint8Array | null
}

interface Slot {
  readonly name: RecordName
  readonly key: Uint8Array
  readonly previous: Uint8Array | null
  /** What the tree has been told last. */
  flushed: Uint8Array | null
  record: AnyRecord
  /** Stands in the list of what the next flush looks at. */
  touched: boolean
}

/**
 * Typed records over a StateReader, with undo: whatever is written after `mark()` is taken back by `undoTo(mark)`. It loads each
 * record once, so one ledger serves a whole block.
 */
export interface Ledger {
  get<N extends RecordName>(name: N, ...ids: readonly Id[]): RecordOf<N>
  put<N extends RecordName>(name: N, record: RecordOf<N>, ...ids: readonly Id[]): void
  mark(): number
  undoTo(mark: number): void
  /** What changed since the last flush. */
  flush(): readonly Write[]
  /** What changed since the ledger was made, flushed only. */
  changes(): readonly Write[]
  /** How many records have been loaded: what a proof of everything so far must hold. */
  readonly loaded: number
}

export const createLedger = (reader: StateReader): Ledger => {
  const slots = new Map<string, Slot>()
  const touched: Slot[] = []
  // What put() replaced: two lists side by side, as a rule may write the same record five times. Only the first `puts` of each
  // count: a list cut to nothing would grow anew in every segment.
  const written: Slot[] = []
  const replaced: AnyRecord[] = []
  let puts = 0

  // Four ids are the most that a record has; a list of them for each look-up would be half of what a rule allocates.
  const load = (name: RecordName, a?: Id, b?: Id, c?: Id, d?: Id): Slot => {
    const id = b === undefined ? slotName(name, a) : slotName(name, a, b, c, d)
    return slots.get(id) ?? open(id, name, b === undefined ? recordKey(name, a) : recordKey(name, a, b, c, d))
  }

  const open = (id: string, name: RecordName, key: Uint8Array): Slot => {
    const words = reader.get(key) ?? null
    const slot: Slot = {
      name,
      key,
      previous: words,
      flushed: words,
      record: shaped(name, decodeAny(name, words ?? undefined)),
      touched: false,
    }
    slots.set(id, slot)
    return slot
  }

  const flushSlot = (slot: Slot): Write | undefined => {
    const words = encodeAny(slot.name, slot.record)
    const same = slot.flushed === null ? isZero(words) : equalBytes(words, slot.flushed)
    if (same) return undefined
    slot.flushed = words
    return { key: slot.key, words, previous: slot.previous }
  }

  return {
    get: <N extends RecordName>(name: N, a?: Id, b?: Id, c?: Id, d?: Id) => load(name, a, b, c, d).record as RecordOf<N>,
    put(name, record, a?: Id, b?: Id, c?: Id, d?: Id) {
      const slot = load(name, a, b, c, d)
      written[puts] = slot
      replaced[puts++] = slot.record
      slot.record = shaped(name, record)
      if (slot.touched) return
      slot.touched = true
      touched.push(slot)
    },
    mark: () => puts,
    undoTo(mark) {
      while (puts > mark) written[--puts]!.record = replaced[puts]!
    },
    flush() {
      puts = 0
      const writes: Write[] = []
      for (const slot of touched) {
        slot.touched = false
        const write = flushSlot(slot)
        if (write !== undefined) writes.push(write)
      }
      touched.length = 0
      return writes
    },
    changes: () =>
      [...slots.values()].flatMap(({ key, flushed, previous }) =>
        flushed === null || flushed === previous ? [] : [{ key, words: flushed, previous }],
      ),
    get loaded() {
      return slots.size
    },
  }
}
