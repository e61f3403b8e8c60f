import type { BlockReference } from './block-reference.ts'
import { blockNumber, blockReference } from './block-reference.ts'
import type { BlockView } from './block-views.ts'
import type { RpcContext } from './context.ts'
import { bool, hash, optional, uint64 } from './decoders.ts'
import { formatBlock } from './format-block.ts'
import { formatReceipt } from './format-receipt.ts'
import { formatTransaction } from './format-transaction.ts'
import { formatSyncing } from './format-syncing.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import { findBlock } from './resolve-block.ts'

/** The block a client names with its transactions, or undefined. */
export async function viewOf(context: RpcContext, reference: BlockReference): Promise<BlockView | undefined> {
  const head = await findBlock(context.deps.chain, reference)
  return head === undefined ? undefined : context.blocks.of(head)
}

const byHash = (value: Uint8Array): BlockReference => ({ by: 'hash', hash: value })

async function block(context: RpcContext, reference: BlockReference, full: boolean): Promise<unknown> {
  const head = await findBlock(context.deps.chain, reference)
  if (head === undefined) return null
  const [names, view] = await Promise.all([context.blocks.namesOf(head), full ? context.blocks.of(head) : undefined])
  return formatBlock(head, names, view?.transactions.map((transaction) => formatTransaction(transaction, view, context.chainId)))
}

async function transactionCount(context: RpcContext, reference: BlockReference): Promise<string | null> {
  const { chain } = context.deps
  const head = await findBlock(chain, reference)
  const count = head === undefined ? undefined : await chain.transactionCount(head.header.number)
  return count === undefined ? null : quantity(count)
}

async function receipts(context: RpcContext, reference: BlockReference): Promise<unknown> {
  const view = await viewOf(context, reference)
  return view === undefined ? null : view.transactions.map((transaction) => formatReceipt(transaction, view))
}

async function uncleCount(context: RpcContext, reference: BlockReference): Promise<string | null> {
  return (await findBlock(context.deps.chain, reference)) === undefined ? null : '0x0'
}

const full = optional(bool, false)

export const ethBlocks: MethodTable = {
  eth_blockNumber: method([], ({ deps }) => quantity(deps.chain.heads().latest)),
  eth_getBlockByNumber: method([blockNumber, full], block),
  eth_getBlockByHash: method([hash, full], (context, value, whole) => block(context, byHash(value), whole)),
  eth_getBlockTransactionCountByNumber: method([blockNumber], transactionCount),
  eth_getBlockTransactionCountByHash: method([hash], (context, value) => transactionCount(context, byHash(value))),
  eth_getBlockReceipts: method([blockReference], receipts),
  eth_getUncleCountByBlockNumber: method([blockNumber], uncleCount),
  eth_getUncleCountByBlockHash: method([hash], (context, value) => uncleCount(context, byHash(value))),
  eth_getUncleByBlockNumberAndIndex: method([blockNumber, uint64], () => null),
  eth_getUncleByBlockHashAndIndex: method([hash, uint64], () => null),
  eth_syncing: method([], ({ deps }) => formatSyncing(deps.status.status().syncing)),
}
