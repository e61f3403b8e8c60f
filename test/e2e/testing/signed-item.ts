import { privateKeyToAccount } from 'viem/accounts'
import { accountOf, Address, decodeSigned, encodeCalldata, encodeTransaction, fromHex, kindGas, targetOf, toHex, type Call } from '@distribute/state-machine'
import type { FalseState } from './false-state.ts'

export interface ItemToSign {
  readonly state: FalseState
  readonly privateKey: `0x${string}`
  /** How many transactions of this account come before it. */
  readonly ahead: bigint
  readonly kind: 'send' | 'validate'
  readonly to: Address
}

/** A transaction of one wei, or a validation of what is not there, in its compact form. */
export const signedItem = async ({ state, privateKey, ahead, kind, to }: ItemToSign): Promise<Uint8Array> => {
  const account = privateKeyToAccount(privateKey)
  const call: Call = kind === 'send' ? { kind, args: [] } : { kind, args: [999n, 0n, true] }
  const { chainId } = state.config.genesis
  const nonce = accountOf(state.tree, Address(account.address)).nonce + ahead
  const data = kind === 'send' ? {} : { data: toHex(encodeCalldata(call)) }
  const raw = await account.signTransaction({
    type: 'eip1559', chainId: Number(chainId), nonce: Number(nonce), to: `0x${targetOf(call, to).slice(2)}`, value: kind === 'send' ? 1n : 0n, gas: kindGas(kind),
    maxFeePerGas: 10n, maxPriorityFeePerGas: 0n, ...data,
  })
  const decoded = decodeSigned(fromHex(raw), chainId)
  if (!decoded.ok) throw new RangeError(decoded.detail)
  return encodeTransaction(decoded.transaction)
}
