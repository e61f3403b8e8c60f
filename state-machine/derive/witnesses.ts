import type { ChainConfig } from '../execute/call.ts'
import type { Inbox } from '../execute/segment.ts'
import { witnessOf, type SegmentWitness } from '../execute/witness.ts'
import type { Write } from '../state/ledger.ts'
import type { Tree } from '../tree/tree.ts'

/** Takes writes back that were applied one after the other. */
export const undoWrites = (tree: Tree, done: readonly (readonly Write[])[]): void => {
  for (const writes of [...done].reverse()) tree.apply(writes.map(({ key, previous }) => ({ key, words: previous })))
}

/**
 * What shows, of each of these segments, which root it leads to. They run one after the other on the tree that stands before the first;
 * it is as before afterwards. Total, as executeSegment is.
 */
export const witnessesOf = (tree: Tree, config: ChainConfig, inbox: Inbox, segments: readonly Uint8Array[]): readonly SegmentWitness[] => {
  const done: (readonly Write[])[] = []
  try {
    return segments.map((bytes) => {
      const { witness, result } = witnessOf(tree, bytes, inbox, config)
      tree.apply(result.writes)
      done.push(result.writes)
      return witness
    })
  } finally {
    undoWrites(tree, done)
  }
}
