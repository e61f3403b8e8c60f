import type { Chain, Hex } from 'viem'
import type { L1Contracts } from '@distribute/bridge-contracts'

/** Where a community lives on L1: what its `rollup.json` says. */
export interface Rollup {
  readonly l1ChainId: bigint
  readonly chainId: bigint
  /** keccak256 of the genesis file */
  readonly genesisHash: Hex
  readonly contracts: L1Contracts
}

/** A chain of viem's that knows its community on L1. `sourceId` is L1's chain id, as other rollups have it. */
export type DistributeChain = Chain & {
  readonly sourceId: number
  readonly custom: { readonly rollup: Rollup }
}

/** What an action that sends to L1 is told: which community. */
export interface TargetChain {
  readonly targetChain: DistributeChain
}

export const contractsOf = ({ targetChain }: TargetChain): L1Contracts => targetChain.custom.rollup.contracts

