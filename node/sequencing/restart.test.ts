import { afterEach, beforeEach, expect, test } from 'vitest'
import { startWitness } from '../testing/witness.ts'
import { budget } from '../../test/budget.ts'
import { ETHER, eventually, member, pause, signTransfer, startRig, type Rig, type RigNode } from '../testing/rig.ts'

let rig: Rig

beforeEach(async () => {
  rig = await startRig()
})
afterEach(() => rig.close())

const mining = <T>(what: string, read: () => Promise<T | undefined | false>, seconds = 20) =>
  eventually(what, async () => {
    await rig.l1.mine()
    return read()
  }, seconds)
const has = (node: RigNode, to: string, value: bigint) => mining(`${value} for ${to}`, async () => (await node.balance(to)) === value)
const hashOf = async (node: RigNode): Promise<string> => (await node.call<{ readonly hash: string }>('eth_getBlockByNumber', 'latest', false)).hash
const send = async (node: RigNode, from: number, nonce: number): Promise<string> =>
  node.call<string>('eth_sendRawTransaction', await signTransfer(from, { nonce, to: member(9) }))

test('L1 goes another way while the sequencer is down: it promises nothing before it has seen that', async () => {
  const first = await rig.start('sequencer', { flags: { batchIntervalMs: 60_000 } })
  const early = startWitness(rig, first)
  await rig.deposit(member(0), ETHER)
  await has(first, member(0), ETHER)
  const snapshot = await rig.l1.call('evm_snapshot')
  await rig.deposit(member(5), ETHER)
  await has(first, member(5), ETHER)
  const hash = await send(first, 0, 0)
  const block = await eventually('a receipt', async () => (await first.call<{ readonly blockHash: string } | null>('eth_getTransactionReceipt', hash))?.blockHash)
  expect(await early.convictions()).toEqual([])
  await early.stop()
  await first.close()
  await rig.l1.call('evm_revert', [snapshot])
  await rig.l1.call('evm_increaseTime', [9])
  await rig.l1.mine(30)

  // L1's logs come late: what is built until then would rest on the lost deposit.
  let isSlow = true
  rig.proxy.behave(async ({ method }, ask) => {
    while (isSlow && method === 'eth_getBlockByNumber') await pause(20)
    return ask()
  })
  const starting = rig.start('sequencer', { directory: first.directory, flags: { batchIntervalMs: 60_000 } })
  await pause(300)
  isSlow = false
  const second = await starting
  const late = startWitness(rig, second)
  await send(second, 0, 1).catch(() => undefined)
  await mining('the deposit is gone', async () => (await second.balance(member(5))) === 0n)
  await mining('the transaction is in another block', async () => {
    const found = await second.call<{ readonly blockHash: string } | null>('eth_getTransactionReceipt', hash)
    return found !== null && found.blockHash !== block
  })
  expect(await late.convictions()).toEqual([])
  const stolen = [...early.promises.values()].filter(({ blockHash }) => blockHash === block)
  expect(stolen.length).toBe(1)
  await late.stop()
})

test('a replica that comes late, and is stopped on the way, has the same chain as one that was there all the time', async () => {
  const [sequencer, early] = [await rig.start('sequencer', { flags: { blockTimeMs: 10, batchIntervalMs: 100 } }), await rig.start('replica')]
  const senders = [0, 1, 2, 3]
  for (const index of senders) await rig.deposit(member(index), ETHER)
  for (const index of senders) await has(sequencer, member(index), ETHER)
  const blocks = Math.min(budget(120), 3_000)
  for (let nonce = 0; (await sequencer.height()) < blocks; nonce++) {
    await Promise.all(senders.map((from) => send(sequencer, from, nonce)))
    if (nonce % 10 === 0) await rig.deposit(member(8), 3n)
    await pause(10)
  }
  await mining('one chain', async () => (await hashOf(sequencer)) === (await hashOf(early)), 60)
  const directory = `${early.directory}-late`
  for (let i = 0; i < 3; i++) {
    const late = await rig.start('replica', { directory })
    await pause(30 * i)
    await late.close()
  }
  const late = await rig.start('replica', { directory })
  await late.node.ready
  expect(await hashOf(late)).toBe(await hashOf(early))
  expect(await late.call('rollup_status')).toMatchObject({ inbox: (await early.call<{ readonly inbox: object }>('rollup_status')).inbox })
  expect(late.said('WRONG ROOT')).toBe(false)
})
