import { decodeRecord, recordKey } from '@distribute/state-machine'
import type { WithdrawalClaim } from '@distribute/bridge-contracts'
import type { Chain } from '../chain/chain.ts'
import type { StoredBatch } from '../storage/batch-row.ts'

export type ProvableChain = Pick<Chain, 'heads' | 'batches' | 'proveAt'>

/** The last batch whose roots stood their window in an L1 block that is final; undefined before the first. */
export const lastFinalBatch = async (chain: ProvableChain): Promise<StoredBatch | undefined> => {
  const batch = await chain.batches.ofBlock(chain.heads().finalized)
  return batch === undefined || batch.index === 0n ? undefined : batch
}

/** How many withdrawals there were at its end: their ids count from 1. */
export const withdrawalsUpTo = async (chain: ProvableChain, { lastBlock }: StoredBatch): Promise<bigint> => {
  const { inclusion: [pool] } = await chain.proveAt(lastBlock, [recordKey('pool')])
  return pool === undefined ? 0n : decodeRecord('pool', pool.words).withdrawals
}

/** All that L1 takes to pay one; undefined where there is none with this id. */
export const claimAgainst = async (chain: ProvableChain, batch: StoredBatch, id: bigint): Promise<WithdrawalClaim | undefined> => {
  const { inclusion: [proof] } = await chain.proveAt(batch.lastBlock, [recordKey('withdrawal', id)])
  if (proof === undefined) return undefined
  const { to, value } = decodeRecord('withdrawal', proof.words)
  return { withdrawal: { id, to, value }, batch: batch.index, claim: batch, proof }
}
