import { secp256k1 } from '@noble/curves/secp256k1'
import { keccak256 } from '../hash.ts'
import { addressFromBytes } from './address.ts'
import type { Address } from './address.ts'
import { bytesToBigint } from './bytes.ts'
import { isLowS, isScalar } from './signature.ts'

/** The signer of a hash, undefined where there is none. A node may pass a faster one with the same answers. */
export type Recover = (hash: Uint8Array, r: Uint8Array, s: Uint8Array, yParity: 0 | 1) => Address | undefined

/** Accepts what the EVM's ecrecover precompile does, with s at most half the order; all else is undefined. */
export const recoverAddress: Recover = (hash, r, s, yParity) => {
  if (hash.length !== 32 || !isScalar(r) || !isScalar(s) || !isLowS(s)) return undefined
  try {
    const signature = new secp256k1.Signature(bytesToBigint(r), bytesToBigint(s)).addRecoveryBit(yParity)
    const key = signature.recoverPublicKey(hash).toRawBytes(false)
    return addressFromBytes(keccak256(key.subarray(1)), 12)
  } catch {
    // The library throws where r is no x coordinate of the curve, or the key is the point at infinity.
    return undefined
  }
}
