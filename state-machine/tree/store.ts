import type { Bytes32 } from '../hash.ts'
import { bitAt } from './key.ts'
import { createLeaves, hasKey } from './leaves.ts'
import type { Leaves } from './leaves.ts'
import { createNodes, linkAt, ROOT_EDGE } from './nodes.ts'
import type { Nodes } from './nodes.ts'

/** What a tree consists of. */
export type Store = { readonly nodes: Nodes; readonly leaves: Leaves }

// A random tree has 1.44 inner nodes a record: those that two records share, and those with one empty side.
const NODES_A_RECORD = 1.45

export function createStore(records: number): Store {
  return { nodes: createNodes(records * NODES_A_RECORD), leaves: createLeaves() }
}

/** The leaf of a key, or 0 where there is none. */
export function findLeaf({ nodes, leaves }: Store, key: Bytes32): number {
  let link = linkAt(nodes, ROOT_EDGE)
  for (let depth = 0; link > 0; depth++) link = linkAt(nodes, link * 2 + bitAt(key, depth))
  return link < 0 && hasKey(leaves, link, key) ? link : 0
}
