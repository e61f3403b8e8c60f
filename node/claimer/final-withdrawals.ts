import { burnProceeds, decodeRecord, recordKey, type Address } from '@distribute/state-machine'
import { claimCall, claimTokensCall, type L1Call } from '@distribute/bridge-contracts'
import { etherWords, tokenWords } from '@distribute/client/words'
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

/** A withdrawal that L1 pays against the final batch. */
export interface Claimable {
  readonly id: bigint
  readonly to: Address
  readonly call: L1Call
  /** wei: what it is of, or what the pool of that batch pays for so many tokens */
  readonly worth: bigint
  /** "2 ether", "5 tokens" */
  readonly words: string
}

/** All that L1 takes to pay one; undefined where there is none with this id. */
export const claimAgainst = async (chain: ProvableChain, batch: StoredBatch, id: bigint, bridge: Address): Promise<Claimable | undefined> => {
  const keys = [recordKey('withdrawal', id), recordKey('tokenWithdrawal', id), recordKey('pool')]
  const { inclusion: [ofEther, ofTokens, pool] } = await chain.proveAt(batch.lastBlock, keys)
  const final = { batch: batch.index, claim: batch }
  if (ofEther !== undefined) {
    const { to, value } = decodeRecord('withdrawal', ofEther.words)
    return { id, to, call: claimCall(bridge, { withdrawal: { id, to, value }, ...final, proof: ofEther }), worth: value, words: etherWords(value) }
  }
  if (ofTokens === undefined) return undefined
  const { to, amount } = decodeRecord('tokenWithdrawal', ofTokens.words)
  const worth = burnProceeds(decodeRecord('pool', pool?.words), amount)
  return { id, to, call: claimTokensCall(bridge, { withdrawal: { id, to, amount }, ...final, proof: ofTokens }), worth, words: tokenWords(amount) }
}
