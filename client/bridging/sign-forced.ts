import { parseGwei, type Account, type Hex } from 'viem'
import { DistributeError } from '../contracts/distribute-error.ts'
import type { EncodedCall } from '../contracts/system-call.ts'

/** The chain takes its base fee, whatever the cap, and reserves no more: a cap that every base fee stays under costs nothing. */
const FEE_CAP = parseGwei('1000000')

export interface ForcedParts {
  readonly call: Pick<EncodedCall, 'to' | 'value' | 'gas'> & { readonly data?: Hex }
  readonly nonce: bigint
  readonly chainId: number
}

/** Signs a call for the chain's inbox. Throws DistributeError NotALocalAccount for accounts of wallets that sign only what they send. */
export async function signForced(account: Account, { call: { to, value, gas, data }, nonce, chainId }: ForcedParts): Promise<Hex> {
  if (account.type !== 'local') {
    throw new DistributeError({ code: 'NotALocalAccount', what: 'this wallet signs only what it sends', advice: 'force with an account whose key is here, such as a privateKeyToAccount, or send as a contract does, with sendFromL1' })
  }
  const fees = { maxFeePerGas: FEE_CAP, maxPriorityFeePerGas: 0n }
  return account.signTransaction({ type: 'eip1559', chainId, nonce: Number(nonce), to, value, gas, ...(data === undefined ? {} : { data }), ...fees })
}
