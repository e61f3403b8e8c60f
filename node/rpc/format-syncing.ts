import { quantity } from './hex.ts'
import type { NodeStatus } from './ports.ts'

/** eth_syncing: false, or from where to where. */
export const formatSyncing = (syncing: NodeStatus['syncing']): unknown =>
  syncing === undefined ? false : Object.fromEntries(Object.entries(syncing).map(([name, value]) => [name, quantity(value)]))
