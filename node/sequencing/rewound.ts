import { decodeItem, decodeSegment, decodeSigned, encodeTransaction } from '@distribute/state-machine'
import type { PooledOperation, PooledTransaction } from '@distribute/sequencer'
import type { Chain } from '../chain/chain.ts'

/** What a rewind gives back to the pool. */
export interface Rewound {
  readonly transactions: readonly PooledTransaction[]
  readonly operations: readonly PooledOperation[]
}

/** What members sent into the blocks behind `to`, in order: signed transactions, and registrations without a sender. */
export const rewoundBehind = async (chain: Chain, to: bigint): Promise<Rewound> => {
  const transactions: PooledTransaction[] = []
  const operations: PooledOperation[] = []
  for (let number = to + 1n; number <= chain.head().header.number; number++) {
    transactions.push(...(await transactionsOf(chain, number)))
    operations.push(...(await registrationsOf(chain, number)))
  }
  return { transactions, operations }
}

const transactionsOf = async (chain: Chain, number: bigint): Promise<readonly PooledTransaction[]> => {
  const { chainId } = chain.config.genesis
  const pooled: PooledTransaction[] = []
  for (const { type, raw, hash, from: sender } of await chain.transactions(number)) {
    const decoded = type === 0x7e ? undefined : decodeSigned(raw, chainId)
    if (decoded?.ok !== true) continue
    const { transaction } = decoded
    pooled.push({ transaction, hash, sender, encoded: encodeTransaction(transaction), raw })
  }
  return pooled
}

/** The keeper finds its own operations again in what the chain says; a registration was sent once, by somebody who may be gone. */
const registrationsOf = async (chain: Chain, number: bigint): Promise<readonly PooledOperation[]> => {
  const items = ((await chain.segmentsOf(number)) ?? []).flatMap(({ bytes }) => decodeSegment(bytes).items)
  return items.flatMap((encoded) => {
    const item = decodeItem(encoded)
    return item?.type === 'operation' && item.operation.call.kind === 'register' ? [{ operation: item.operation, encoded }] : []
  })
}
