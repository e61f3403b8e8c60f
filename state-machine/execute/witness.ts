import type { InboxEntry } from '../codec/entry.ts'
import type { Bytes32 } from '../hash.ts'
import { createLedger } from '../state/ledger.ts'
import { encodeMultiproof } from '../tree/multiproof.ts'
import { sortedKeys } from '../tree/key.ts'
import type { Tree } from '../tree/tree.ts'
import type { ChainConfig } from './call.ts'
import { runSegment, type Inbox, type SegmentResult } from './segment.ts'

/** What a segment's re-run on L1 has to be given: the records that it asks for, and the inbox entries. */
export interface SegmentWitness {
  /** Ascending, each once; absent records too. */
  readonly keys: readonly Bytes32[]
  /** The multiproof of these keys under the root before the segment. */
  readonly proof: Uint8Array
  /** From `first`, the cursor before the segment, on; none where the run looks at none. */
  readonly entries: { readonly first: bigint; readonly list: readonly InboxEntry[] }
}

/** A segment's result, and what shows it to who has the root before it alone. */
export interface WitnessedSegment {
  readonly witness: SegmentWitness
  readonly result: SegmentResult
}

/** The inbox, noting the entries that were asked for; those between them go with them. */
const notingInbox = (inbox: Inbox, first: bigint) => {
  let end = first
  const note = (index: bigint): InboxEntry | undefined => {
    const entry = inbox.entry(index)
    if (entry !== undefined && index >= end) end = index + 1n
    return entry
  }
  const noted = (): InboxEntry[] => {
    const list: InboxEntry[] = []
    for (let index = first; index < end; index++) list.push(...listOf(inbox.entry(index)))
    return list
  }
  return { view: { length: inbox.length, entry: note }, noted }
}

const listOf = (entry: InboxEntry | undefined): readonly InboxEntry[] => (entry === undefined ? [] : [entry])

/**
 * Runs a segment on the tree as it stands before it, which stays as it is, and gives the evidence that the same run needs on L1.
 * Every byte string has a witness, as executeSegment has a result for each. rollup.md sections 4 and 5.
 */
export const witnessOf = (tree: Tree, bytes: Uint8Array, inbox: Inbox, config: ChainConfig): WitnessedSegment => {
  const asked: Bytes32[] = []
  const ledger = createLedger({
    get(key) {
      asked.push(key)
      return tree.get(key)
    },
  })
  const { cursor } = ledger.get('chain')
  const { view, noted } = notingInbox(inbox, cursor)
  const result = runSegment(ledger, bytes, view, config)
  const keys = sortedKeys(asked)
  const witness = { keys, proof: encodeMultiproof(tree.prove(keys)), entries: { first: cursor, list: noted() } }
  return { witness, result }
}
