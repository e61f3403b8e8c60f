import { encodeEntry, entryHash, equalBytes, keccak256, merkleProof, rollHash, type Address, type SegmentWitness, type WrongSegment } from '@distribute/state-machine'
import { readInboxRolling } from './bridge-reads.ts'
import type { L1Reader } from './call.ts'
import type { Evidence } from './evidence.ts'
import type { FraudProof } from './fraud-calls.ts'

/** L1 keeps a hash over the entries: whether these lead to it. */
export async function areEntriesOfL1(reader: L1Reader, inbox: Address, { first, list }: SegmentWitness['entries']): Promise<boolean> {
  if (list.length === 0) return true
  const [before, after] = await Promise.all([first, first + BigInt(list.length)].map((count) => readInboxRolling(reader, inbox, count)))
  if (before === undefined || after === undefined) return false
  return equalBytes(list.reduce((hash, entry) => rollHash(hash, entryHash(entry)), before), after)
}

/**
 * What shows on L1 that a claimed root is wrong. Of a batch in blobs `segmentPath` and `opening` have to be set besides: only who holds
 * the blob can open it.
 */
export const fraudProofOf = ({ data, claim, parent, segments, roots }: Omit<Evidence, 'blobs'>, { segment: index, rootBefore, claimed, witness }: Omit<WrongSegment, 'right'>): FraudProof => ({
  data,
  claim,
  parent,
  index,
  segment: segments[index] ?? new Uint8Array(0),
  segmentPath: merkleProof(segments.map(keccak256), index),
  rootBefore,
  rootBeforePath: index === 0 ? [] : merkleProof(roots, index - 1),
  rootAfter: claimed,
  rootAfterPath: merkleProof(roots, index),
  witness: { keys: witness.keys, proof: witness.proof },
  inbox: { length: data.inboxLength, first: witness.entries.first, entries: witness.entries.list.map(encodeEntry) },
  staged: [],
})
