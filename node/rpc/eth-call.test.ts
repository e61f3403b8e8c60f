import { encodeFunctionData, parseAbi, type Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accounts, registrar, CHAIN_ID, START, startTestNode, type TestNode } from './testing/node.ts'

const REPUTATION = '0xd157000000000000000000000000000000000002'
const reputationAbi = parseAbi(['function register(address member, bytes32 identity, uint256 deadline, bytes signature)'])
const [member] = accounts
const identity = `0x${'07'.repeat(32)}` as const

let node: TestNode
beforeAll(async () => {
  node = await startTestNode()
})
afterAll(() => node.close())

const registration = async (deadline: bigint): Promise<{ readonly to: string; readonly data: Hex }> => {
  const signature = await registrar.signTypedData({
    domain: { name: 'Distribute', version: '1', chainId: CHAIN_ID, verifyingContract: REPUTATION },
    types: { Membership: [{ name: 'member', type: 'address' }, { name: 'identity', type: 'bytes32' }, { name: 'deadline', type: 'uint256' }] },
    primaryType: 'Membership',
    message: { member: member.address, identity, deadline },
  })
  const args = [member.address, identity, deadline, signature] as const
  return { to: REPUTATION, data: encodeFunctionData({ abi: reputationAbi, functionName: 'register', args }) }
}

test('calls on the newest block run at the time of the next one, though none is made without work', async () => {
  const request = await registration(START + 100n)
  const expired = { error: expect.objectContaining({ code: 3, message: 'execution reverted: SignatureExpired' }) as unknown }
  for (const method of ['eth_call', 'eth_estimateGas']) expect(await node.call(method, [request])).not.toHaveProperty('error')
  node.later(100n)
  for (const method of ['eth_call', 'eth_estimateGas']) {
    for (const tag of ['latest', 'pending']) expect(await node.call(method, [request, tag]), `${method} ${tag}`).toEqual(expired)
    expect(await node.call(method, [request])).toEqual(expired)
    // A block by its number is a thing of the past: what is said of it never changes.
    expect(await node.call(method, [request, '0x0'])).not.toHaveProperty('error')
  }
})
