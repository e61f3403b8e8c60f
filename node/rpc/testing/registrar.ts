import { toHex } from 'viem'
import type { Hex } from 'viem'
import { systemAddress } from '@distribute/state-machine'
import { CHAIN_ID, registrar } from './node.ts'
import type { TestNode } from './node.ts'

/** Seconds: no test's clock comes there. */
export const FAR = 2n ** 40n
const domain = { name: 'Distribute', version: '1', chainId: CHAIN_ID, verifyingContract: systemAddress('reputation') }
const deadlineType = { name: 'deadline', type: 'uint256' } as const

/** What the registrar signs for a person, until `deadline` in seconds. protocol.md section 3. */
export const signMembership = (member: Hex, identity: Hex, deadline = FAR): Promise<Hex> => registrar.signTypedData({
  domain,
  types: { Membership: [{ name: 'member', type: 'address' }, { name: 'identity', type: 'bytes32' }, deadlineType] },
  primaryType: 'Membership',
  message: { member, identity, deadline },
})

/** What the registrar signs for somebody who has lost her key. */
export const signRecovery = (from: Hex, to: Hex, deadline: bigint): Promise<Hex> => registrar.signTypedData({
  domain,
  types: { Recovery: [{ name: 'from', type: 'address' }, { name: 'to', type: 'address' }, deadlineType] },
  primaryType: 'Recovery',
  message: { from, to, deadline },
})

/** Registers by relay: nobody sends a transaction, and nobody pays. Answers the operation's hash, or what the node refuses with. */
export async function registerByRelay(node: TestNode, member: Hex): Promise<unknown> {
  const identity = toHex(BigInt(member), { size: 32 })
  return node.call('distribute_register', [member, identity, toHex(FAR), await signMembership(member, identity)])
}
