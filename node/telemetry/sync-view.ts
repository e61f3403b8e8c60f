/** What health checks and the sync line look at, taken together at one instant. */
export interface SyncView {
  readonly latest: bigint
  readonly safe: bigint
  readonly finalized: bigint
  readonly l1Head: bigint
  /** When L1 last had a new block, in milliseconds of the wall clock. */
  readonly l1SeenAt: number
  /** How much is still to be caught up with, and of what: 0 when there is nothing. */
  readonly left: bigint
  readonly unit: 'L1 blocks' | 'blocks'
}
