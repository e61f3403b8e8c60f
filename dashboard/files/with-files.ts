import type { Hex } from 'viem'
import type { EncodedCall } from '@distribute/client'
import type { L2Wallet } from '../wallet/open-wallet.ts'

/** Sends a call once the node keeps the files that it names: evidence that nobody can look at is worth nothing. */
export const sendWithFiles = (call: EncodedCall, files: readonly Uint8Array<ArrayBuffer>[]) => async (wallet: L2Wallet): Promise<Hex> => {
  for (const bytes of files) await wallet.uploadFile({ bytes })
  const { to, data, value, gas } = call
  return wallet.sendTransaction({ to, data, value, gas })
}
