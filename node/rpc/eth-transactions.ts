import { toHex } from '@distribute/state-machine'
import type { BlockReference } from './block-reference.ts'
import { blockNumber } from './block-reference.ts'
import type { RpcContext } from './context.ts'
import { bytes, count, hash, optional, uint64 } from './decoders.ts'
import { viewOf } from './eth-blocks.ts'
import { findTransaction } from './find-transaction.ts'
import { formatReceipt } from './format-receipt.ts'
import { formatPending, formatTransaction } from './format-transaction.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import { sendRaw } from './send-raw.ts'
import { waitForReceipt } from './wait-for-receipt.ts'

async function transactionByHash(context: RpcContext, value: Uint8Array): Promise<unknown> {
  const found = await findTransaction(context.deps.chain, value)
  if (found !== undefined) return formatTransaction(found.transaction, found.block, context.chainId)
  const pooled = context.deps.pool?.get(value)
  return pooled === undefined ? null : formatPending(pooled, context.chainId)
}

async function rawByHash(context: RpcContext, value: Uint8Array): Promise<string | null> {
  const transaction = await context.deps.chain.transaction(value)
  if (transaction !== undefined) return toHex(transaction.raw)
  const pooled = context.deps.pool?.get(value)
  return pooled === undefined ? null : toHex(pooled.raw)
}

async function transactionAt(context: RpcContext, reference: BlockReference, index: bigint): Promise<unknown> {
  const view = await viewOf(context, reference)
  const transaction = view?.transactions[Number(index)]
  return view === undefined || transaction === undefined ? null : formatTransaction(transaction, view, context.chainId)
}

/** Null until the block is durable: the chain shows no other. */
async function receiptOf(context: RpcContext, value: Uint8Array): Promise<unknown> {
  const found = await findTransaction(context.deps.chain, value)
  return found === undefined ? null : formatReceipt(found.transaction, found.block)
}

export const ethTransactions: MethodTable = {
  eth_getTransactionByHash: method([hash], transactionByHash),
  eth_getRawTransactionByHash: method([hash], rawByHash),
  eth_getTransactionByBlockHashAndIndex: method([hash, uint64], (context, value, index) =>
    transactionAt(context, { by: 'hash', hash: value }, index)),
  eth_getTransactionByBlockNumberAndIndex: method([blockNumber, uint64], transactionAt),
  eth_getTransactionReceipt: method([hash], receiptOf),
  eth_sendRawTransaction: method([bytes], sendRaw),
  eth_sendRawTransactionSync: method([bytes, optional(count, undefined)], async (context, raw, timeout) =>
    waitForReceipt(context, raw, timeout)),
}
