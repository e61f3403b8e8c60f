import type { L1Head } from './read-head.ts'

/** Chain time: L1's, carried forward by the machine's monotonic clock, so that a wrong wall clock does no harm. */
export interface L1Clock {
  /** Seconds. */
  now(): bigint
  saw(head: L1Head): void
}

/**
 * Never more than `lead` seconds ahead of the last L1 block seen: an inbox entry that we do not know yet is younger than that
 * block, so as long as the lead stays below the inbox delay no such entry can bound the time of a block signed already
 * (rollup.md section 4).
 */
export const createL1Clock = (first: L1Head, lead: bigint): L1Clock => {
  let head = first
  let seenAt = performance.now()
  return {
    now() {
      const carried = BigInt(Math.floor((performance.now() - seenAt) / 1_000))
      return head.time + (carried < lead ? carried : lead)
    },
    saw(next) {
      if (next.number === head.number && next.time === head.time) return
      head = next
      seenAt = performance.now()
    },
  }
}
