import type { Address } from '@distribute/state-machine'
import type { L1Clients } from './deployment.ts'
import { hexAddress } from './hex-address.ts'
import { sendDataToL1 } from './l1-send.ts'
import type { ListedWithdrawal } from './rollup-rpc.ts'

export interface Paid {
  readonly id: bigint
  readonly to: Address
  /** wei */
  readonly value: bigint
  readonly l1Hash: string
  /** wei */
  readonly fee: bigint
}

export type Payable = Pick<ListedWithdrawal, 'id' | 'to' | 'value' | 'transaction'>

/** Has those paid that a node gives the transaction of, one after the other. Throws viem's error with the bridge's word where one is not. */
export async function payWithdrawals(listed: readonly Payable[], clients: L1Clients): Promise<readonly Paid[]> {
  const paid: Paid[] = []
  for (const { id, to, value, transaction } of listed) {
    if (transaction === undefined) continue
    const sent = await sendDataToL1(clients, { ...transaction, to: hexAddress(transaction.to) })
    paid.push({ id, to, value, l1Hash: sent.hash, fee: sent.fee })
  }
  return paid
}
