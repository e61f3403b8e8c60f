import type { Pool, PooledTransaction } from '@distribute/sequencer'
import type { Chain } from '../chain/chain.ts'

/** Blocks that a transaction is offered to the pool again for, after the pool has refused it. */
const PATIENCE = 256n
/** The oldest ones go where more wait. */
const MOST = 10_000

/** Transactions of rewound blocks on their way back into the pool. */
export interface Returning {
  /** Takes those that the pool did not take, as of the head now. */
  offer(rewound: readonly PooledTransaction[]): void
  close(): void
}

/**
 * A rewind takes deposits back together with the transactions that spend them, and the deposits come again later, from L1: until
 * then the pool refuses what it cannot see paid. So it is offered again behind each block, for a while.
 */
export const createReturning = (chain: Chain, pool: Pool): Returning => {
  let waiting: readonly { readonly pooled: PooledTransaction; readonly until: bigint }[] = []
  const isHopeful = (pooled: PooledTransaction): boolean => {
    const added = pool.add(pooled)
    return !added.ok && (added.error.name === 'InsufficientFunds' || added.error.name === 'NeverEnoughCredits')
  }
  const unsubscribe = chain.subscribe((event) => {
    if (event.type !== 'block' || waiting.length === 0) return
    // The pool hears of the block after this.
    setImmediate(() => {
      const { number } = chain.head().header
      waiting = waiting.filter(({ pooled, until }) => until >= number && isHopeful(pooled))
    })
  })
  return {
    offer(rewound) {
      const until = chain.head().header.number + PATIENCE
      const refused = rewound.filter(({ hash }) => pool.get(hash) === undefined)
      waiting = [...waiting, ...refused.map((pooled) => ({ pooled, until }))].slice(-MOST)
    },
    close: unsubscribe,
  }
}
