import { randomBytes } from 'node:crypto'
import { toHex } from '@distribute/state-machine'
import type { LogQuery } from './log-query.ts'
import { invalidInput, limitExceeded } from './errors.ts'
import { quantity } from './hex.ts'
import type { RpcChain, RpcPool } from './ports.ts'

/** What a client polls. `next` is the first block it was not told about. */
export type Filter =
  | { readonly kind: 'logs'; readonly query: LogQuery; next: bigint }
  | { readonly kind: 'blocks'; next: bigint }
  /** A place in the list of pending hashes, which all filters share. */
  | { readonly kind: 'pending'; next: number }

/** The filters of all clients. A filter that nobody asked for longer than five minutes is forgotten, as in geth. */
export interface Filters {
  addLogs(query: LogQuery): string
  addBlocks(): string
  addPending(): string
  /** The hashes that a filter of pending transactions was not told about; it is told by that. A client that does not ask loses the oldest. */
  takePending(filter: Filter): readonly string[]
  /** Throws "filter not found", -32000: viem makes a new one at that. */
  require(id: string): Filter
  remove(id: string): boolean
  close(): void
}

const LIFETIME_MS = 5 * 60_000
const MAX_FILTERS = 10_000
const MAX_PENDING_HASHES = 20_000

export const filterNotFound = (): Error => invalidInput('filter not found')

interface Kept {
  readonly filter: Filter
  usedAt: number
}

/** `now` in milliseconds. */
export function createFilters(chain: Pick<RpcChain, 'heads' | 'subscribe'>, pool: Pick<RpcPool, 'subscribe'> | undefined, now: () => number = Date.now): Filters {
  const kept = new Map<string, Kept>()
  // One list for all: thousands of filters must not each keep the same hashes.
  const pending: string[] = []
  let dropped = 0
  const forgetOld = (): void => {
    for (const [id, { usedAt }] of kept) if (now() - usedAt > LIFETIME_MS) kept.delete(id)
  }
  const add = (filter: Filter): string => {
    forgetOld()
    if (kept.size >= MAX_FILTERS) throw limitExceeded(`too many open filters: at most ${MAX_FILTERS}`)
    // A quantity, as the specification has it: without leading zeros.
    const id = quantity(BigInt(toHex(randomBytes(16))))
    kept.set(id, { filter, usedAt: now() })
    return id
  }
  const next = (): bigint => chain.heads().latest + 1n
  const ends = [
    chain.subscribe((event) => {
      if (event.type === 'rewind') for (const { filter } of kept.values()) rewindFilter(filter, event.to.header.number)
    }),
    pool?.subscribe(({ hash }) => {
      pending.push(toHex(hash))
      if (pending.length > MAX_PENDING_HASHES) dropped += pending.splice(0, MAX_PENDING_HASHES / 2).length
    }),
  ]
  return {
    addLogs: (query) => add({ kind: 'logs', query, next: next() }),
    addBlocks: () => add({ kind: 'blocks', next: next() }),
    addPending: () => add({ kind: 'pending', next: dropped + pending.length }),
    takePending(filter) {
      if (filter.kind !== 'pending') return []
      const hashes = pending.slice(Math.max(0, filter.next - dropped))
      filter.next = dropped + pending.length
      return hashes
    },
    require(id) {
      forgetOld()
      const found = kept.get(id)
      if (found === undefined) throw filterNotFound()
      found.usedAt = now()
      return found.filter
    },
    remove: (id) => kept.delete(id),
    close: () => ends.forEach((end) => end?.()),
  }
}

function rewindFilter(filter: Filter, to: bigint): void {
  if (filter.kind !== 'pending' && filter.next > to + 1n) filter.next = to + 1n
}
