import { addressToBytes, systemAddress, type Address } from '../codec/address.ts'
import { asciiBytes, bigintToBytes, bytesToBigint } from '../codec/bytes.ts'
import type { Recover } from '../codec/recover.ts'
import { keccak256, keccak256Of } from '../hash.ts'

const DOMAIN_TYPE = keccak256(asciiBytes('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'))
const MEMBERSHIP_TYPE = keccak256(asciiBytes('Membership(address member,bytes32 identity,uint256 deadline)'))
const RECOVERY_TYPE = keccak256(asciiBytes('Recovery(address from,address to,uint256 deadline)'))
const NAME = keccak256(asciiBytes('Distribute'))
const VERSION = keccak256(asciiBytes('1'))

const word = (value: bigint): Uint8Array => bigintToBytes(value, 32)
const addressWord = (address: Address): Uint8Array => word(bytesToBigint(addressToBytes(address)))

const digest = (chainId: bigint, struct: Uint8Array): Uint8Array => {
  const verifier = addressWord(systemAddress('reputation'))
  const domain = keccak256Of(DOMAIN_TYPE, NAME, VERSION, word(chainId), verifier)
  return keccak256Of(Uint8Array.of(0x19, 0x01), domain, struct)
}

/** EIP-712 digest of Membership(address member,bytes32 identity,uint256 deadline). protocol.md section 3. */
export const membershipDigest = (chainId: bigint, member: Address, identity: Uint8Array, deadline: bigint): Uint8Array =>
  digest(chainId, keccak256Of(MEMBERSHIP_TYPE, addressWord(member), identity, word(deadline)))

/** EIP-712 digest of Recovery(address from,address to,uint256 deadline). protocol.md section 3. */
export const recoveryDigest = (chainId: bigint, from: Address, to: Address, deadline: bigint): Uint8Array =>
  digest(chainId, keccak256Of(RECOVERY_TYPE, addressWord(from), addressWord(to), word(deadline)))

const SIGNATURE_BYTES = 65

/** Who signed a digest with r ‖ s ‖ v (v 27 or 28, low s); undefined where the 65 bytes are no such signature. */
export const signerOf = (recover: Recover, hash: Uint8Array, signature: Uint8Array): Address | undefined => {
  const v = signature[SIGNATURE_BYTES - 1]
  if (signature.length !== SIGNATURE_BYTES || (v !== 27 && v !== 28)) return undefined
  return recover(hash, signature.subarray(0, 32), signature.subarray(32, 64), v === 27 ? 0 : 1)
}
