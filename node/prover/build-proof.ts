import { equalBytes, findWrongSegment, type ChainConfig, type Inbox, type Tree } from '@distribute/state-machine'
import { areEntriesOfL1, fraudProofOf, type Evidence, type FraudProof, type L1Contracts, type L1Reader } from '@distribute/bridge-contracts'
import type { OpenSegment } from '../blobs/opening.ts'
import { ProverError } from './errors.ts'

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
  const { chain, reader, contracts } = dependencies
  const { data, parent, segments, roots } = evidence
  const before = await lastBlockOf(chain, data.index - 1n)
  const head = await chain.headerByNumber(before)
  if (head === undefined || !equalBytes(head.header.stateRoot, parent.lastRoot)) {
    throw new ProverError('OtherParent', `the claim for batch ${data.index - 1n} is not what this node has: it comes first`)
  }
  const claimed = { inboxLength: data.inboxLength, segments, roots }
  const wrong = await chain.useTreeAt(before, (tree) => findWrongSegment(tree, chain.config, chain.inbox.view(), claimed))
  if (wrong === undefined) return undefined
  const { entries } = wrong.witness
  if (!(await areEntriesOfL1(reader, contracts.inbox, entries))) throw new ProverError('MissingData', `L1 has other inbox entries from ${entries.first} on than this node`)
  return { ...fraudProofOf(evidence, wrong), ...(await openingOf(evidence, wrong.segment, dependencies)) }
}

const lastBlockOf = async (chain: ProvenChain, index: bigint): Promise<bigint> => {
  const batch = await chain.batches.get(index)
  if (batch === undefined) throw new ProverError('MissingData', `this node does not know batch ${index}`)
  return batch.lastBlock
}

const openingOf = async ({ data, segments, blobs }: Evidence, index: number, { openSegment }: ProofDependencies): Promise<Partial<FraudProof>> => {
  if (blobs.length === 0) return {}
  return { segmentPath: [], opening: await openSegment({ l1Time: data.l1Time, blobs, segments }, index) }
}
