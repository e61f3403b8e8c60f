import { privateKeyToAccount } from 'viem/accounts'
import { Address, systemAddress } from '../codec/address.ts'
import { fromHex, toHex } from '../codec/bytes.ts'

/** A registrar as a community has one: a key, and a library that is not ours to sign typed data with. */
export interface Signer {
  readonly address: Address
  membership(member: Address, identity: Uint8Array, deadline: bigint, chainId?: bigint): Promise<Uint8Array>
  recovery(from: Address, to: Address, deadline: bigint, chainId?: bigint): Promise<Uint8Array>
}

const CHAIN_ID = 31_337n

const domainOf = (chainId: bigint) => ({
  name: 'Distribute', version: '1', chainId: Number(chainId), verifyingContract: systemAddress('reputation'),
})
const MEMBERSHIP = [
  { name: 'member', type: 'address' }, { name: 'identity', type: 'bytes32' }, { name: 'deadline', type: 'uint256' },
] as const
const RECOVERY = [
  { name: 'from', type: 'address' }, { name: 'to', type: 'address' }, { name: 'deadline', type: 'uint256' },
] as const

/** The signer whose key is a small number. */
export const signerOf = (key: number): Signer => {
  const account = privateKeyToAccount(`0x${key.toString(16).padStart(64, '0')}`)
  return {
    address: Address(account.address),
    membership: async (member, identity, deadline, chainId = CHAIN_ID) =>
      fromHex(await account.signTypedData({
        domain: domainOf(chainId), types: { Membership: MEMBERSHIP }, primaryType: 'Membership',
        message: { member, identity: toHex(identity), deadline },
      })),
    recovery: async (from, to, deadline, chainId = CHAIN_ID) =>
      fromHex(await account.signTypedData({
        domain: domainOf(chainId), types: { Recovery: RECOVERY }, primaryType: 'Recovery', message: { from, to, deadline },
      })),
  }
}
