import secp256k1 from 'secp256k1'
import { addressFromBytes, keccak256, utf8Bytes, type Address } from '@distribute/state-machine'

/** Somebody whose transactions are measured. */
export interface Account {
  readonly key: Uint8Array
  readonly address: Address
}

const accountOf = (key: Uint8Array): Account => {
  const publicKey = secp256k1.publicKeyCreate(key, false)
  return { key, address: addressFromBytes(keccak256(publicKey.subarray(1)), 12) }
}

/** The same accounts in every run; their keys are worth nothing. */
export const benchAccounts = (count: number): readonly Account[] =>
  Array.from({ length: count }, (_, i) => accountOf(keccak256(utf8Bytes(`distribute bench ${i}`))))

/** The first account of anvil's mnemonic, which has ether on every anvil. */
export const ANVIL_KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
export const anvilAccount = (): Account => accountOf(Uint8Array.from(Buffer.from(ANVIL_KEY.slice(2), 'hex')))
