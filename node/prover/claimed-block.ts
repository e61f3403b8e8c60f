import { claimId, equalBytes, merkleProof, merkleRoot, proveInclusion, recordKey } from '@distribute/state-machine'
import { readBatch, type ClaimedBlock, type L1Contracts, type L1Reader } from '@distribute/bridge-contracts'
import type { Chain } from '../chain/chain.ts'
import type { StoredBatch } from '../storage/batch-row.ts'
import { ProverError } from './errors.ts'

export interface ClaimedBlockDependencies {
  readonly chain: Pick<Chain, 'batches' | 'segmentsOf' | 'useTreeAt'>
  readonly reader: L1Reader
  readonly contracts: Pick<L1Contracts, 'rollup'>
}

/**
 * A block of a batch with its root, as the claim that stands on L1 has it. This node's own roots are shown, and only if they are those that
 * L1 keeps the hash of: by a false claim nobody is judged. Throws ProverError MissingData, NotStanding and OtherParent, ChainError
 * `history-pruned`, or viem's error.
 */
export const readClaimedBlock = async (index: bigint, number: bigint, dependencies: ClaimedBlockDependencies): Promise<ClaimedBlock> => {
  const { chain, reader, contracts } = dependencies
  const [batch, kept] = await Promise.all([chain.batches.get(index), readBatch(reader, contracts.rollup, index)])
  if (batch === undefined || number > batch.lastBlock) throw new ProverError('MissingData', `batch ${index} with block ${number} is not known here`)
  if (kept === undefined || !equalBytes(kept.claimId, claimId(batch))) throw new ProverError('NotStanding', `L1 has another claim for batch ${index} than this node has taken in`)
  const { roots, segment } = await rootsOf(batch, number, dependencies)
  if (batch.segments > 0n && !equalBytes(merkleRoot(roots), batch.rootsRoot)) throw new ProverError('OtherParent', `the claim for batch ${index} is not what this node has: it comes first`)
  const { root, chain: record } = await chain.useTreeAt(number, (tree) => ({ root: tree.root(), chain: proveInclusion(tree, recordKey('chain')) }))
  const path = roots.length === 0 ? [] : merkleProof(roots, segment)
  return { index, claim: batch, segment, root, path, chain: record }
}

/** All roots of a batch, and the place of a block's last one among them. */
const rootsOf = async ({ firstBlock, lastBlock }: StoredBatch, number: bigint, { chain }: ClaimedBlockDependencies) => {
  const roots: Uint8Array[] = []
  let segment = 0
  for (let block = firstBlock; block <= lastBlock; block++) {
    roots.push(...((await chain.segmentsOf(block)) ?? []).map(({ root }) => root))
    if (block === number) segment = roots.length - 1
  }
  return { roots, segment }
}
