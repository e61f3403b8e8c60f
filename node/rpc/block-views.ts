import { toHex } from '@distribute/state-machine'
import type { Head } from '../chain/head.ts'
import type { StoredTransaction } from '../chain/transactions.ts'
import type { RpcChain } from './ports.ts'

/** A block with its transactions. */
export interface BlockView extends Head {
  readonly transactions: readonly StoredTransaction[]
}

/** Blocks with their transactions, the latest asked for kept: waiting clients ask for the same few again and again. */
export interface BlockViews {
  of(head: Head): Promise<BlockView>
}

const KEPT = 16

export function createBlockViews(chain: Pick<RpcChain, 'transactions'>): BlockViews {
  const kept = new Map<string, Promise<BlockView>>()
  return {
    of(head) {
      const key = toHex(head.hash)
      const found = kept.get(key) ?? chain.transactions(head.header.number).then((transactions) => ({ ...head, transactions }))
      kept.delete(key)
      kept.set(key, found)
      found.catch(() => kept.delete(key))
      for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest)
      return found
    },
  }
}
