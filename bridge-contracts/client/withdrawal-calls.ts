import type { Address, BatchClaim, InclusionProof } from '@distribute/state-machine'
import { l1Call } from './call.ts'
import type { L1Call } from './call.ts'
import { l1BridgeAbi } from './generated/l1-bridge.ts'
import { claimTuple, proofTuple } from './rollup-calls.ts'
import { hexOfAddress } from './values.ts'

export interface Withdrawal {
  readonly id: bigint
  /** payee on L1 */
  readonly to: Address
  /** wei */
  readonly value: bigint
}

export interface TokenWithdrawal {
  readonly id: bigint
  /** payee on L1 */
  readonly to: Address
  /** base units */
  readonly amount: bigint
}

export interface WithdrawalClaim extends FinalRoot {
  readonly withdrawal: Withdrawal
}

export interface TokenWithdrawalClaim extends FinalRoot {
  readonly withdrawal: TokenWithdrawal
}

/** Where a withdrawal is proven. */
export interface FinalRoot {
  /** index of a final batch after the withdrawal */
  readonly batch: bigint
  /** the claim that stands for it */
  readonly claim: BatchClaim
  /** of the withdrawal's record in the claim's last root */
  readonly proof: InclusionProof
}

/** Pays the payee; by anybody. */
export function claimCall(bridge: Address, { withdrawal, batch, claim, proof }: WithdrawalClaim): L1Call {
  const args = [withdrawalTuple(withdrawal), batch, claimTuple(claim), proofTuple(proof)] as const
  return l1Call(bridge, { abi: l1BridgeAbi, name: 'claim', args })
}

/** Pays `receiver`; by the payee alone. */
export function claimToCall(bridge: Address, claimed: WithdrawalClaim & { readonly receiver: Address }): L1Call {
  const { withdrawal, batch, claim, proof, receiver } = claimed
  const args = [withdrawalTuple(withdrawal), batch, claimTuple(claim), proofTuple(proof), hexOfAddress(receiver)] as const
  return l1Call(bridge, { abi: l1BridgeAbi, name: 'claimTo', args })
}

/** Mints for the payee; by anybody. */
export function claimTokensCall(bridge: Address, { withdrawal: { id, to, amount }, batch, claim, proof }: TokenWithdrawalClaim): L1Call {
  const args = [{ id, to: hexOfAddress(to), amount }, batch, claimTuple(claim), proofTuple(proof)] as const
  return l1Call(bridge, { abi: l1BridgeAbi, name: 'claimTokens', args })
}

const withdrawalTuple = ({ id, to, value }: Withdrawal) => ({ id, to: hexOfAddress(to), value })
