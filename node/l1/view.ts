import type { L1Heads } from './follower.ts'
import type { L1Head } from './read-head.ts'

/** What this node knows of L1 without asking it. */
export interface L1View {
  readonly latest: L1Head
  readonly safe: L1Head
  readonly finalized: L1Head
  /** Up to where everything has been taken in. */
  readonly derived: L1Head
  /** Wall clock, in milliseconds, when L1 last had a new block. */
  readonly seenAt: number
  /** False at the start, and while a reorg is followed: what would be built then would rest on an L1 that may be gone. */
  readonly isCaughtUp: boolean
}

/**
 * Follows what the follower says; `derived` comes from the heads that it has finished with. `milliseconds` never goes back, but may stand
 * while the machine sleeps.
 */
export const createL1View = (first: L1Head, milliseconds: () => number = () => performance.now()) => {
  let view: L1View = { latest: first, safe: first, finalized: first, derived: first, seenAt: Date.now(), isCaughtUp: false }
  let lookedAt = { running: milliseconds(), wall: Date.now() }
  return {
    get: (): L1View => view,
    /** Milliseconds since L1 was heard of last, by whichever clock says more: one stands while a machine sleeps, the other can be set. */
    ageMs: (): number => Math.max(milliseconds() - lookedAt.running, Date.now() - lookedAt.wall),
    /** L1's head before it has been taken in. */
    sawHead: (latest: L1Head): void => {
      if (latest.number !== view.latest.number) view = { ...view, latest, seenAt: Date.now() }
    },
    sawFork: (): void => {
      view = { ...view, isCaughtUp: false }
    },
    took: ({ latest, safe, finalized }: L1Heads): void => {
      lookedAt = { running: milliseconds(), wall: Date.now() }
      const seenAt = latest.number === view.latest.number ? view.seenAt : Date.now()
      view = { latest, safe, finalized, derived: latest, seenAt, isCaughtUp: true }
    },
  }
}
