import { toHex } from '@distribute/state-machine'
import type { Address } from '@distribute/state-machine'
import type { BlockReference } from './block-reference.ts'
import { blockNumber } from './block-reference.ts'
import type { RpcContext } from './context.ts'
import { address, bytes, count, hash, optional, uint64 } from './decoders.ts'
import { viewOf } from './eth-blocks.ts'
import { findTransaction } from './find-transaction.ts'
import { formatReceipt } from './format-receipt.ts'
import { formatPending, formatTransaction } from './format-transaction.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import { sendRaw } from './send-raw.ts'
import { transactionByNonce } from './transaction-by-nonce.ts'
import { findReceipt, waitForReceipt } from './wait-for-receipt.ts'

/** The pool is asked first: a block that comes in between takes the transaction from there into the chain, and wallets take null for lost. */
async function transactionByHash(context: RpcContext, value: Uint8Array): Promise<unknown> {
  const pooled = context.deps.pool?.get(value)
  const found = await findTransaction(context.deps.chain, value)
  if (found !== undefined) return formatTransaction(found.transaction, found.block, context.chainId)
  return pooled === undefined ? null : formatPending(pooled, context.chainId)
}

async function rawByHash(context: RpcContext, value: Uint8Array): Promise<string | null> {
  const pooled = context.deps.pool?.get(value)
  const transaction = await context.deps.chain.transaction(value)
  if (transaction !== undefined) return toHex(transaction.raw)
  return pooled === undefined ? null : toHex(pooled.raw)
}

async function transactionAt(context: RpcContext, reference: BlockReference, index: bigint): Promise<unknown> {
  const view = await viewOf(context, reference)
  const transaction = view?.transactions[Number(index)]
  return view === undefined || transaction === undefined ? null : formatTransaction(transaction, view, context.chainId)
}

async function rawAt(context: RpcContext, reference: BlockReference, index: bigint): Promise<string | null> {
  const transaction = (await viewOf(context, reference))?.transactions[Number(index)]
  return transaction === undefined ? null : toHex(transaction.raw)
}

/** Of those in blocks alone: one that waits can still be replaced. */
async function bySenderAndNonce(context: RpcContext, sender: Address, nonce: bigint): Promise<unknown> {
  const found = await transactionByNonce(context.deps.chain, sender, nonce)
  return found === undefined ? null : transactionByHash(context, found.hash)
}

/** Null until the block is durable: the chain shows no other. Waits for a block that is about to come. */
async function receiptOf(context: RpcContext, value: Uint8Array): Promise<unknown> {
  const found = await findReceipt(context, value)
  return found === undefined ? null : formatReceipt(found.transaction, found.block)
}

export const ethTransactions: MethodTable = {
  eth_getTransactionByHash: method([hash], transactionByHash),
  eth_getRawTransactionByHash: method([hash], rawByHash),
  eth_getTransactionByBlockHashAndIndex: method([hash, uint64], (context, value, index) =>
    transactionAt(context, { by: 'hash', hash: value }, index)),
  eth_getTransactionByBlockNumberAndIndex: method([blockNumber, uint64], transactionAt),
  eth_getRawTransactionByBlockHashAndIndex: method([hash, uint64], (context, value, index) =>
    rawAt(context, { by: 'hash', hash: value }, index)),
  eth_getRawTransactionByBlockNumberAndIndex: method([blockNumber, uint64], rawAt),
  eth_getTransactionBySenderAndNonce: method([address, uint64], bySenderAndNonce),
  eth_getTransactionReceipt: method([hash], receiptOf),
  eth_sendRawTransaction: method([bytes], sendRaw),
  eth_sendRawTransactionSync: method([bytes, optional(count, undefined)], async (context, raw, timeout) =>
    waitForReceipt(context, raw, timeout)),
}
