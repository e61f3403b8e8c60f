import { equalBytes, toHex } from '@distribute/state-machine'
import type { Chain } from '../chain/chain.ts'
import type { Checkpoint } from '../l1/checkpoints.ts'
import { L1Error } from '../l1/errors.ts'
import type { L1Sight } from '../l1/sight.ts'
import { DerivationError } from './errors.ts'

export interface LostOrigins {
  readonly sight: L1Sight
  /** Blocks of one and the same L1, oldest first, the first of which is known to be gone. */
  readonly lost: readonly Checkpoint[]
}

/**
 * Throws unless every promise for the blocks behind `to` is void: those blocks will be made anew, under the same numbers.
 *
 * Two headers by one signer with one number and parent cost the stake if the L1 blocks that both name are L1's (rollup.md section
 * 5). So a promise may be forgotten only when the block it names has lost its place for good:
 * - L1 has to show another block there. That it does not know the block, or ends before it, is no sign of anything: a URL that
 *   lags would otherwise make us sign twice on an L1 that never moved.
 * - L1's safe head has to have passed the fork. Otherwise L1 may return to the branch that the first promise names, and the second
 *   one's branch is L1's as well up to there. While that is open nothing is built (see `isCaughtUp` in the view of L1).
 * A promise names the L1 block up to which everything had been taken in when it was signed, so it is never older than an entry that
 * its block depends on: if an entry is gone, so is the promise's L1 block. Should that ever not hold, it is safer to stop.
 */
export const checkVoid = async (chain: Chain, to: bigint, { sight, lost }: LostOrigins): Promise<void> => {
  const settled = (await sight.safe()).number
  const [oldest] = lost
  const isForkSettled = oldest !== undefined && oldest.number <= settled
  const judged = new Set<string>()
  for (let { number } = chain.head().header; number > to; number -= 1n) {
    const promise = await chain.promiseOf(number)
    if (promise === undefined || judged.has(toHex(promise.l1Hash))) continue
    judged.add(toHex(promise.l1Hash))
    const origin = { number: promise.l1Number, hash: promise.l1Hash }
    if (isForkSettled && lost.some(({ hash }) => equalBytes(hash, origin.hash))) continue
    if (origin.number > settled) {
      throw new L1Error('Unsettled', `an L1 reorg changes blocks that were promised, from ${to + 1n} on: waiting until L1's safe head, now ${settled}, has passed it`)
    }
    if (!(await sight.isCanonical(origin))) continue
    throw new DerivationError('PromiseBinds', `block ${number} must change with L1, and was promised on L1 block ${origin.number}, which stands: to sign it anew would cost the stake`)
  }
}
