import type { L1Head } from './read-head.ts'

/** Chain time: L1's, carried forward by the machine's monotonic clock, so that a wrong wall clock does no harm. */
export interface L1Clock {
  /** Seconds. */
  now(): bigint
  saw(head: L1Head): void
}

/** Seconds that a header may be ahead of the L1 block that it names: clients refuse what is younger (rollup.md section 5). */
export const MOST_AHEAD_OF_L1 = 3_600n

/**
 * How far chain time may be ahead of the last L1 block seen, in seconds: half the inbox delay, as what L1 may hold that we have not seen yet
 * is younger than that, also after a reorg; and no further than clients take a promise.
 */
export const leadOf = ({ inboxDelay }: { readonly inboxDelay: bigint }): bigint => (inboxDelay / 2n < MOST_AHEAD_OF_L1 ? inboxDelay / 2n : MOST_AHEAD_OF_L1)

/**
 * Never more than `lead` seconds ahead of the last L1 block seen: an inbox entry that we do not know yet is younger than that
 * block, so as long as the lead stays below the inbox delay no such entry can bound the time of a block signed already
 * (rollup.md section 4). `milliseconds` never goes back.
 */
export const createL1Clock = (first: L1Head, lead: bigint, milliseconds: () => number = () => performance.now()): L1Clock => {
  let head = first
  let seenAt = milliseconds()
  return {
    now() {
      const carried = BigInt(Math.floor((milliseconds() - seenAt) / 1_000))
      return head.time + (carried < lead ? carried : lead)
    },
    saw(next) {
      if (next.number === head.number && next.time === head.time) return
      head = next
      seenAt = milliseconds()
    },
  }
}
