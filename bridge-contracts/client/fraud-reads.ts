import { getTransactionCount, readContract } from 'viem/actions'
import { getContractAddress } from 'viem'
import { ZERO_ADDRESS } from '@distribute/state-machine'
import type { Address, Bytes32 } from '@distribute/state-machine'
import type { L1Reader } from './call.ts'
import { challengesAbi } from './generated/challenges.ts'
import { addressOf, hexOf, hexOfAddress } from './values.ts'

/** What L1 keeps of a claim that was shown to be wrong. Times in seconds. */
export interface KeptConviction {
  readonly index: bigint
  /** from when on the penalty can be taken */
  readonly due: bigint
  readonly claimant: Address
  /** undefined: all of the stake is burned */
  readonly beneficiary: Address | undefined
  /** L1 block of the commitment that was opened; 0 for none */
  readonly committedAt: bigint
  /** an earlier batch was convicted since */
  readonly isCancelled: boolean
  readonly isSettled: boolean
}

const targetOf = (challenges: Address) => ({ address: hexOfAddress(challenges), abi: challengesAbi }) as const

/** The conviction of a claim; undefined where there is none. */
export async function readConviction(reader: L1Reader, challenges: Address, claimId: Bytes32): Promise<KeptConviction | undefined> {
  const kept = await readContract(reader, { ...targetOf(challenges), functionName: 'convictionOf', args: [hexOf(claimId)] })
  if (kept.due === 0n) return undefined
  const beneficiary = addressOf(kept.beneficiary)
  return {
    index: kept.index,
    due: kept.due,
    claimant: addressOf(kept.claimant),
    beneficiary: beneficiary === ZERO_ADDRESS ? undefined : beneficiary,
    committedAt: kept.committedAt,
    isCancelled: kept.cancelled,
    isSettled: kept.settled,
  }
}

/** The L1 block of a commitment; 0 if there is none. */
export const readCommittedAt = (reader: L1Reader, challenges: Address, commitment: Bytes32): Promise<bigint> =>
  readContract(reader, { ...targetOf(challenges), functionName: 'committedAt', args: [hexOf(commitment)] })

/** Where the next `count` parts of `stageWitness` will stand, if nobody else stages one before. */
export async function readNextParts(reader: L1Reader, challenges: Address, count: number): Promise<readonly Address[]> {
  const from = hexOfAddress(challenges)
  const nonce = await getTransactionCount(reader, { address: from })
  return Array.from({ length: count }, (_, i) => addressOf(getContractAddress({ from, nonce: BigInt(nonce + i) })))
}
