import type { Ledger } from '../state/ledger.ts'
import type { RecordOf } from '../state/layout.ts'
import type { Parameters } from '../params.ts'
import { min } from './arithmetic.ts'

type Pool = RecordOf<'pool'>

/**
 * The pool with its memory brought to `now`: `low` is the lowest E of the current window, `previousLow` of the one before, each
 * with what stood at its start. A window in which nothing moved held E throughout. protocol.md section 4.
 */
export const rollPool = (pool: Pool, now: bigint, { poolMemory }: Parameters): Pool => {
  const window = poolMemory === 0n ? 0n : now / poolMemory
  if (poolMemory === 0n || window > pool.window + 1n) {
    return { ...pool, window, low: pool.ether, previousLow: pool.ether }
  }
  if (window === pool.window) return pool
  return { ...pool, window, previousLow: pool.low, low: pool.ether }
}

/** E*: the lowest E, in wei, since the start of the previous window. protocol.md section 4. */
export const lowestEther = (pool: Pool, now: bigint, parameters: Parameters): bigint => {
  const rolled = rollPool(pool, now, parameters)
  return min(rolled.low, rolled.previousLow)
}

/** Adds `change` wei (negative: takes) to E and remembers the low. The caller has checked that E covers it. */
export const changePoolEther = (ledger: Ledger, change: bigint, now: bigint, parameters: Parameters): void => {
  const rolled = rollPool(ledger.get('pool'), now, parameters)
  const ether = rolled.ether + change
  const low = parameters.poolMemory === 0n ? ether : min(rolled.low, ether)
  const previousLow = parameters.poolMemory === 0n ? ether : rolled.previousLow
  ledger.put('pool', { ...rolled, ether, low, previousLow })
}
