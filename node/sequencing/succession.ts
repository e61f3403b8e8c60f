import { readSuccession, type L1Reader, type Succession } from '@distribute/bridge-contracts'
import type { Address } from '@distribute/state-machine'
import { wordsOf } from '../l1/fault-words.ts'
import type { Log } from '../l1/log.ts'
import { areOurs, type OwnKeys } from './own-keys.ts'

/**
 * Where a node with a sequencer's keys stands.
 * - `sequencing`: the place is its own;
 * - `challenged`: it is, until somebody who took over has waited out the grace: a batch before that cancels it;
 * - `following`: the place is another's.
 */
export type Standing = 'sequencing' | 'challenged' | 'following'

/** Who sequences, as L1 said last. */
export interface SuccessionWatch {
  get(): Succession
  /** Asks L1 anew where it may say something else: after news of a takeover, after a reorg, and while one is pending. */
  saw(l1Block: bigint): Promise<void>
  /** What is known may be old. */
  forget(): void
}

export const watchSuccession = (first: Succession, { reader, rollup, log }: { readonly reader: L1Reader; readonly rollup: Address; readonly log: Log }): SuccessionWatch => {
  let known = first
  let isStale = false
  return {
    get: () => known,
    async saw(l1Block) {
      if (!isStale && known.pending === undefined) return
      isStale = false
      try {
        known = await readSuccession(reader, rollup, l1Block)
      } catch (error) {
        isStale = true
        log.warn({ fault: wordsOf(error) }, 'L1 does not say who sequences; asking again')
      }
    },
    forget: () => void (isStale = true),
  }
}

export const standingOf = ({ current, pending }: Succession, own: OwnKeys): Standing => {
  if (!areOurs(own, current.keys)) return 'following'
  return pending === undefined ? 'sequencing' : 'challenged'
}

/** Whether a batch has to be posted soon, whatever there is to post: to cancel a takeover, or as the first of a taker's term. */
export const isBatchDue = ({ current, pending }: Succession, nextBatch: bigint): boolean =>
  pending !== undefined || (current.number > 0n && nextBatch === current.firstBatch)
