import { genesisDataId, genesisHash, ZERO_ADDRESS, ZERO_HASH, type Address } from '@distribute/state-machine'
import { genesisClaim } from '@distribute/bridge-contracts'
import type { Chain } from '../chain/chain.ts'
import type { Checkpoint } from '../l1/checkpoints.ts'
import type { StoredBatch } from '../storage/batch-row.ts'

export interface GenesisPlace {
  readonly l1ChainId: bigint
  readonly rollup: Address
  /** The L1 block of the deployment. */
  readonly deployed: Checkpoint
}

/** Batch 0: genesis, final from the start. docs/formats.md section 6. */
export const genesisBatch = async (chain: Chain, { l1ChainId, rollup, deployed }: GenesisPlace): Promise<StoredBatch> => {
  const { genesis } = chain.config
  const genesisRoot = (await chain.headerByNumber(0n))?.header.stateRoot ?? ZERO_HASH
  return {
    ...genesisClaim({ l1ChainId, rollup, genesis, genesisRoot }),
    dataId: genesisDataId({ chainId: l1ChainId, rollup, genesisHash: genesisHash(genesis) }),
    index: 0n,
    firstBlock: 1n,
    lastBlock: 0n,
    l1Block: deployed.number,
    l1Hash: deployed.hash,
    transactionHash: ZERO_HASH,
    parentDataId: ZERO_HASH,
    poster: ZERO_ADDRESS,
    l1Time: 0n,
    inboxLength: 0n,
    dataRoot: ZERO_HASH,
    claimId: ZERO_HASH,
  }
}
