import { claimWithdrawal, DistributeError, type DistributeChain } from '@distribute/client'
import type { Withdrawal } from '@distribute/client/words'
import type { Address } from '@distribute/state-machine'
import type { L1Clients } from './deployment.ts'
import { included } from './l1-send.ts'

export interface Paid {
  readonly id: bigint
  readonly to: Address
  /** wei; 0 of tokens */
  readonly value: bigint
  /** base units; 0 of ether */
  readonly tokens: bigint
  readonly l1Hash: string
  /** wei */
  readonly fee: bigint
}

export type Payable = Pick<Withdrawal, 'id' | 'to' | 'value' | 'tokens' | 'claim'>

/** Has those paid that are ready, one after the other; who was faster has paid as well. Throws DistributeError with the bridge's word where one is not. */
export async function payWithdrawals(listed: readonly Payable[], clients: L1Clients, targetChain: DistributeChain): Promise<readonly Paid[]> {
  const paid: Paid[] = []
  for (const withdrawal of listed) {
    const { id, to, value, tokens } = withdrawal
    if (withdrawal.claim === undefined) continue
    const l1Hash = await claimWithdrawal(clients.writer, { withdrawal, targetChain }).catch(byOthers)
    if (l1Hash !== undefined) paid.push({ id, to, value, tokens, l1Hash, fee: (await included(clients, l1Hash)).fee })
  }
  return paid
}

function byOthers(error: unknown): undefined {
  if (error instanceof DistributeError && error.rule === 'AlreadyClaimed') return undefined
  throw error
}
