import { batchIds, genesisDataId, genesisHash, merkleRoot, ZERO_ADDRESS, ZERO_HASH } from '@distribute/state-machine'
import type { Address, BatchClaim, Bytes32, Genesis, PostedBatch, SealedBatch } from '@distribute/state-machine'

/** The claim that came with a batch, as the next batch and the bridge want it shown (docs/formats.md section 6). */
export function claimOf(batch: PostedBatch | SealedBatch): BatchClaim {
  return {
    dataId: batchIds(batch).dataId,
    round: 0n,
    claimant: batch.claimant,
    claimTime: batch.l1Time,
    rootsRoot: merkleRoot(batch.roots),
    lastRoot: batch.roots.at(-1) ?? ZERO_HASH,
    cursor: batch.cursor,
    segments: BigInt(batch.roots.length),
  }
}

/** What makes batch 0. */
export interface GenesisPlace {
  readonly l1ChainId: bigint
  readonly rollup: Address
  readonly genesis: Genesis
  readonly genesisRoot: Bytes32
}

/** The claim that stands for genesis, parent of batch 1. */
export function genesisClaim({ l1ChainId, rollup, genesis, genesisRoot }: GenesisPlace): BatchClaim {
  return {
    dataId: genesisDataId({ chainId: l1ChainId, rollup, genesisHash: genesisHash(genesis) }),
    round: 0n,
    claimant: ZERO_ADDRESS,
    claimTime: 0n,
    rootsRoot: genesisRoot,
    lastRoot: genesisRoot,
    cursor: 0n,
    segments: 0n,
  }
}
