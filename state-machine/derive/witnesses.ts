import type { ChainConfig } from '../execute/call.ts'
import { executeSegment, type Inbox } from '../execute/segment.ts'
import { witnessOf, type SegmentWitness } from '../execute/witness.ts'
import type { Write } from '../state/ledger.ts'
import type { Tree } from '../tree/tree.ts'

/** Takes writes back that were applied one after the other. */
export const undoWrites = (tree: Tree, done: readonly (readonly Write[])[]): void => {
  for (const writes of [...done].reverse()) tree.apply(writes.map(({ key, previous }) => ({ key, words: previous })))
}

/** Segments one after the other, and from which of them on witnesses are wanted. */
export interface WitnessedStretch {
  readonly segments: readonly Uint8Array[]
  readonly from: number
}

/**
 * What shows, of each of these segments, which root it leads to. They run one after the other on the tree that stands before the first;
 * it is as before afterwards. Total, as executeSegment is.
 */
export const witnessesOf = (tree: Tree, config: ChainConfig, inbox: Inbox, { segments, from }: WitnessedStretch): readonly SegmentWitness[] => {
  const done: (readonly Write[])[] = []
  const keep = (writes: readonly Write[]): void => {
    tree.apply(writes)
    done.push(writes)
  }
  try {
    for (const bytes of segments.slice(0, from)) keep(executeSegment(tree, bytes, inbox, config).writes)
    return segments.slice(from).map((bytes) => {
      const { witness, result } = witnessOf(tree, bytes, inbox, config)
      keep(result.writes)
      return witness
    })
  } finally {
    undoWrites(tree, done)
  }
}
