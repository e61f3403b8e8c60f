import { equalBytes } from '../codec/bytes.ts'
import type { ChainConfig } from '../execute/call.ts'
import { executeSegment, type Inbox } from '../execute/segment.ts'
import { witnessOf, type SegmentWitness } from '../execute/witness.ts'
import type { Write } from '../state/ledger.ts'
import type { Tree } from '../tree/tree.ts'
import { inboxAt } from './batch.ts'
import { undoWrites } from './witnesses.ts'

/** A batch's segments, and the state root that somebody claims after each. */
export interface ClaimedSegments {
  readonly inboxLength: bigint
  readonly segments: readonly Uint8Array[]
  readonly roots: readonly Uint8Array[]
}

/** The first claimed root that is not the one which execution gives, and what shows it. */
export interface WrongSegment {
  readonly segment: number
  readonly rootBefore: Uint8Array
  readonly claimed: Uint8Array
  readonly right: Uint8Array
  readonly witness: SegmentWitness
}

/**
 * Runs a batch's segments one after the other on the tree that stands behind its parent, up to the first whose claimed root is
 * another than execution's; undefined where all are right. The tree is as before afterwards. Total, as executeSegment is.
 */
export const findWrongSegment = (tree: Tree, config: ChainConfig, inbox: Inbox, claimed: ClaimedSegments): WrongSegment | undefined => {
  const seen = inboxAt(inbox, claimed.inboxLength)
  const done: (readonly Write[])[] = []
  try {
    for (const [segment, bytes] of claimed.segments.entries()) {
      const rootBefore = tree.root()
      const { writes } = executeSegment(tree, bytes, seen, config)
      tree.apply(writes)
      done.push(writes)
      const [right, root] = [tree.root(), claimed.roots[segment]]
      if (root === undefined || equalBytes(root, right)) continue
      done.pop()
      undoWrites(tree, [writes])
      const { witness } = witnessOf(tree, bytes, seen, config)
      return { segment, rootBefore, claimed: root, right, witness }
    }
    return undefined
  } finally {
    undoWrites(tree, done)
  }
}
