/** What health checks and the sync line look at, taken together at one instant. */
export interface SyncView {
  readonly latest: bigint
  readonly safe: bigint
  readonly finalized: bigint
  readonly l1Head: bigint
  /** When L1 last had a new block, in milliseconds of the wall clock. */
  readonly l1SeenAt: number
  /** Up to which L1 block everything has been taken in. */
  readonly l1Derived: bigint
}

/** L1 blocks that the next look at L1 takes in anyway: not worth a word. */
const USUAL = 8n

/** L1 blocks still to be caught up with; 0 where there are no more than usual. */
export function blocksLeft({ l1Head, l1Derived }: SyncView): bigint {
  const left = l1Head - l1Derived
  return left > USUAL ? left : 0n
}
