import { randomBytes } from 'node:crypto'
import { toHex } from '@distribute/state-machine'
import type { LogQuery } from './log-query.ts'
import { invalidInput, limitExceeded } from './errors.ts'
import type { RpcChain, RpcPool } from './ports.ts'

/** What a client polls. `next` is the first block it was not told about. */
export type Filter =
  | { readonly kind: 'logs'; readonly query: LogQuery; next: bigint }
  | { readonly kind: 'blocks'; next: bigint }
  | { readonly kind: 'pending'; hashes: string[] }

/** The filters of all clients. A filter that nobody asked for longer than five minutes is forgotten, as in geth. */
export interface Filters {
  addLogs(query: LogQuery): string
  addBlocks(): string
  addPending(): string
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
  const forgetOld = (): void => {
    for (const [id, { usedAt }] of kept) if (now() - usedAt > LIFETIME_MS) kept.delete(id)
  }
  const add = (filter: Filter): string => {
    forgetOld()
    if (kept.size >= MAX_FILTERS) throw limitExceeded(`too many open filters: at most ${MAX_FILTERS}`)
    const id = toHex(randomBytes(16))
    kept.set(id, { filter, usedAt: now() })
    return id
  }
  const next = (): bigint => chain.heads().latest + 1n
  const ends = [
    chain.subscribe((event) => {
      if (event.type === 'rewind') for (const { filter } of kept.values()) rewindFilter(filter, event.to.header.number)
    }),
    pool?.subscribe(({ hash }) => {
      for (const { filter } of kept.values()) addPendingHash(filter, hash)
    }),
  ]
  return {
    addLogs: (query) => add({ kind: 'logs', query, next: next() }),
    addBlocks: () => add({ kind: 'blocks', next: next() }),
    addPending: () => add({ kind: 'pending', hashes: [] }),
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

/** A client that does not ask loses the oldest. */
function addPendingHash(filter: Filter, hash: Uint8Array): void {
  if (filter.kind !== 'pending') return
  filter.hashes.push(toHex(hash))
  if (filter.hashes.length > MAX_PENDING_HASHES) filter.hashes.splice(0, MAX_PENDING_HASHES / 2)
}
