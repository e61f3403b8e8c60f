import { afterEach, beforeEach, expect, test } from 'vitest'
import { privateKeyToAccount } from 'viem/accounts'
import { systemAddress } from '@distribute/state-machine'
import { operatorAccounts } from '../devnet/accounts.ts'
import { ETHER, eventually, member, pause, startRig, type Rig, type RigNode } from '../testing/rig.ts'

let rig: Rig

beforeEach(async () => {
  rig = await startRig()
})
afterEach(() => rig.close())

const mining = <T>(what: string, read: () => Promise<T | undefined | false>) =>
  eventually(what, async () => {
    await rig.l1.mine()
    return read()
  }, 20)
const has = (node: RigNode, to: string, value: bigint) => mining(`${value} for ${to}`, async () => (await node.balance(to)) === value)

const identityOf = (n: number): `0x${string}` => `0x${n.toString(16).padStart(64, '0')}`

/** As the registrar's program would: signs, and sends without an account of the chain. */
const register = async (node: RigNode, { index, deadline }: { readonly index: number; readonly deadline: bigint }): Promise<string> => {
  const message = { member: member(index) as `0x${string}`, identity: identityOf(index + 1), deadline }
  const signature = await privateKeyToAccount(operatorAccounts().registrar.privateKey).signTypedData({
    domain: { name: 'Distribute', version: '1', chainId: rig.genesis.chainId, verifyingContract: systemAddress('reputation') },
    types: { Membership: [{ name: 'member', type: 'address' }, { name: 'identity', type: 'bytes32' }, { name: 'deadline', type: 'uint256' }] },
    primaryType: 'Membership',
    message,
  })
  return node.call<string>('distribute_register', message.member, message.identity, `0x${deadline.toString(16)}`, signature)
}
const isMember = async (node: RigNode, index: number): Promise<boolean> =>
  (await node.call<{ readonly isMember: boolean }>('distribute_member', { account: member(index) })).isMember

test('a registration in a block that gives way to L1 is sent again, one that has expired meanwhile is not', async () => {
  const [sequencer, replica] = [await rig.start('sequencer'), await rig.start('replica')]
  await rig.deposit(member(0), ETHER)
  await has(sequencer, member(0), ETHER)

  // A batch that is on its way while anvil goes back would be lost, and waited for.
  rig.proxy.behave(async ({ method }, ask) => (method === 'eth_sendRawTransaction' ? Promise.reject(new TypeError('not now')) : ask()))
  await pause(500)
  const snapshot = await rig.l1.call('evm_snapshot')
  await rig.deposit(member(5), ETHER)
  await has(sequencer, member(5), ETHER)
  const { timestamp } = await rig.l1.reader.getBlock()
  await register(sequencer, { index: 1, deadline: timestamp + 100_000n })
  await register(sequencer, { index: 2, deadline: timestamp + 5_000n })
  expect([await isMember(sequencer, 1), await isMember(sequencer, 2)]).toEqual([true, true])

  await rig.l1.call('evm_revert', [snapshot])
  await rig.l1.call('evm_increaseTime', [10_000])
  await has(sequencer, member(5), 0n)
  rig.proxy.behave()
  await mining('the registration is in a block again', () => isMember(sequencer, 1))
  expect(await isMember(sequencer, 2)).toBe(false)
  await mining('the replica has it from L1', () => isMember(replica, 1))
})
