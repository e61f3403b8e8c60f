import type { Added, Pool } from '@distribute/sequencer'
import type { Chain } from '../chain/chain.ts'
import type { Rewound } from './rewound.ts'

/** Blocks that a transaction is offered to the pool again for, after the pool has refused it. */
const PATIENCE = 256n
/** The oldest ones go where more wait. */
const MOST = 10_000

/** What rewound blocks held, on its way back into the pool. */
export interface Returning {
  /** Takes what the pool did not take, as of the head now. */
  offer(rewound: Rewound): void
  close(): void
}

interface Waiting {
  readonly add: () => Added
  readonly until: bigint
}

/** What later blocks may change: a deposit that is not there yet, and a queue that is full of other operations. */
const isHopeful = (added: Added): boolean =>
  !added.ok && (added.error.name === 'InsufficientFunds' || added.error.name === 'NeverEnoughCredits' || added.error.name === 'PoolFull')

/**
 * A rewind takes deposits back together with the transactions that spend them, and the deposits come again later, from L1: until
 * then the pool refuses what it cannot see paid. So it is offered again behind each block, for a while.
 */
export const createReturning = (chain: Chain, pool: Pool): Returning => {
  let waiting: readonly Waiting[] = []
  const unsubscribe = chain.subscribe((event) => {
    if (event.type !== 'block' || waiting.length === 0) return
    // The pool hears of the block after this.
    setImmediate(() => {
      const { number } = chain.head().header
      waiting = waiting.filter(({ add, until }) => until >= number && isHopeful(add()))
    })
  })
  return {
    offer({ transactions, operations }) {
      const until = chain.head().header.number + PATIENCE
      const refused = transactions.filter(({ hash }) => pool.get(hash) === undefined)
      const full = operations.filter((pooled) => isHopeful(pool.addOperation(pooled)))
      const again = [...refused.map((pooled) => () => pool.add(pooled)), ...full.map((pooled) => () => pool.addOperation(pooled))]
      waiting = [...waiting, ...again.map((add) => ({ add, until }))].slice(-MOST)
    },
    close: unsubscribe,
  }
}
