import { hexToBytes, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { Address, promiseDigest, type PromiseDomain } from '@distribute/state-machine'
import type { Sign } from '../chain/journal.ts'
import type { L1Head } from '../l1/read-head.ts'
import { signNative } from '../recovery/sign.ts'

export interface SignerOptions {
  readonly privateKey: Hex
  readonly chainId: bigint
  readonly domain: PromiseDomain
  /** The L1 block that a promise names: it binds only where that block is L1's. */
  readonly origin: () => L1Head
}

export const addressOfKey = (privateKey: Hex): Address => {
  const { address } = privateKeyToAccount(privateKey)
  return Address(address)
}

/** Signs headers with the sequencer's signing key. docs/formats.md section 7. */
export const createSigner = ({ privateKey, chainId, domain, origin }: SignerOptions): Sign => {
  const key = hexToBytes(privateKey)
  return async ({ header }) => {
    const { number: l1Number, hash: l1Hash } = origin()
    const { number, parentHash, time, stateRoot, bodyHash } = header
    const digest = promiseDigest({ chainId, number, parentHash, l1Number, l1Hash, time, stateRoot, bodyHash }, domain)
    return { l1Number, l1Hash, signature: signNative(digest, key) }
  }
}
