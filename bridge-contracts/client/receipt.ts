import { TransactionReceiptNotFoundError, type Hex, type TransactionReceipt } from 'viem'
import { getTransaction, getTransactionReceipt } from 'viem/actions'
import type { L1Reader } from './call.ts'

export interface ReceiptWait {
  /** milliseconds between two looks */
  readonly pollMs?: number
  /** milliseconds */
  readonly patienceMs?: number
}

/** Nobody has seen the transaction in a block in time. */
export class NoReceiptError extends Error {
  override readonly name = 'NoReceiptError'
  readonly code = 'NoReceipt'
}

/**
 * The receipt of a transaction that L1 has taken, whatever came of it. It is asked for again and again: viem's own wait looks anew only
 * when another block comes, and an L1 that makes a block for each transaction may make no other. Throws NoReceiptError, or viem's error
 * where L1 does not answer.
 */
export async function receiptOf(reader: L1Reader, hash: Hex, { pollMs = 100, patienceMs = 180_000 }: ReceiptWait = {}): Promise<TransactionReceipt> {
  for (let waited = 0; waited < patienceMs; waited += pollMs) {
    const receipt = await look(reader, hash)
    if (receipt !== undefined) return receipt
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
  const isKnown = await getTransaction(reader, { hash }).then(() => true, () => false)
  const state = isKnown ? 'L1 has it, in no block yet: look again later' : 'L1 does not know it any more: another one may have taken its nonce'
  throw new NoReceiptError(`the L1 transaction ${hash} has no receipt after ${patienceMs / 1_000} s; ${state}`)
}

const look = (reader: L1Reader, hash: Hex): Promise<TransactionReceipt | undefined> =>
  getTransactionReceipt(reader, { hash }).catch((error: unknown) => {
    if (error instanceof TransactionReceiptNotFoundError) return undefined
    throw error
  })
