import { afterEach, beforeEach, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { startWitness } from '../testing/witness.ts'
import { ETHER, eventually, member, pause, signTransfer, startRig, type Rig, type RigNode } from '../testing/rig.ts'

let rig: Rig

beforeEach(async () => {
  rig = await startRig()
})
afterEach(() => rig.close())

const arrived = (node: RigNode, to: string, value: bigint) => eventually(`${value} for ${to}`, async () => (await node.balance(to)) === value)

interface Head { readonly number: string; readonly hash: string }
interface Status { readonly heads: { readonly latest: Head; readonly safe: Head; readonly finalized: Head }; readonly lastBatch: { readonly index: string; readonly lastBlock: string } | null; readonly inbox: { readonly length: string; readonly cursor: string } }
const status = (node: RigNode): Promise<Status> => node.call<Status>('rollup_status')
const posted = (node: RigNode) => eventually('all blocks in batches', async () => {
  await rig.l1.mine()
  const { heads, lastBatch } = await status(node)
  return lastBatch?.lastBlock === heads.latest.number && Number(heads.latest.number) > 0
})
const sameHead = (a: RigNode, b: RigNode) => eventually('the same head', async () => {
  await rig.l1.mine()
  return (await status(a)).heads.latest.hash === (await status(b)).heads.latest.hash
})
const send = async (node: RigNode, nonce: number, value = 1n): Promise<string> => {
  const hash = await node.call<string>('eth_sendRawTransaction', await signTransfer(0, { nonce, to: member(9), value }))
  await eventually('a receipt', async () => (await node.call('eth_getTransactionReceipt', hash)) !== null)
  return hash
}
const blockOf = async (node: RigNode, hash: string): Promise<string | undefined> =>
  (await node.call<{ readonly blockHash: string } | null>('eth_getTransactionReceipt', hash))?.blockHash

test('a deposit that L1 drops before it is read is never credited, and costs no promised block', async () => {
  // A batch would make an L1 block, and that the deposit's safe.
  const sequencer = await rig.start('sequencer', { flags: { batchIntervalMs: 60_000 } })
  await rig.deposit(member(0), ETHER)
  await rig.l1.mine(2)
  await arrived(sequencer, member(0), ETHER)
  const hash = await send(sequencer, 0)
  const block = await blockOf(sequencer, hash)

  const snapshot = await rig.l1.call('evm_snapshot')
  await rig.deposit(member(5), ETHER)
  await eventually('the entry', async () => (await status(sequencer)).inbox.length === '0x2')
  const second = await send(sequencer, 1)
  const promised = await blockOf(sequencer, second)
  await rig.l1.call('evm_revert', [snapshot])
  await rig.l1.call('evm_increaseTime', [9])
  await eventually('the entry gone', async () => {
    await rig.l1.mine()
    return (await status(sequencer)).inbox.length === '0x1'
  })
  expect(await blockOf(sequencer, hash)).toBe(block)
  expect(await blockOf(sequencer, second)).toBe(promised)
  await rig.deposit(member(6), ETHER)
  await rig.l1.mine(2)
  await arrived(sequencer, member(6), ETHER)
  expect(await sequencer.balance(member(5))).toBe(0n)
})

test('a deposit that L1 drops after it was read: its block gives way, the other transactions wait again', async () => {
  const [sequencer, replica] = [await rig.start('sequencer'), await rig.start('replica')]
  await rig.deposit(member(0), ETHER)
  await rig.l1.mine(2)
  await arrived(sequencer, member(0), ETHER)
  await posted(sequencer)
  await sameHead(sequencer, replica)

  const before = await sequencer.height()
  const snapshot = await rig.l1.call('evm_snapshot')
  await rig.deposit(member(5), ETHER)
  await rig.l1.mine(2)
  await arrived(sequencer, member(5), ETHER)
  const hash = await send(sequencer, 0)
  const block = await blockOf(sequencer, hash)
  await posted(sequencer)
  await eventually('the replica has it', async () => (await replica.balance(member(5))) === ETHER)

  await rig.l1.call('evm_revert', [snapshot])
  await rig.l1.call('evm_increaseTime', [9])
  await eventually('the replica steps back', async () => {
    await rig.l1.mine()
    return (await replica.balance(member(5))) === 0n
  })
  await arrived(sequencer, member(5), 0n)
  await eventually('the transaction is in another block', async () => {
    const now = await blockOf(sequencer, hash)
    return now !== undefined && now !== block
  })
  await posted(sequencer)
  await sameHead(sequencer, replica)
  expect(await replica.height()).toBeGreaterThan(before)
  expect(replica.said('WRONG ROOT')).toBe(false)
  expect(sequencer.node.status().wrongRoots).toEqual([])
})

test('a batch that L1 drops is posted again: no gap, no double, and heads step back visibly', async () => {
  const [sequencer, replica] = [await rig.start('sequencer'), await rig.start('replica')]
  await rig.deposit(member(0), ETHER)
  await rig.l1.mine(2)
  await arrived(sequencer, member(0), ETHER)
  await posted(sequencer)
  await sameHead(sequencer, replica)
  for (let round = 0; round < 3; round++) {
    const snapshot = await rig.l1.call('evm_snapshot')
    const { heads } = await status(replica)
    const hash = await send(sequencer, round)
    const block = await blockOf(sequencer, hash)
    await posted(sequencer)
    await sameHead(sequencer, replica)
    await rig.l1.mine(3)
    await eventually('safe', async () => (await status(replica)).heads.safe.number > heads.safe.number)
    rig.proxy.behave(async ({ method }, ask) => {
      // Until the test has looked, nothing is posted again.
      if (method === 'eth_sendRawTransaction') throw new TypeError('not now')
      return ask()
    })
    await rig.l1.call('evm_revert', [snapshot])
    await rig.l1.call('evm_increaseTime', [9])
    await rig.l1.mine(3)
    await eventually('the replica steps back', async () => {
      await rig.l1.mine()
      return (await status(replica)).heads.latest.hash === heads.latest.hash
    })
    const back = await status(replica)
    expect(back.heads.safe.number <= back.heads.latest.number).toBe(true)
    await eventually('the sequencer’s safe head steps back', async () => (await status(sequencer)).heads.safe.number === heads.latest.number)
    rig.proxy.behave()
    await posted(sequencer)
    await sameHead(sequencer, replica)
    expect(await blockOf(sequencer, hash)).toBe(block)
    expect(await blockOf(replica, hash)).toBe(block)
  }
})

test('anvil_reorg at any depth, with deposits and batches in it: both nodes come to one chain', async () => {
  const [sequencer, replica] = [await rig.start('sequencer'), await rig.start('replica')]
  await rig.deposit(member(0), ETHER)
  await rig.l1.mine(2)
  await arrived(sequencer, member(0), ETHER)
  for (const depth of [1, 2, 4, 7]) {
    await rig.deposit(member(5), 7n)
    const nonce = Number(await sequencer.call<string>('eth_getTransactionCount', member(0), 'latest'))
    await sequencer.call('eth_sendRawTransaction', await signTransfer(0, { nonce, to: member(9) }))
    await rig.l1.mine(1)
    await pause(300)
    await rig.l1.call('anvil_reorg', [depth, []])
    await rig.l1.mine(1)
  }
  await rig.deposit(member(7), 5n)
  await rig.l1.mine(3)
  await arrived(sequencer, member(7), 5n)
  await posted(sequencer)
  await sameHead(sequencer, replica)
  expect(replica.said('WRONG ROOT')).toBe(false)
  expect(await replica.balance(member(7))).toBe(5n)
})

test('no L1, however it twists, makes a sequencer sign a number twice for L1 blocks that both stand', async () => {
  const sequencer = await rig.start('sequencer', { flags: { batchIntervalMs: 60_000 } })
  const witness = startWitness(rig, sequencer)
  await rig.deposit(member(0), ETHER)
  await rig.l1.mine(2)
  await arrived(sequencer, member(0), ETHER)
  // L1 moves on while it is read, so that what it calls safe lies beyond what was taken in.
  rig.proxy.behave(async ({ method, params }, ask) => {
    if (method === 'eth_getBlockByNumber' && params[0] === 'safe') await pause(80)
    return ask()
  })
  let nonce = 0
  const rounds = Math.min(budget(6), 60)
  for (let round = 0; round < rounds; round++) {
    const snapshot = await rig.l1.call('evm_snapshot')
    const to = member(1 + (round % 8))
    const before = await sequencer.balance(to)
    await rig.deposit(to, 11n)
    await rig.l1.mine(1 + (round % 3))
    if (round % 2 === 0) await eventually('the deposit', async () => {
      await rig.l1.mine()
      return (await sequencer.balance(to)) === before + 11n
    })
    // Each round another transaction under the same number, as after the reorg the block cannot be the same.
    const hash = await sequencer.call<string>('eth_sendRawTransaction', await signTransfer(0, { nonce, to: member(9), value: BigInt(1 + round) })).catch(() => undefined)
    await pause(100)
    await rig.l1.call('evm_revert', [snapshot])
    await rig.l1.call('evm_increaseTime', [3 + round])
    await rig.l1.mine(1 + (round % 4))
    await pause(200)
    await eventually('caught up again', async () => {
      await rig.l1.mine()
      return (await sequencer.balance(to)) === before && (hash === undefined || (await sequencer.call('eth_getTransactionReceipt', hash)) !== null)
    }, 30)
    nonce = Number(await sequencer.call<string>('eth_getTransactionCount', member(0), 'latest'))
    expect(await witness.convictions()).toEqual([])
  }
  expect(witness.promises.size).toBeGreaterThan(rounds)
  expect(sequencer.said('would cost the stake')).toBe(false)
  await witness.stop()
})
