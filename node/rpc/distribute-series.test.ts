import { decodeRecord, recordKey } from '@distribute/state-machine'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { appendRandomBlock, createRandom } from '../catalog/testing/history.ts'
import { openRandomNode, type Item, type RandomNode } from './testing/random-node.ts'

let node: RandomNode
beforeEach(async () => {
  node = await openRandomNode()
})
afterEach(() => node.close())

const grow = async (blocks: number, seed: number): Promise<void> => {
  const random = createRandom(seed)
  for (let i = 0; i < blocks; i++) await appendRandomBlock(node.chain, random)
}
const series = (given: object = {}): Promise<readonly Item[]> => node.ask('distribute_series', given) as Promise<readonly Item[]>
const numbers = (items: readonly Item[], field: string): readonly bigint[] => items.map((item) => BigInt(String(item[field])))

/** An empty block after a long time, and what the pool held then. */
async function jump(seconds: bigint): Promise<readonly [bigint, bigint]> {
  const { chain } = node
  const block = chain.begin(chain.head().header.time + seconds).seal()
  await chain.append(block)
  return [block.time, decodeRecord('pool', chain.state.get(recordKey('pool'))).ether]
}

test('the series begins with the present alone, and tells every ten minutes what stood then', async () => {
  const [now] = await series()
  expect(now).toMatchObject({ members: '0x0', complete: '0x0' })
  const wanted: (readonly [bigint, bigint])[] = []
  for (let i = 0; i < 8; i++) {
    await grow(3, i)
    wanted.push(await jump(i % 2 === 0 ? 700n : 90_000n))
  }
  await node.restart()
  await grow(3, 99)
  const shown = await series({ points: 500, from: Number(node.chain.config.genesis.timestamp) })
  const [times, ether] = [numbers(shown, 'time'), numbers(shown, 'ether')]
  for (const [time, pool] of wanted) {
    const at = times.indexOf(time)
    // Two of one part of the range: the first stands for it.
    if (at >= 0) expect(ether[at], String(time)).toBe(pool)
  }
  expect(wanted.filter(([time]) => times.includes(time)).length).toBeGreaterThan(4)
  expect(times).toEqual([...times].sort((a, b) => Number(a - b)))
  const community = (await node.ask('distribute_community')) as { readonly pool: Item; readonly price: Item; readonly members: string }
  expect(shown.at(-1)).toMatchObject({ ether: community.pool['ether'], escrowed: community.pool['escrowed'], pricePerToken: community.price['perToken'], members: community.members })
})

test('few points are spread over the time, none is older than asked for, and the present is always there', async () => {
  for (let i = 0; i < 20; i++) await jump(3_600n)
  const all = await series()
  expect(all.length).toBe(20)
  const few = await series({ points: 5 })
  expect(few.length).toBeLessThanOrEqual(5)
  expect(few.length).toBeGreaterThan(3)
  const from = numbers(all, 'time')[15]!
  const late = numbers(await series({ from: `0x${from.toString(16)}` }), 'time')
  expect(late).toEqual(numbers(all, 'time').slice(15))
  node.ahead = 50n
  expect(numbers(await series({ points: 2 }), 'time').at(-1)).toBe(node.chain.head().header.time + 50n)
  expect(await series({ points: 1 })).toMatchObject({ error: { code: -32602 } })
})

test('a rewind takes samples back', async () => {
  await jump(700n)
  const before = await series()
  await jump(700n)
  await node.chain.rewind(1n)
  expect(await series()).toEqual(before)
})
