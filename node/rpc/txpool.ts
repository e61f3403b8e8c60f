import type { Address } from '@distribute/state-machine'
import type { RpcContext } from './context.ts'
import { address } from './decoders.ts'
import { limitExceeded, notSupported } from './errors.ts'
import { formatPending } from './format-transaction.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import type { PooledAccount, PooledTransaction, RpcPool } from './ports.ts'
import { openPool } from './send-raw.ts'

/** Transactions that one answer may show; a pool of a community is far below it. */
const MAX_SHOWN = 10_000

type Show = (pooled: PooledTransaction) => unknown

/** By nonce in decimal, as geth has it. */
const byNonce = (pooled: readonly PooledTransaction[], show: Show): Record<string, unknown> =>
  Object.fromEntries(pooled.map((each) => [each.transaction.nonce.toString(), show(each)]))

function byAddress(accounts: readonly PooledAccount[], part: 'pending' | 'queued', show: Show): Record<string, unknown> {
  return Object.fromEntries(accounts.filter((account) => account[part].length > 0).map((account) => [account.address, byNonce(account[part], show)]))
}

/** What the pool says; on a node that holds none, what the sequencer's says. */
async function ask(context: RpcContext, name: string, params: readonly unknown[], read: (pool: RpcPool) => unknown): Promise<unknown> {
  const pool = openPool(context)
  if (pool !== undefined) return read(pool)
  if (context.deps.forward === undefined) throw notSupported('method not supported: this node holds no pool, ask the sequencer')
  return context.deps.forward.one(name, params)
}

/** All accounts, where they are not too many for one answer. */
function contentOf(pool: RpcPool): readonly PooledAccount[] {
  const count = pool.pendingCount() + pool.queuedCount()
  if (count > MAX_SHOWN) throw limitExceeded(`the pool holds ${count} transactions, at most ${MAX_SHOWN} are shown: use txpool_contentFrom`)
  return pool.content()
}

const shown = (context: RpcContext): Show => (pooled) => formatPending(pooled, context.chainId)

/** What geth's inspect says of a transaction. */
const inWords: Show = ({ transaction: { to, value, gas, feeCap } }) => `${to}: ${value} wei + ${gas} gas × ${feeCap} wei`

const content = (pool: RpcPool, show: Show): object => {
  const accounts = contentOf(pool)
  return { pending: byAddress(accounts, 'pending', show), queued: byAddress(accounts, 'queued', show) }
}

const contentFrom = (pool: RpcPool, owner: Address, show: Show): object => {
  const { pending, queued } = pool.contentOf(owner)
  return { pending: byNonce(pending, show), queued: byNonce(queued, show) }
}

const status = (pool: RpcPool): object => ({ pending: quantity(pool.pendingCount()), queued: quantity(pool.queuedCount()) })

/** What waits for a block. */
export const txpool: MethodTable = {
  txpool_status: method([], (context) => ask(context, 'txpool_status', [], status)),
  txpool_content: method([], (context) => ask(context, 'txpool_content', [], (pool) => content(pool, shown(context)))),
  txpool_inspect: method([], (context) => ask(context, 'txpool_inspect', [], (pool) => content(pool, inWords))),
  txpool_contentFrom: method([address], (context, owner) =>
    ask(context, 'txpool_contentFrom', [owner], (pool) => contentFrom(pool, owner, shown(context)))),
}
