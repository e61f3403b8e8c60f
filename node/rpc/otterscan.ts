import { errorSelector, toHex } from '@distribute/state-machine'
import type { Address } from '@distribute/state-machine'
import type { StoredTransaction } from '../chain/transactions.ts'
import type { BlockReference } from './block-reference.ts'
import { blockNumber, blockReference, LATEST } from './block-reference.ts'
import type { BlockView } from './block-views.ts'
import type { RpcContext } from './context.ts'
import { address, count, hash, optional } from './decoders.ts'
import type { Decoder } from './decoders.ts'
import { id } from './distribute-params.ts'
import { ArgumentError } from './errors.ts'
import { viewOf } from './eth-blocks.ts'
import { formatBlock } from './format-block.ts'
import { formatReceipt } from './format-receipt.ts'
import { formatTransaction } from './format-transaction.ts'
import { hasCode } from './has-code.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import { searchAfter, searchBefore, showSearch } from './otterscan-search.ts'
import { requireBlock } from './resolve-block.ts'
import { transactionByNonce } from './transaction-by-nonce.ts'

/** What Otterscan asks for at least (clients.md section 1.11). */
const API_LEVEL = 8
const MAX_PAGE = 100
/** 0x and four bytes: the list shows which call it is, and no more. */
const SELECTOR_TEXT = 10

const pageSize: Decoder<number> = {
  decode: (value) => {
    const size = count.decode(value)
    if (size < 1 || size > MAX_PAGE) throw new ArgumentError(`a page holds 1 to ${MAX_PAGE}`)
    return size
  },
}

/** Blocks as numbers, which Otterscan sends. */
const plainNumber: Decoder<bigint> = id
const block: Decoder<BlockReference> = {
  decode: (value) => (typeof value === 'number' ? { by: 'number', number: id.decode(value) } : blockNumber.decode(value)),
}

/** wei that a block's transactions paid: system transactions pay nothing. */
const feesOf = ({ header, transactions }: BlockView): bigint =>
  transactions.reduce((sum, { type, gasUsed }) => (type === 0x7e ? sum : sum + gasUsed), 0n) * header.baseFee

async function details(context: RpcContext, reference: BlockReference): Promise<unknown> {
  const view = await viewOf(context, reference)
  if (view === undefined) return null
  const { transactions: _, ...shown } = formatBlock(view, await context.blocks.namesOf(view))
  const issuance = { blockReward: '0x0', uncleReward: '0x0', issuance: '0x0' }
  return { block: { ...shown, transactionCount: view.transactions.length }, issuance, totalFees: quantity(feesOf(view)) }
}

const short = (transaction: StoredTransaction, view: BlockView, chainId: bigint): object =>
  ({ ...formatTransaction(transaction, view, chainId), input: toHex(transaction.input).slice(0, SELECTOR_TEXT) })

/** A page of a block's transactions, counted from its end, in the block's order. */
async function transactionsOf(context: RpcContext, reference: BlockReference, page: number, size: number): Promise<unknown> {
  const view = await viewOf(context, reference)
  if (view === undefined) return null
  const end = Math.max(0, view.transactions.length - page * size)
  const shown = view.transactions.slice(Math.max(0, end - size), end)
  const transactions = shown.map((transaction) => short(transaction, view, context.chainId))
  const whole = formatBlock(view, await context.blocks.namesOf(view), transactions)
  const receipts = shown.map((transaction) => ({ ...formatReceipt(transaction, view), logs: null, logsBloom: null }))
  return { fullblock: { ...whole, transactionCount: view.transactions.length }, receipts }
}

/** The revert data: 0x of one that succeeded, and of one that is not known. */
async function errorOf({ deps }: RpcContext, value: Uint8Array): Promise<string> {
  const error = (await deps.chain.transaction(value))?.error
  return error === undefined ? '0x' : toHex(errorSelector(error))
}

/** One entry: calls of this chain make no others. */
async function trace({ deps }: RpcContext, value: Uint8Array): Promise<unknown> {
  const found = await deps.chain.transaction(value)
  if (found === undefined) return null
  const { from, to, input, output } = found
  return [{ type: 'CALL', depth: 0, from, to, value: quantity(found.value), input: toHex(input), output: toHex(output) }]
}

async function bySender({ deps }: RpcContext, sender: Address, nonce: bigint): Promise<string | null> {
  const found = await transactionByNonce(deps.chain, sender, nonce)
  return found === undefined ? null : toHex(found.hash)
}

const search = (find: typeof searchBefore) => async (context: RpcContext, owner: Address, from: bigint, size: number): Promise<unknown> =>
  showSearch(context, await find(context.deps.chain, { owner, block: from, size }))

/** Otterscan's calls, so that its static pages are an explorer of this chain. */
export const otterscan: MethodTable = {
  ots_getApiLevel: method([], () => API_LEVEL),
  ots_getBlockDetails: method([block], details),
  ots_getBlockDetailsByHash: method([hash], (context, value) => details(context, { by: 'hash', hash: value })),
  ots_getBlockTransactions: method([block, count, pageSize], transactionsOf),
  // Nobody creates contracts here, and no call makes another one.
  ots_getContractCreator: method([address], () => null),
  ots_getInternalOperations: method([hash], () => []),
  ots_getTransactionBySenderAndNonce: method([address, plainNumber], bySender),
  ots_getTransactionError: method([hash], errorOf),
  ots_hasCode: method([address, optional(blockReference, LATEST)], async ({ deps }, owner, at) => {
    await requireBlock(deps.chain, at)
    return hasCode(owner)
  }),
  ots_searchTransactionsBefore: method([address, plainNumber, pageSize], search(searchBefore)),
  ots_searchTransactionsAfter: method([address, plainNumber, pageSize], search(searchAfter)),
  ots_traceTransaction: method([hash], trace),
}
