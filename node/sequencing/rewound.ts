import { decodeSigned, encodeTransaction } from '@distribute/state-machine'
import type { PooledTransaction } from '@distribute/sequencer'
import type { Chain } from '../chain/chain.ts'

/** The signed transactions of the blocks behind `to`, in order: what a rewind gives back to the pool. */
export const transactionsBehind = async (chain: Chain, to: bigint): Promise<readonly PooledTransaction[]> => {
  const { chainId } = chain.config.genesis
  const pooled: PooledTransaction[] = []
  for (let number = to + 1n; number <= chain.head().header.number; number++) {
    for (const { type, raw, hash, from: sender } of await chain.transactions(number)) {
      const decoded = type === 0x7e ? undefined : decodeSigned(raw, chainId)
      if (decoded?.ok !== true) continue
      const { transaction } = decoded
      pooled.push({ transaction, hash, sender, encoded: encodeTransaction(transaction), raw })
    }
  }
  return pooled
}
