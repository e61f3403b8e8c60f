import type { InboxEntry } from '../codec/entry.ts'
import type { Bytes32 } from '../hash.ts'
import { TreeError } from '../tree/errors.ts'
import { createPartialTree } from '../tree/partial.ts'
import type { ChainConfig } from './call.ts'
import { executeSegment, type Inbox } from './segment.ts'
import type { SegmentWitness } from './witness.ts'

/** One segment, and all that its re-run may look at. */
export interface WitnessedRun {
  readonly rootBefore: Bytes32
  readonly bytes: Uint8Array
  readonly witness: SegmentWitness
  /** Entries the inbox had when the batch was posted. */
  readonly inboxLength: bigint
}

/** An entry that stands in the inbox and not in the witness must not read as one that says nothing. */
const shownInbox = ({ witness: { entries: { first, list } }, inboxLength }: WitnessedRun): Inbox => ({
  length: inboxLength,
  entry: (index): InboxEntry | undefined => {
    const shown = index < first ? undefined : list[Number(index - first)]
    if (shown === undefined && index < inboxLength) throw new TreeError('outside-witness', `the witness does not show inbox entry ${index}`)
    return shown
  },
})

/**
 * The root behind a segment, from a witness alone: what a fraud proof has L1 do. That the witness's records stand under `rootBefore` is
 * checked here; that its entries are L1's is not. Throws TreeError `bad-witness` and `outside-witness`: then nothing is shown about the segment.
 */
export const rerunSegment = (run: WitnessedRun, config: ChainConfig): Bytes32 => {
  const { rootBefore, bytes, witness: { keys, proof } } = run
  const tree = createPartialTree(rootBefore, keys, proof)
  tree.apply(executeSegment(tree, bytes, shownInbox(run), config).writes)
  return tree.root()
}
