import { secp256k1 } from '@noble/curves/secp256k1'
import { bigintToBytes } from '../bytes.ts'
import { signingHash } from '../transaction.ts'
import type { Transaction } from '../transaction.ts'

/** The transaction, signed with the key for the chain. */
export function sign(transaction: Transaction, chainId: bigint, key: Uint8Array): Transaction {
  const { r, s, recovery } = secp256k1.sign(signingHash(transaction, chainId), key)
  return { ...transaction, r: bigintToBytes(r, 32), s: bigintToBytes(s, 32), yParity: recovery === 1 ? 1 : 0 }
}
