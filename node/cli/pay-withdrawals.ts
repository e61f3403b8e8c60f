import type { Address } from '@distribute/state-machine'
import type { L1Clients } from './deployment.ts'
import { hexAddress } from './hex-address.ts'
import { sendDataToL1 } from './l1-send.ts'
import type { ListedWithdrawal } from './rollup-rpc.ts'

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

export type Payable = Pick<ListedWithdrawal, 'id' | 'to' | 'value' | 'tokens' | 'transaction'>

/** Has those paid that a node gives the transaction of, one after the other. Throws viem's error with the bridge's word where one is not. */
export async function payWithdrawals(listed: readonly Payable[], clients: L1Clients): Promise<readonly Paid[]> {
  const paid: Paid[] = []
  for (const { id, to, value, tokens, transaction } of listed) {
    if (transaction === undefined) continue
    const sent = await sendDataToL1(clients, { ...transaction, to: hexAddress(transaction.to) })
    paid.push({ id, to, value, tokens, l1Hash: sent.hash, fee: sent.fee })
  }
  return paid
}
