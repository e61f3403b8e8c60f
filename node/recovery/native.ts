import secp256k1 from 'secp256k1'
import { addressFromBytes, isLowS, isScalar, keccak256, type Recover } from '@distribute/state-machine'

/** The reference recovery's answers from a native library: 40 µs a signature against 1 ms. */
export const recoverNative: Recover = (hash, r, s, yParity) => {
  if (hash.length !== 32 || !isScalar(r) || !isScalar(s) || !isLowS(s)) return undefined
  const signature = new Uint8Array(64)
  signature.set(r)
  signature.set(s, 32)
  try {
    const key = secp256k1.ecdsaRecover(signature, yParity, hash, false)
    return addressFromBytes(keccak256(key.subarray(1)), 12)
  } catch {
    // The library throws where no point of the curve fits.
    return undefined
  }
}
