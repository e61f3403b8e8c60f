import { afterEach, beforeEach, expect, test } from 'vitest'
import { ETHER, eventually, member, startRig, type Rig, type RigNode } from './testing/rig.ts'

let rig: Rig

beforeEach(async () => {
  rig = await startRig()
})
afterEach(() => rig.close())

test('deposits of an L1 transaction are found, those of none are none, and an L1 that is away is said to be', async () => {
  const replica = await rig.start('replica')
  const { transactionHash } = await rig.deposit(member(3), ETHER)
  await eventually('the entry', async () => {
    await rig.l1.mine()
    return Number((await replica.call<{ readonly inbox: { readonly length: string } }>('rollup_status')).inbox.length) === 1
  })
  expect(await replica.call('rollup_getDeposit', transactionHash)).toMatchObject([{ index: '0x0' }])
  expect(await replica.call('rollup_getDeposit', `0x${'ab'.repeat(32)}`)).toEqual([])
  rig.proxy.behave(async () => Promise.reject(new TypeError('away')))
  await expect(replica.call('rollup_getDeposit', transactionHash)).rejects.toThrow(/L1/)
})

test('a replica passes transactions on in the sequencer’s words, and says when it cannot', async () => {
  const sequencer = await rig.start('sequencer')
  const replica = await rig.start('replica', { flags: { sequencerUrl: sequencer.node.rpcUrl } })
  const words = async (node: RigNode): Promise<string> =>
    node.call('eth_sendRawTransaction', '0x02f8').then(() => 'nothing was refused', (error: Error) => error.message)
  expect(await words(replica)).toBe(await words(sequencer))
  await sequencer.close()
  expect(await words(replica)).toMatch(/does not answer/)
  const alone = await rig.start('replica')
  expect(await words(alone)).toMatch(/sequencer/)
})
