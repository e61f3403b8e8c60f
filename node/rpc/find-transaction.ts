import type { Head } from '../chain/head.ts'
import type { StoredTransaction } from '../chain/transactions.ts'
import type { RpcChain } from './ports.ts'

export interface FoundTransaction {
  readonly transaction: StoredTransaction
  readonly block: Head
}

/** The included transaction with this hash and its block, or undefined. */
export async function findTransaction(chain: RpcChain, hash: Uint8Array): Promise<FoundTransaction | undefined> {
  const transaction = await chain.transaction(hash)
  if (transaction === undefined) return undefined
  const block = await chain.headerByNumber(transaction.block)
  return block === undefined ? undefined : { transaction, block }
}
