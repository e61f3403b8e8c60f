import {
  encodeEntry, entryHash, equalBytes, findWrongSegment, merkleProof, rollHash, keccak256, type ChainConfig, type Inbox, type InboxEntry, type Tree,
  type WrongSegment,
} from '@distribute/state-machine'
import { readInboxRolling, type FraudProof, type L1Contracts, type L1Reader } from '@distribute/bridge-contracts'
import { ProverError } from './errors.ts'
import type { OpenSegment } from '../blobs/opening.ts'
import type { Evidence } from './evidence.ts'

/** What a proof takes of this node's chain (chain/chain.ts). */
export interface ProvenChain {
  readonly config: ChainConfig
  readonly batches: { get(index: bigint): Promise<{ readonly lastBlock: bigint } | undefined> }
  readonly inbox: { view(): Inbox }
  headerByNumber(number: bigint): Promise<{ readonly header: { readonly stateRoot: Uint8Array } } | undefined>
  useTreeAt<T>(number: bigint, use: (tree: Tree) => T): Promise<T>
}

export interface ProofDependencies {
  readonly chain: ProvenChain
  readonly reader: L1Reader
  readonly contracts: Pick<L1Contracts, 'inbox'>
  /** Shows that a blob of L1 holds a segment's body. Rejects with BlobError. */
  readonly openSegment: OpenSegment
}

/**
 * Executes a batch anew from L1's bytes and proves its first wrong root; undefined where every root is right. The state before it is
 * this node's own, and only good if it has the root that L1 has; the entries likewise. Throws ProverError OtherParent and MissingData,
 * ChainError `history-pruned`, or viem's error.
 */
export const buildProof = async (evidence: Evidence, dependencies: ProofDependencies): Promise<FraudProof | undefined> => {
  const { chain } = dependencies
  const { data, parent, segments, roots } = evidence
  const before = await lastBlockOf(chain, data.index - 1n)
  const head = await chain.headerByNumber(before)
  if (head === undefined || !equalBytes(head.header.stateRoot, parent.lastRoot)) {
    throw new ProverError('OtherParent', `the claim for batch ${data.index - 1n} is not what this node has: it comes first`)
  }
  const claimed = { inboxLength: data.inboxLength, segments, roots }
  const wrong = await chain.useTreeAt(before, (tree) => findWrongSegment(tree, chain.config, chain.inbox.view(), claimed))
  if (wrong === undefined) return undefined
  await checkEntries(wrong.witness.entries, dependencies)
  return { ...proofOf(evidence, wrong), ...(await openingOf(evidence, wrong.segment, dependencies)) }
}

const lastBlockOf = async (chain: ProvenChain, index: bigint): Promise<bigint> => {
  const batch = await chain.batches.get(index)
  if (batch === undefined) throw new ProverError('MissingData', `this node does not know batch ${index}`)
  return batch.lastBlock
}

/** L1 keeps a hash over the entries: what this node has of them has to lead to it. */
const checkEntries = async (
  { first, list }: { readonly first: bigint; readonly list: readonly InboxEntry[] },
  { reader, contracts }: ProofDependencies,
): Promise<void> => {
  const [before, after] = await Promise.all([first, first + BigInt(list.length)].map((index) => readInboxRolling(reader, contracts.inbox, index)))
  const rolling = list.reduce((hash, entry) => rollHash(hash, entryHash(entry)), before ?? new Uint8Array(32))
  if (after === undefined || !equalBytes(rolling, after)) throw new ProverError('MissingData', `L1 has other inbox entries from ${first} on than this node`)
}

const openingOf = async ({ data, segments, blobs }: Evidence, index: number, { openSegment }: ProofDependencies): Promise<Partial<FraudProof>> => {
  if (blobs.length === 0) return {}
  return { segmentPath: [], opening: await openSegment({ l1Time: data.l1Time, blobs, segments }, index) }
}

const proofOf = ({ data, claim, parent, segments, roots }: Evidence, { segment: index, rootBefore, claimed, witness }: WrongSegment): FraudProof => ({
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
