import { afterEach, beforeEach, expect, test } from 'vitest'
import { encodeRecord, encodeTransactionSegment, recordKey, toHex, ZERO_ADDRESS } from '@distribute/state-machine'
import { budget } from '../../test/budget.ts'
import { createForge, emptyBlock } from '../testing/forge.ts'
import { healthOf, type Health } from '../telemetry/health.ts'
import { ETHER, eventually, member, signTransfer, startRig, type Rig, type RigNode } from '../testing/rig.ts'

let rig: Rig

beforeEach(async () => {
  rig = await startRig()
})
afterEach(() => rig.close())

const now = async (): Promise<bigint> => (await rig.l1.reader.getBlock()).timestamp
const rootOf = async (node: RigNode): Promise<string> =>
  (await node.call<{ readonly stateRoot: string }>('eth_getBlockByNumber', 'latest', false)).stateRoot
const hashOf = async (node: RigNode): Promise<string> => (await node.call<{ readonly hash: string }>('eth_getBlockByNumber', 'latest', false)).hash
const batches = async (node: RigNode): Promise<number> =>
  Number((await node.call<{ readonly lastBatch: { readonly index: string } | null }>('rollup_status')).lastBatch?.index ?? 0)
const derived = (node: RigNode, count: number) => eventually(`batch ${count}`, async () => (await batches(node)) >= count, 30)

const randomSegment = (last: boolean, t: bigint): Uint8Array => {
  const body = crypto.getRandomValues(new Uint8Array(Math.floor(Math.random() ** 3 * 4_090)))
  const head = encodeTransactionSegment({ last, inbox: false, t }, [])
  const flags = (Math.floor(Math.random() * 256) & 0xfe) | (last ? 1 : 0)
  return Uint8Array.of(flags, ...head.subarray(1), ...body)
}

test('segments of garbage have one meaning: sequencer, replica and this test come to the same state', async () => {
  const [sequencer, replica] = [await rig.start('sequencer'), await rig.start('replica')]
  const forge = createForge(rig)
  await rig.deposit(member(0), ETHER)
  await rig.l1.mine(1)
  // What the sequencer has read by now it posts itself, or gives up for what L1 says.
  const rounds = Math.min(budget(5), 40)
  rig.proxy.behave(async ({ method }, ask) => (method === 'eth_sendRawTransaction' ? Promise.reject(new TypeError('not now')) : ask()))
  for (let round = 0; round < rounds; round++) {
    const t = await now()
    const count = 1 + Math.floor(Math.random() * 12)
    const garbage = Array.from({ length: count }, (_, i) => randomSegment(i === count - 1 || Math.random() < 0.3, t))
    const receipt = await rig.post(await forge.batch(round === 0 ? [Uint8Array.of(3, ...emptyBlock(t).subarray(1), 0, 4)] : garbage))
    expect(receipt.status).toBe('success')
    await derived(sequencer, round + 1)
    await derived(replica, round + 1)
    expect(await rootOf(replica)).toBe(toHex(forge.tree.root()))
  }
  expect(await sequencer.balance(member(0))).toBe(ETHER)
  expect(replica.said('WRONG ROOT')).toBe(false)
  expect(sequencer.node.status().wrongRoots).toEqual([])
  rig.proxy.behave()
  // And the sequencer goes on on top of it.
  const hash = await sequencer.call<string>('eth_sendRawTransaction', await signTransfer(0, { nonce: 0, to: member(9) }))
  await eventually('a receipt', async () => (await sequencer.call('eth_getTransactionReceipt', hash)) !== null)
  await eventually('one chain', async () => {
    await rig.l1.mine()
    return (await batches(replica)) > rounds && (await hashOf(sequencer)) === (await hashOf(replica))
  })
})

test('a wrong root: both nodes say so, keep the right state, and the sequencer posts nothing on it', async () => {
  const sequencer = await rig.start('sequencer')
  const replica = await rig.start('replica')
  const forge = createForge(rig)
  const thief = (tree: typeof forge.tree): void =>
    void tree.apply([{ key: recordKey('withdrawal', 1n), words: encodeRecord('withdrawal', { to: ZERO_ADDRESS, value: ETHER }) }])
  const right = forge.tree.root()
  const receipt = await rig.post(await forge.batch([emptyBlock(await now())], thief))
  expect(receipt.status).toBe('success')
  for (const node of [sequencer, replica]) {
    await derived(node, 1)
    expect(node.said('WRONG ROOT')).toBe(true)
    expect(node.node.status().wrongRoots).toMatchObject([{ batch: 1n, segment: 0, posted: forge.tree.root() }])
    expect(await rootOf(node)).not.toBe(toHex(forge.tree.root()))
  }
  expect(await rootOf(sequencer)).toBe(await rootOf(replica))
  expect(await rootOf(replica)).not.toBe(toHex(right))
  await rig.deposit(member(0), ETHER)
  await eventually('blocks go on', async () => {
    await rig.l1.mine()
    return (await sequencer.balance(member(0))) === ETHER
  })
  await eventually('a word of the batcher', async () => sequencer.said('claims another state'))
  expect(await batches(sequencer)).toBe(1)

  for (const node of [sequencer, replica]) {
    const { wrongRoots } = await node.call<{ readonly wrongRoots: readonly unknown[] }>('rollup_status')
    expect(wrongRoots).toEqual([{ batch: '0x1', segment: '0x0', posted: toHex(forge.tree.root()), right: expect.stringMatching(/^0x[0-9a-f]{64}$/) as string }])
    expect(await node.metrics.render()).toMatch(/^distribute_wrong_roots 1$/m)
  }
  const health = (node: RigNode): Health => healthOf(node.node.status(), { now: Date.now(), silenceMs: 180_000 })
  expect(health(sequencer)).toMatchObject({ ready: false, code: 'diverged', reason: expect.stringMatching(/^batch 1 on L1 claims a state that execution does not give/) as string })
  expect(health(replica)).toMatchObject({ ready: true, warning: expect.stringContaining('batch 1') as string })

  // It is still known after a restart.
  await replica.close()
  const again = await rig.start('replica', { directory: replica.directory })
  expect(again.node.status().wrongRoots).toMatchObject([{ batch: 1n, segment: 0 }])
})

test('a wrong root in the middle of a batch whose last root is right: nothing is posted on top of it either', async () => {
  const sequencer = await rig.start('sequencer')
  const forge = createForge(rig)
  const right = await forge.batch([emptyBlock(await now()), emptyBlock(await now())])
  expect((await rig.post({ ...right, roots: [new Uint8Array(32).fill(7), ...right.roots.slice(1)] })).status).toBe('success')
  await derived(sequencer, 1)
  expect(sequencer.node.status().wrongRoots).toMatchObject([{ batch: 1n, segment: 0 }])
  expect(await rootOf(sequencer)).toBe(toHex(forge.tree.root()))
  await rig.deposit(member(0), ETHER)
  await eventually('the deposit', async () => {
    await rig.l1.mine()
    return (await sequencer.balance(member(0))) === ETHER
  })
  const hash = await sequencer.call<string>('eth_sendRawTransaction', await signTransfer(0, { nonce: 0, to: member(9) }))
  await eventually('blocks go on', async () => (await sequencer.call('eth_getTransactionReceipt', hash)) !== null)
  await eventually('the batcher says why it does not', async () => {
    await rig.l1.mine()
    return sequencer.lines.some(({ component, msg, level }) => component === 'batcher' && level === 'error' && msg.includes('nothing is posted on top of it'))
  })
  expect(await batches(sequencer)).toBe(1)
})

test('L1 has another block than a signed one: it gives way, and its transactions wait again', async () => {
  const sequencer = await rig.start('sequencer', { flags: { batchIntervalMs: 3_600_000 } })
  await rig.deposit(member(0), ETHER)
  await eventually('the deposit', async () => {
    await rig.l1.mine()
    return (await sequencer.balance(member(0))) === ETHER
  })
  const hash = await sequencer.call<string>('eth_sendRawTransaction', await signTransfer(0, { nonce: 0, to: member(9), value: 5n }))
  await eventually('a receipt', async () => (await sequencer.call('eth_getTransactionReceipt', hash)) !== null)
  const before = await hashOf(sequencer)
  const receipt = await rig.post(await createForge(rig).batch([emptyBlock(await now())]))
  expect(receipt.status).toBe('success')
  await derived(sequencer, 1)
  await eventually('in another block', async () => {
    const found = await sequencer.call<{ readonly blockHash: string } | null>('eth_getTransactionReceipt', hash)
    return found !== null && found.blockHash !== before
  })
  expect(sequencer.said('L1 has another block than ours')).toBe(true)
  expect(await sequencer.balance(member(9))).toBe(5n)
  expect(await sequencer.balance(member(0)) > 0n).toBe(true)
})
