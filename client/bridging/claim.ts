import type { Client, Hex } from 'viem'
import { claimCall, claimTokensCall, claimToCall, readIsClaimed, type FinalRoot, type L1Call, type WithdrawalClaim } from '@distribute/bridge-contracts'
import { Address, fromHex } from '@distribute/state-machine'
import { contractsOf, type TargetChain } from '../chain/distribute-chain.ts'
import type { SendOptions } from '../contracts/calls.ts'
import { DistributeError } from '../contracts/distribute-error.ts'
import { batchClaimOf } from '../rpc/batch-claim.ts'
import type { Value } from '../words/answers.ts'
import { sendToL1 } from './send-to-l1.ts'

/** A withdrawal as `getWithdrawals` or `getWithdrawalStatus` answers it, once it is ready. */
export interface ReadyWithdrawal {
  readonly claim?: Value<'ClaimArguments'> | null | undefined
}

export interface ClaimParameters extends SendOptions {
  readonly withdrawal: ReadyWithdrawal
}

function argumentsOf({ claim }: ReadyWithdrawal): Value<'ClaimArguments'> {
  if (claim === null || claim === undefined) {
    throw new DistributeError({ code: 'NotReady', what: 'the withdrawal is not ready to be claimed', advice: 'wait for it with waitToClaim' })
  }
  return claim
}

const rootOf = ({ batch, standing, proof: { depth, nonEmpty, siblings } }: Value<'ClaimArguments'>): FinalRoot =>
  ({ batch, claim: batchClaimOf(standing), proof: { depth: Number(depth), nonEmpty, siblings: siblings.map(fromHex) } })

/** The arguments of the bridge's claim of ether. The call is made here: what a node calls its transaction is not sent unseen. */
export function claimOf(ready: ReadyWithdrawal): WithdrawalClaim {
  const claim = argumentsOf(ready)
  const { id, to, value } = claim.withdrawal
  if (value === undefined) {
    throw new DistributeError({ code: 'NotEther', what: 'this is a withdrawal of tokens', advice: 'they are minted for their payee alone: use claimWithdrawal' })
  }
  return { withdrawal: { id, to, value }, ...rootOf(claim) }
}

/** What has ether paid, or tokens minted. */
function callOf(bridge: Address, ready: ReadyWithdrawal): L1Call {
  const claim = argumentsOf(ready)
  const { id, to, amount } = claim.withdrawal
  return amount === undefined ? claimCall(bridge, claimOf(ready)) : claimTokensCall(bridge, { withdrawal: { id, to, amount }, ...rootOf(claim) })
}

/** Has a withdrawal paid on L1 to its payee; anybody may, and pays L1's fee. Throws DistributeError. */
export const claimWithdrawal = async (client: Client, { withdrawal, ...rest }: ClaimParameters & TargetChain): Promise<Hex> =>
  sendToL1(client, callOf(contractsOf(rest).bridge, withdrawal), rest)

/** Has ether paid to another address; by the payee alone. Throws DistributeError. */
export const claimWithdrawalTo = async (client: Client, { withdrawal, receiver, ...rest }: ClaimParameters & TargetChain & { readonly receiver: Hex }): Promise<Hex> =>
  sendToL1(client, claimToCall(contractsOf(rest).bridge, { ...claimOf(withdrawal), receiver: Address(receiver) }), rest)

/** Whether L1 has paid a withdrawal, as L1 says it. */
export const getIsClaimed = (client: Client, { id, ...target }: TargetChain & { readonly id: bigint }): Promise<boolean> =>
  readIsClaimed(client, contractsOf(target).bridge, id)
