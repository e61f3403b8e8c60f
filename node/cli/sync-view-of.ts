import type { RunningNode } from '../compose.ts'
import type { SyncView } from '../telemetry/sync-view.ts'

/** L1 blocks that a node which follows L1 closely may be behind between two looks. */
const USUAL_LAG = 2n

/** What health checks and the sync line look at, taken from a running node. */
export const syncViewOf = (node: RunningNode): SyncView => {
  const { latest, safe, finalized, l1Head, l1Derived, l1SeenAt } = node.status()
  const behind = l1Head - l1Derived
  return { latest, safe, finalized, l1Head, l1SeenAt, left: behind > USUAL_LAG ? behind : 0n, unit: 'L1 blocks' }
}
