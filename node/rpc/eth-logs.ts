import { ChainError } from '../chain/errors.ts'
import type { BlockReference } from './block-reference.ts'
import { LATEST } from './block-reference.ts'
import type { RpcContext } from './context.ts'
import { invalidInput, invalidParams, limitExceeded } from './errors.ts'
import { formatLog } from './format-log.ts'
import { logQuery } from './log-query.ts'
import type { LogQuery } from './log-query.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import { numberOfTag } from './resolve-block.ts'

/** Blocks a query may span, and logs it may answer; indexers parse the words and ask for less (clients.md section 1.8). */
export const MAX_LOG_RANGE = 10_000n
const MAX_LOGS = 20_000

export interface BlockRange {
  readonly from: bigint
  readonly to: bigint
}

/** The logs of a range that match, as clients see them, in order. */
export async function logsBetween({ deps }: RpcContext, { from, to }: BlockRange, query: LogQuery): Promise<readonly unknown[]> {
  if (to - from >= MAX_LOG_RANGE) throw limitExceeded(`query exceeds max block range ${MAX_LOG_RANGE}`)
  const { addresses, topics } = query
  const found = await deps.chain.logs({ from, to, addresses, topics, limit: MAX_LOGS }).catch(refuseTooMany)
  return found.map(formatLog)
}

function refuseTooMany(error: unknown): never {
  throw error instanceof ChainError && error.code === 'too-many-logs' ? limitExceeded(error.message) : error
}

function numberOf({ deps }: RpcContext, reference: BlockReference): bigint {
  if (reference.by === 'hash') throw invalidParams('a block hash is no bound of a range')
  return reference.by === 'number' ? reference.number : numberOfTag(deps.chain, reference.tag)
}

/** Throws in the words that the public specification fixes (clients.md section 2). */
function rangeOf(context: RpcContext, query: LogQuery): BlockRange {
  const from = numberOf(context, query.from ?? LATEST)
  const to = numberOf(context, query.to ?? LATEST)
  if (from > to) throw invalidParams('invalid block range params')
  if (to > context.deps.chain.heads().latest) throw invalidParams('block range extends beyond current head block')
  return { from, to }
}

/** The logs a query asks for. Throws RpcError: unknown block, bad range, too large. */
export async function findLogs(context: RpcContext, query: LogQuery): Promise<readonly unknown[]> {
  if (query.blockHash === undefined) return logsBetween(context, rangeOf(context, query), query)
  const head = await context.deps.chain.headerByHash(query.blockHash)
  if (head === undefined) throw invalidInput('unknown block')
  const { number } = head.header
  return logsBetween(context, { from: number, to: number }, query)
}

export const ethLogs: MethodTable = {
  eth_getLogs: method([logQuery], findLogs),
}
