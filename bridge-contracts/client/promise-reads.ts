import { getContractEvents, readContract } from 'viem/actions'
import { ZERO_ADDRESS, ZERO_HASH } from '@distribute/state-machine'
import type { Address, Bytes32 } from '@distribute/state-machine'
import type { L1Reader } from './call.ts'
import { promisesAbi } from './generated/promises.ts'
import { placeOf } from './logs.ts'
import type { BlockRange, LogPlace } from './logs.ts'
import { BREACHES } from './promise-calls.ts'
import type { Breach } from './promise-calls.ts'
import { addressOf, bytesOf, hexOf, hexOfAddress } from './values.ts'

/** A breach as its log tells it. Times in seconds. */
export interface LoggedBreach {
  readonly id: Bytes32
  readonly breach: Breach
  readonly term: bigint
  readonly staker: Address
  /** of the block that was promised */
  readonly number: bigint
  readonly prover: Address
  /** undefined: all that it costs is burned */
  readonly beneficiary: Address | undefined
  readonly due: bigint
  readonly place: LogPlace
}

/** What L1 keeps of a breach. Times in seconds. */
export interface KeptPenalty {
  readonly breach: Breach
  /** from when on it can be taken */
  readonly due: bigint
  readonly staker: Address
  /** undefined: all that it costs is burned */
  readonly beneficiary: Address | undefined
  /** L1 block of the commitment that was opened; 0 for none */
  readonly committedAt: bigint
  /** the batch and the claim that it rests on; undefined where signatures alone are the proof */
  readonly rests: { readonly index: bigint; readonly claimId: Bytes32 } | undefined
  readonly isFrozen: boolean
  readonly isSettled: boolean
}

/** The penalty of a breach; undefined where there is none, or it was cancelled. */
export async function readPenalty(reader: L1Reader, promises: Address, id: Bytes32): Promise<KeptPenalty | undefined> {
  const kept = await readContract(reader, { address: hexOfAddress(promises), abi: promisesAbi, functionName: 'penaltyOf', args: [hexOf(id)] })
  if (kept.due === 0n) return undefined
  return {
    breach: breachFrom(kept.breach),
    due: kept.due,
    staker: addressOf(kept.staker),
    beneficiary: beneficiaryFrom(kept.beneficiary),
    committedAt: kept.committedAt,
    rests: kept.claim === hexOf(ZERO_HASH) ? undefined : { index: kept.index, claimId: bytesOf(kept.claim) },
    isFrozen: kept.frozen,
    isSettled: kept.settled,
  }
}

/** Breaches that were proven in these L1 blocks, in their order. */
export async function readBreaches(reader: L1Reader, promises: Address, range: BlockRange): Promise<readonly LoggedBreach[]> {
  const address = hexOfAddress(promises)
  const logs = await getContractEvents(reader, { abi: promisesAbi, strict: true, address, eventName: 'BreachProven', ...range })
  return logs.map((log) => {
    const { id, breach, term, staker, number, prover, beneficiary, due } = log.args
    const accounts = { staker: addressOf(staker), prover: addressOf(prover), beneficiary: beneficiaryFrom(beneficiary) }
    return { id: bytesOf(id), breach: breachFrom(breach), term, number, due, ...accounts, place: placeOf(log) }
  })
}

/** A breach that is not known cannot be logged by these contracts. */
const breachFrom = (place: number): Breach => BREACHES[place] ?? 'equivocation'

function beneficiaryFrom(hex: `0x${string}`): Address | undefined {
  const address = addressOf(hex)
  return address === ZERO_ADDRESS ? undefined : address
}
