import type { RpcContext } from './context.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import type { RpcChain } from './ports.ts'

/** Blocks whose transactions and bytes one answer counts: nothing was posted for minutes where there are more. */
const MOST_COUNTED = 400n

/** What stands in no batch yet. */
async function unposted(chain: RpcChain): Promise<object> {
  const last = await chain.batches.last()
  const first = (last?.lastBlock ?? 0n) + 1n
  const head = chain.head().header.number
  if (first > head) return { blocks: '0x0', since: null, transactions: '0x0', bytes: '0x0' }
  const since = (await chain.headerByNumber(first))?.header.time
  const shown = { blocks: quantity(head - first + 1n), since: since === undefined ? null : quantity(since) }
  if (head - first >= MOST_COUNTED) return { ...shown, transactions: null, bytes: null }
  let [transactions, size] = [0, 0]
  for (let block = first; block <= head; block++) {
    transactions += (await chain.transactionCount(block)) ?? 0
    for (const { bytes } of (await chain.segmentsOf(block)) ?? []) size += bytes.length
  }
  return { ...shown, transactions: quantity(transactions), bytes: quantity(size) }
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
