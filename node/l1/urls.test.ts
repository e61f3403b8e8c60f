import { afterEach, beforeEach, expect, test } from 'vitest'
import { startProxy, type Behaviour, type Proxy } from '../testing/proxy.ts'
import { ETHER, eventually, member, pause, startRig, type Line, type Rig, type RigNode } from '../testing/rig.ts'
import { startTestL1 } from '../testing/test-l1.ts'

let rig: Rig
let second: Proxy

beforeEach(async () => {
  rig = await startRig()
  second = await startProxy(rig.l1.url)
})
afterEach(async () => {
  await rig.close()
  await second.close()
})

const both = (): { readonly l1Url: readonly string[] } => ({ l1Url: [rig.proxy.url, second.url] })
const deposited = (node: RigNode, to: string, value: bigint) =>
  eventually(`${value} for ${to}`, async () => {
    await rig.l1.mine()
    return (await node.balance(to)) === value
  })
const isTold = ({ url, next, msg }: Line): boolean => url === rig.proxy.url && next === second.url && msg.includes('trying the next one')
const faultsOf = async ({ metrics }: RigNode, url: string): Promise<number> =>
  Number(new RegExp(`l1_url_faults_total\\{url="${url}"\\} (\\d+)`).exec(await metrics.render())?.[1] ?? 0)

/** L1 as it stood at this block. */
const asOf = (number: number): Behaviour => async ({ method, params }, ask) => {
  const [block] = params
  if (method === 'eth_blockNumber') return `0x${number.toString(16)}`
  if (method !== 'eth_getBlockByNumber' || typeof block !== 'string') return ask()
  const asked = /^0x/.test(block) ? Number(block) : number
  return asked > number ? null : rig.l1.call(method, [`0x${asked.toString(16)}`, false])
}

test('a URL that lags, lies, shows another chain or breaks is told by its host, and the next one is followed meanwhile', async () => {
  const [sequencer, replica] = [await rig.start('sequencer', { flags: both() }), await rig.start('replica', { flags: both() })]
  await rig.deposit(member(0), ETHER)
  await deposited(sequencer, member(0), ETHER)
  const behind = Number(await rig.l1.call('eth_blockNumber')) - 1
  const faults: readonly (readonly [RegExp, Behaviour])[] = [
    [/this URL lags/, asOf(behind)],
    [/this URL is faulty/, async ({ method }, ask) => (method === 'eth_getLogs' ? [] : ask())],
    [/block in which the community was deployed/, async ({ method }, ask) => {
      const answer = await ask()
      return method === 'eth_getBlockByNumber' ? { ...(answer as object), hash: `0x${'ab'.repeat(32)}` } : answer
    }],
    [/fetch failed|HTTP request failed/, async () => { throw new TypeError('the connection breaks') }],
  ]
  for (const [i, [words, behaviour]] of faults.entries()) {
    const seen = [sequencer, replica].map(({ lines }) => lines.length)
    const before = await faultsOf(replica, rig.proxy.url)
    rig.proxy.behave(behaviour)
    await rig.deposit(member(i + 1), ETHER)
    await deposited(sequencer, member(i + 1), ETHER)
    await deposited(replica, member(i + 1), ETHER)
    for (const [at, node] of [sequencer, replica].entries()) {
      // It may still rest from the fault before; and who leaves logs out is noticed where there are some.
      await eventually(String(words), async () => {
        await rig.deposit(member(8), 1n)
        return node.lines.slice(seen[at]).some(({ url, fault }) => url === rig.proxy.url && words.test(String(fault)))
      }, 30)
    }
    expect(await faultsOf(replica, rig.proxy.url)).toBeGreaterThan(before)
    // A round that began with lies must not end with the truth: half of each looks like a reorg.
    rig.proxy.behave(async () => { throw new TypeError('the connection breaks') })
    await pause(300)
    rig.proxy.behave()
    const asked = rig.proxy.asked.get('eth_getLogs') ?? 0
    await eventually('the first URL is followed again', async () => {
      await rig.l1.mine()
      return (rig.proxy.asked.get('eth_getLogs') ?? 0) > asked + 4
    }, 40)
  }
  expect(replica.lines.some(isTold)).toBe(true)
  expect(await faultsOf(replica, second.url)).toBe(0)
  expect(replica.said('WRONG ROOT')).toBe(false)
  expect(sequencer.said('L1 reorg')).toBe(false)
})

test('a URL that stands still where the node is, while L1 goes on, is noticed too', async () => {
  const replica = await rig.start('replica', { flags: both() })
  await rig.l1.mine(3)
  const last = Number(await rig.l1.call('eth_blockNumber'))
  await eventually('all of it taken in', async () => replica.node.status().l1Derived === BigInt(last))
  rig.proxy.behave(asOf(last))
  await rig.deposit(member(1), ETHER)
  await rig.l1.mine(3)
  await eventually('the blocks of the other URL', async () => replica.node.status().l1Derived > BigInt(last))
  expect(replica.lines.some(({ url, fault, next }) => url === rig.proxy.url && next === second.url && String(fault).includes(`at ${second.url}: this URL lags`))).toBe(true)
})

test('an L1 that has no new block for a while is nobody’s fault', async () => {
  const replica = await rig.start('replica', { flags: both() })
  await replica.node.ready
  await pause(1_500)
  expect([await faultsOf(replica, rig.proxy.url), await faultsOf(replica, second.url)]).toEqual([0, 0])
  expect(second.asked.get('eth_blockNumber') ?? 0).toBeGreaterThan(0)
})

test('the rests of a URL that stays broken become longer', async () => {
  const replica = await rig.start('replica', { flags: both() })
  rig.proxy.behave(async () => { throw new TypeError('the connection breaks') })
  const times: number[] = []
  await eventually('five faults', async () => {
    const now = await faultsOf(replica, rig.proxy.url)
    while (times.length < now) times.push(performance.now())
    return now >= 5
  })
  const [first = 0, next = 0, , before = 0, last = 0] = times
  expect(last - before).toBeGreaterThan(2 * (next - first))
})

test('while running, a URL that begins to answer for another chain is asked nothing more', async () => {
  const other = await startTestL1(['--chain-id', '1234'])
  try {
    const sequencer = await rig.start('sequencer', { flags: both() })
    rig.proxy.behave(async () => { throw new TypeError('the connection breaks') })
    await eventually('the fault', async () => sequencer.lines.some(isTold))
    rig.proxy.behave()
    rig.proxy.lead(other.url)
    await eventually('the chain is told', async () => sequencer.lines.some(({ url, fault }) => url === rig.proxy.url && /chain id 1234/.test(String(fault))))
    await rig.deposit(member(1), ETHER)
    await deposited(sequencer, member(1), ETHER)
    expect(await other.reader.getBlockNumber()).toBe(0n)
  } finally {
    await other.close()
  }
})

test('at the start a wrong chain behind any URL is refused, and one that is away is not waited for', async () => {
  const other = await startTestL1(['--chain-id', '1234'])
  try {
    second.lead(other.url)
    await expect(rig.start('replica', { flags: both() })).rejects.toMatchObject({ code: 'WrongChain', message: expect.stringContaining(second.url) as string })
    const replica = await rig.start('replica', { flags: { l1Url: ['http://127.0.0.1:9', rig.proxy.url] } })
    await rig.deposit(member(1), ETHER)
    await replica.node.ready
  } finally {
    await other.close()
  }
})
