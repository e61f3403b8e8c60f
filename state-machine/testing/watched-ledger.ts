import { KINDS, type Kind, type KindName, type RecordName } from '../params.ts'
import type { Address } from '../codec/address.ts'
import { slotName, type Id } from '../state/keys.ts'
import { decodeAny, type RecordOf } from '../state/layout.ts'
import type { Ledger } from '../state/ledger.ts'

/** A record that a call asked for, as it stood before the call. Records are never changed, only replaced. */
export interface Seen {
  readonly name: RecordName
  readonly ids: readonly Id[]
  readonly before: unknown
}

/** A record that is no more as it was. */
export interface Change extends Seen {
  readonly after: unknown
}

export interface WatchedLedger {
  readonly ledger: Ledger
  /** What has been asked for since the last `begin`, by the slot's name. */
  readonly seen: ReadonlyMap<string, Seen>
  /** Every slot ever asked for. */
  readonly known: ReadonlyMap<string, Seen>
  begin(): void
  /** What changed since the last `begin`. */
  changed(): readonly Change[]
  /** Every record there ever was, as if it had come from nothing. */
  all(): readonly Change[]
}

/** A ledger that notes, call by call, which records are asked for. */
export function watched(inner: Ledger): WatchedLedger {
  const seen = new Map<string, Seen>()
  const known = new Map<string, Seen>()
  const note = <N extends RecordName>(name: N, ids: readonly Id[]): void => {
    const slot = slotName(name, ...ids)
    if (seen.has(slot)) return
    const one: Seen = { name, ids, before: inner.get<N>(name, ...ids) }
    seen.set(slot, one)
    if (!known.has(slot)) known.set(slot, one)
  }
  const ledger: Ledger = {
    get: <N extends RecordName>(name: N, ...ids: readonly Id[]): RecordOf<N> => {
      note(name, ids)
      return inner.get(name, ...ids)
    },
    put: <N extends RecordName>(name: N, record: RecordOf<N>, ...ids: readonly Id[]) => {
      note(name, ids)
      inner.put(name, record, ...ids)
    },
    mark: () => inner.mark(),
    undoTo: (mark) => inner.undoTo(mark),
    flush: () => inner.flush(),
    changes: () => inner.changes(),
    get loaded() {
      return inner.loaded
    },
  }
  const now = <N extends RecordName>(name: N, ids: readonly Id[]): unknown => inner.get<N>(name, ...ids)
  return {
    ledger,
    seen,
    known,
    begin: () => seen.clear(),
    changed: () => [...seen.values()].map((one) => ({ ...one, after: now(one.name, one.ids) })).filter(({ before, after }) => before !== after),
    all: () => [...known.values()].map(({ name, ids }) => ({ name, ids, before: decodeAny(name, undefined), after: now(name, ids) })),
  }
}

const SHARED: ReadonlySet<RecordName> = new Set(['chain', 'pool', 'stream'])

/** How many records beside the shared ones a transaction with this call needs: the sender's account pays the fee. */
export function recordsOf(seen: ReadonlyMap<string, Seen>, sender: Address): number {
  let count = seen.has(sender) ? 0 : 1
  for (const { name } of seen.values()) if (!SHARED.has(name)) count += 1
  return count
}

export const boundOf = (kind: KindName): number => {
  const { records }: Kind = KINDS[kind]
  return records
}
