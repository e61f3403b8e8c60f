import { afterEach, beforeEach, expect, test } from 'vitest'
import { getAbiItem, toEventSelector } from 'viem'
import { inboxAbi } from '@distribute/bridge-contracts'
import { HttpAnswer, RpcAnswer, type Behaviour } from '../testing/proxy.ts'
import { ETHER, eventually, member, pause, signTransfer, startRig, type Rig, type RigNode } from '../testing/rig.ts'
import { startTestL1 } from '../testing/test-l1.ts'

let rig: Rig

beforeEach(async () => {
  rig = await startRig()
})
afterEach(() => rig.close())

interface Log { readonly topics: readonly string[]; readonly data: string }
const isLogs = (method: string): boolean => method === 'eth_getLogs'
const ENTRY_ADDED = toEventSelector(getAbiItem({ abi: inboxAbi, name: 'EntryAdded' }))

/** Leaves out, or changes, the logs that are asked for. */
const lie = (change: (logs: readonly Log[]) => readonly Log[]): Behaviour => async ({ method }, ask) => {
  const answer = await ask()
  return isLogs(method) ? change(answer as readonly Log[]) : answer
}
const deposited = (node: RigNode, to: string, value: bigint, seconds = 15) =>
  eventually(`${value} for ${to}`, async () => {
    await rig.l1.mine()
    return (await node.balance(to)) === value
  }, seconds)
const inbox = async (node: RigNode): Promise<number> =>
  Number((await node.call<{ readonly inbox: { readonly length: string } }>('rollup_status')).inbox.length)
const said = (node: RigNode, text: string) => eventually(`“${text}” in the log`, async () => node.said(text))
const agree = (a: RigNode, b: RigNode) => eventually('one chain', async () => {
  await rig.l1.mine()
  const [one, other] = await Promise.all([a, b].map((node) => node.call<{ readonly hash: string }>('eth_getBlockByNumber', 'latest', false)))
  return one?.hash === other?.hash
})

test('a URL that lags is no reorg: nothing that was promised is given up, and nothing is promised twice', async () => {
  const sequencer = await rig.start('sequencer')
  await rig.deposit(member(0), ETHER)
  await deposited(sequencer, member(0), ETHER)
  const number = Number(await rig.l1.call('eth_blockNumber'))
  await rig.deposit(member(1), ETHER)
  await deposited(sequencer, member(1), ETHER)
  const promise = await sequencer.call('rollup_getPromise', 'latest').catch(() => sequencer.call('eth_getBlockByNumber', 'latest', false))
  const [height, entries] = [await sequencer.height(), await inbox(sequencer)]

  const behind: Behaviour = async ({ method, params }, ask) => {
    const [block] = params
    if (method === 'eth_getBlockByNumber' && typeof block === 'string') {
      const asked = ['latest', 'safe', 'finalized'].includes(block) ? number : Number(block)
      return asked > number ? null : rig.l1.call(method, [`0x${asked.toString(16)}`, false])
    }
    if (method === 'eth_blockNumber') return `0x${number.toString(16)}`
    return ask()
  }
  rig.proxy.behave(behind)
  await said(sequencer, 'this URL lags')
  await pause(500)
  expect(await sequencer.height()).toBeGreaterThanOrEqual(height)
  expect(await inbox(sequencer)).toBe(entries)
  expect(await sequencer.balance(member(1))).toBe(ETHER)
  rig.proxy.behave()
  await said(sequencer, 'L1 is followed again')
  await rig.deposit(member(2), ETHER)
  await deposited(sequencer, member(2), ETHER)
  expect(sequencer.said('L1 reorg')).toBe(false)
  expect(promise).toBeTruthy()
})

test('logs left out or changed are noticed before anything is made of them, and the chain has no hole afterwards', async () => {
  const sequencer = await rig.start('sequencer')
  const replica = await rig.start('replica')
  await rig.deposit(member(0), ETHER)
  await deposited(sequencer, member(0), ETHER)
  const lies: readonly (readonly [string, (logs: readonly Log[]) => readonly Log[]])[] = [
    ['no logs', () => []],
    ['not the last log', (logs) => logs.slice(0, -1)],
    ['not the first log', (logs) => logs.slice(1)],
    ['other values', (logs) => logs.map((log) => (log.topics[0] === ENTRY_ADDED ? { ...log, data: log.data.replace(/de0b6b3a7640000/, 'de0b6b3a7640001') } : log))],
  ]
  for (const [i, [name, change]] of lies.entries()) {
    const entries = await inbox(sequencer)
    const seen = [sequencer, replica].map(({ lines }) => lines.length)
    rig.proxy.behave(lie(change))
    await rig.deposit(member(1 + i), ETHER)
    await rig.deposit(member(6), 1n)
    await rig.l1.mine(3)
    for (const [at, node] of [sequencer, replica].entries()) {
      await eventually(`${name}: a line`, async () => node.lines.slice(seen[at]).some(({ fault }) => /this URL is faulty/.test(String(fault))))
      expect(await inbox(node)).toBeLessThanOrEqual(entries)
    }
    rig.proxy.behave()
    await deposited(sequencer, member(1 + i), ETHER)
    await deposited(sequencer, member(6), BigInt(i + 1))
  }
  await agree(sequencer, replica)
  expect(await replica.balance(member(6))).toBe(4n)
  expect(replica.said('WRONG ROOT')).toBe(false)
})

test('a hole in an old run of blocks is filled once the URL tells the truth', async () => {
  const sequencer = await rig.start('sequencer')
  for (let i = 0; i < 4; i++) await rig.deposit(member(i), ETHER)
  await deposited(sequencer, member(3), ETHER)
  // Without the entries of one block a fresh replica cannot come past it, and must not.
  let dropped = 0
  rig.proxy.behave(lie((logs) => logs.filter((log, i) => log.topics[0] !== ENTRY_ADDED || i !== 1 || dropped++ > 2)))
  const replica = await rig.start('replica')
  await said(replica, 'this URL is faulty')
  await agree(sequencer, replica)
  expect(await replica.balance(member(1))).toBe(ETHER)
})

test('an L1 that hangs, refuses or limits: RPC goes on, the log says why, and the node goes on when L1 does', async () => {
  const sequencer = await rig.start('sequencer')
  await rig.deposit(member(0), ETHER)
  await deposited(sequencer, member(0), ETHER)
  const faults: readonly (readonly [string, Behaviour])[] = [
    ['429', async () => { throw new HttpAnswer(429, 'Too Many Requests') }],
    ['limit exceeded', async () => { throw new RpcAnswer(-32_005, 'limit exceeded') }],
    ['', async () => { throw new TypeError('the connection breaks') }],
    ['', async () => { throw new HttpAnswer(200, '<html>maintenance</html>') }],
    ['', async () => { throw new HttpAnswer(200, 'null') }],
    ['', async () => null],
    ['', async () => ({})],
  ]
  for (const [i, [words, behaviour]] of faults.entries()) {
    const seen = sequencer.lines.length
    rig.proxy.behave(behaviour)
    await eventually(`a line for fault ${i}`, async () => sequencer.lines.slice(seen).some(({ msg, fault }) => msg.startsWith('L1 could not be followed') && String(fault).includes(words)))
    const hash = await sequencer.call<string>('eth_sendRawTransaction', await signTransfer(0, { nonce: i, to: member(9) }))
    await eventually('a receipt without L1', async () => (await sequencer.call('eth_getTransactionReceipt', hash)) !== null)
    rig.proxy.behave()
    await eventually('followed again', async () => sequencer.lines.slice(seen).some(({ msg }) => msg === 'L1 is followed again'), 30)
  }
  await rig.deposit(member(2), ETHER)
  await deposited(sequencer, member(2), ETHER)
})

test('an L1 that hangs does not hold up the end of a node', async () => {
  const replica = await rig.start('replica')
  rig.proxy.behave(() => new Promise(() => undefined))
  await pause(300)
  const started = Date.now()
  await replica.close()
  expect(Date.now() - started).toBeLessThan(6_000)
})

test('another chain behind the URL is refused at the start, and while running nothing is taken from it', async () => {
  const other = await startTestL1(['--chain-id', '1234'])
  const twin = await startTestL1()
  try {
    await twin.mine(300)
    const replica = await rig.start('replica')
    const sequencer = await rig.start('sequencer')
    await rig.deposit(member(0), ETHER)
    await deposited(sequencer, member(0), ETHER)
    await agree(sequencer, replica)
    const height = await replica.height()
    rig.proxy.lead(twin.url)
    await said(replica, 'L1 does not have the block in which the community was deployed')
    expect(await replica.height()).toBe(height)
    expect(await replica.balance(member(0))).toBe(ETHER)
    rig.proxy.lead(rig.l1.url)
    await rig.deposit(member(1), ETHER)
    await deposited(sequencer, member(1), ETHER, 30)
    await agree(sequencer, replica)

    rig.proxy.lead(other.url)
    await expect(rig.start('replica')).rejects.toMatchObject({ code: 'WrongChain', message: expect.stringContaining('1234') as string })
    rig.proxy.lead(rig.l1.url)
    const genesis = { ...rig.genesis, name: 'Another' }
    await expect(rig.start('replica', { genesis })).rejects.toMatchObject({ code: 'WrongCommunity' })
  } finally {
    await other.close()
    await twin.close()
  }
})

test('a URL that answers only so many blocks of logs at once is read in smaller pieces', async () => {
  const sequencer = await rig.start('sequencer')
  for (let i = 0; i < 4; i++) {
    await rig.deposit(member(i), ETHER)
    await rig.l1.mine(5)
    await deposited(sequencer, member(i), ETHER)
  }
  let widest = 0
  rig.proxy.behave(async ({ method, params }, ask) => {
    if (!isLogs(method)) return ask()
    const [{ fromBlock, toBlock }] = params as [{ readonly fromBlock: string; readonly toBlock: string }]
    const blocks = Number(toBlock) - Number(fromBlock) + 1
    if (blocks > 3) throw new RpcAnswer(-32005, 'query returned more than 10000 results')
    widest = Math.max(widest, blocks)
    return ask()
  })
  const replica = await rig.start('replica')
  await agree(sequencer, replica)
  expect(await replica.balance(member(3))).toBe(ETHER)
  expect(widest).toBeGreaterThan(1)
})
