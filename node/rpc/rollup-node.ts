import { equalBytes } from '@distribute/state-machine'
import type { RpcContext } from './context.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import type { RpcChain } from './ports.ts'

/** Blocks that one answer counts: nothing was posted for minutes where there are more. */
const MOST_COUNTED = 400n

interface Counted {
  readonly first: bigint
  readonly last: bigint
  readonly lastHash: Uint8Array
  readonly transactions: number
  readonly bytes: number
}

/** Everybody who looks asks again and again: what was counted is not read once more. */
const counts = new WeakMap<RpcChain, Counted>()

/** What was counted from `first` on and still stands. */
async function standing(chain: RpcChain, first: bigint): Promise<Counted | undefined> {
  const before = counts.get(chain)
  if (before === undefined || before.first !== first) return undefined
  const head = await chain.headerByNumber(before.last)
  return head !== undefined && equalBytes(head.hash, before.lastHash) ? before : undefined
}

/** Undefined where they are too many at once, or an L1 reorg takes them away meanwhile. */
async function count(chain: RpcChain, first: bigint): Promise<Counted | undefined> {
  const before = await standing(chain, first)
  const { header: { number: last }, hash: lastHash } = chain.head()
  const next = before === undefined ? first : before.last + 1n
  if (last - next >= MOST_COUNTED) return undefined
  let { transactions, bytes } = before ?? { transactions: 0, bytes: 0 }
  for (let block = next; block <= last; block++) {
    transactions += (await chain.transactionCount(block)) ?? 0
    for (const segment of (await chain.segmentsOf(block)) ?? []) bytes += segment.bytes.length
  }
  const counted = { first, last, lastHash, transactions, bytes }
  counts.set(chain, counted)
  return counted
}

/** What stands in no batch yet. */
async function unposted(chain: RpcChain): Promise<object> {
  const batch = await chain.batches.last()
  const first = (batch?.lastBlock ?? 0n) + 1n
  const head = chain.head().header.number
  if (first > head) return { blocks: '0x0', since: null, transactions: '0x0', bytes: '0x0' }
  const [oldest, counted] = await Promise.all([chain.headerByNumber(first), count(chain, first)])
  return {
    blocks: quantity((counted?.last ?? head) - first + 1n),
    since: oldest === undefined ? null : quantity(oldest.header.time),
    transactions: counted === undefined ? null : quantity(counted.transactions),
    bytes: counted === undefined ? null : quantity(counted.bytes),
  }
}

/** What anybody may know of this node: nothing of its settings, keys and URLs. */
async function node({ deps }: RpcContext): Promise<unknown> {
  const { ready, code = null, words = null, startedAt, now, l1Silence, l1Behind } = deps.status.about()
  const { pool, chain } = deps
  return {
    version: deps.clientVersion,
    startedAt: quantity(startedAt),
    now: quantity(now),
    ready,
    code,
    words,
    l1Silence: quantity(l1Silence),
    l1Behind: quantity(l1Behind),
    pool: pool === undefined ? null : { pending: quantity(pool.pendingCount()), queued: quantity(pool.queuedCount()) },
    unposted: await unposted(chain),
  }
}

export const rollupNode: MethodTable = { rollup_node: method([], node) }
