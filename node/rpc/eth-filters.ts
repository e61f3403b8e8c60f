import { toHex } from '@distribute/state-machine'
import type { RpcContext } from './context.ts'
import { text } from './decoders.ts'
import { findLogs, logsBetween, MAX_LOG_RANGE } from './eth-logs.ts'
import type { BlockRange } from './eth-logs.ts'
import { filterNotFound } from './filters.ts'
import type { Filter } from './filters.ts'
import { logQuery } from './log-query.ts'
import type { LogQuery } from './log-query.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import { numberOfTag } from './resolve-block.ts'

/** The blocks a filter was not told about yet, at most as many as a log query may span; the rest comes with the next poll. */
function takeRange({ deps }: RpcContext, filter: { next: bigint }): BlockRange | undefined {
  const { latest } = deps.chain.heads()
  const from = filter.next
  if (from > latest) return undefined
  const to = latest - from < MAX_LOG_RANGE ? latest : from + MAX_LOG_RANGE - 1n
  filter.next = to + 1n
  return { from, to }
}

/** The part of a range that the filter's own bounds allow. */
function clip({ deps }: RpcContext, { from, to }: BlockRange, query: LogQuery): BlockRange | undefined {
  const low = query.from?.by === 'number' && query.from.number > from ? query.from.number : from
  const end = query.to === undefined || query.to.by === 'hash' || (query.to.by === 'tag' && query.to.tag !== 'earliest')
    ? to
    : query.to.by === 'number' ? query.to.number : numberOfTag(deps.chain, query.to.tag)
  const high = end < to ? end : to
  return low > high ? undefined : { from: low, to: high }
}

async function logChanges(context: RpcContext, filter: Filter & { kind: 'logs' }): Promise<readonly unknown[]> {
  const range = takeRange(context, filter)
  const wanted = range === undefined ? undefined : clip(context, range, filter.query)
  return wanted === undefined ? [] : logsBetween(context, wanted, filter.query)
}

async function blockChanges(context: RpcContext, filter: Filter & { kind: 'blocks' }): Promise<readonly string[]> {
  const range = takeRange(context, filter)
  if (range === undefined) return []
  const numbers = Array.from({ length: Number(range.to - range.from) + 1 }, (_, i) => range.from + BigInt(i))
  const heads = await Promise.all(numbers.map((number) => context.deps.chain.headerByNumber(number)))
  return heads.flatMap((head) => (head === undefined ? [] : [toHex(head.hash)]))
}

async function changes(context: RpcContext, id: string): Promise<readonly unknown[]> {
  const filter = context.filters.require(id)
  if (filter.kind === 'logs') return logChanges(context, filter)
  if (filter.kind === 'blocks') return blockChanges(context, filter)
  return context.filters.takePending(filter)
}

function filterLogs(context: RpcContext, id: string): Promise<readonly unknown[]> {
  const filter = context.filters.require(id)
  if (filter.kind !== 'logs') throw filterNotFound()
  return findLogs(context, filter.query)
}

export const ethFilters: MethodTable = {
  eth_newFilter: method([logQuery], ({ filters }, query) => filters.addLogs(query)),
  eth_newBlockFilter: method([], ({ filters }) => filters.addBlocks()),
  eth_newPendingTransactionFilter: method([], ({ filters }) => filters.addPending()),
  eth_getFilterChanges: method([text], changes),
  eth_getFilterLogs: method([text], filterLogs),
  eth_uninstallFilter: method([text], ({ filters }, id) => filters.remove(id)),
}
