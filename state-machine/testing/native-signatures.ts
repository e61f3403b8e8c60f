import secp256k1 from 'secp256k1'
import { addressFromBytes } from '../codec/address.ts'
import { bigintToBytes } from '../codec/bytes.ts'
import type { Recover } from '../codec/recover.ts'
import { isLowS, isScalar } from '../codec/signature.ts'
import { signingHash, type Transaction } from '../codec/transaction.ts'
import { keccak256 } from '../hash.ts'

/** A signer by the library that nodes use too: millions of signatures by the reference would take hours. */
export function signNatively(transaction: Transaction, chainId: bigint, key: number): Transaction {
  const { signature, recid } = secp256k1.ecdsaSign(signingHash(transaction, chainId), bigintToBytes(BigInt(key), 32))
  return { ...transaction, r: signature.slice(0, 32), s: signature.slice(32), yParity: recid === 1 ? 1 : 0 }
}

/** What the reference recovery answers, as nodes find it out. */
export const recoverNatively: Recover = (hash, r, s, yParity) => {
  if (!isScalar(r) || !isScalar(s) || !isLowS(s)) return undefined
  const signature = new Uint8Array(64)
  signature.set(r)
  signature.set(s, 32)
  try {
    return addressFromBytes(keccak256(secp256k1.ecdsaRecover(signature, yParity, hash, false).subarray(1)), 12)
  } catch {
    // The library throws where no point of the curve fits.
    return undefined
  }
}
