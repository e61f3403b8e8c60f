import { byteAt, isZero } from './bytes.ts'

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const toWord = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(248 - 8 * i)) & 0xffn))
const ORDER_BYTES = toWord(ORDER)
const HALF_ORDER_BYTES = toWord(ORDER >> 1n)

/** Of two words of 32 bytes: negative, 0 or positive as a is below, equal to or above b. */
function compareWords(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < 32; i++) {
    const difference = byteAt(a, i) - byteAt(b, i)
    if (difference !== 0) return difference
  }
  return 0
}

/** 32 bytes that are a scalar of secp256k1 other than 0: what r and s must be. */
export const isScalar = (bytes: Uint8Array): boolean =>
  bytes.length === 32 && compareWords(bytes, ORDER_BYTES) < 0 && !isZero(bytes)

/** At most half the order (EIP-2): of s and n - s only one makes a transaction, so a signature has one form. */
export const isLowS = (s: Uint8Array): boolean => compareWords(s, HALF_ORDER_BYTES) <= 0
