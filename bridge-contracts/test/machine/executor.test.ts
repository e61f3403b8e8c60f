import {
  bigintToBytes, createTree, encodeInboxSegment, encodeMultiproof, encodeOperation, encodeTransactionSegment, toHex,
} from '@distribute/state-machine'
import type { Genesis } from '@distribute/state-machine'
import { toFunctionSelector } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { budget } from '../../../test/budget.ts'
import { outcomeBytes, startExecutorHarness } from './testing/executor-harness.ts'
import type { Executor, ExecutorHarness, Rerun } from './testing/executor-harness.ts'
import { ACTORS, createHistory, deposit, ETHER, genesisOf, randomEntry, randomItem, registration, segmentOf, START } from './testing/history.ts'
import type { History } from './testing/history.ts'
import { compareKeys, createRandom, randomBytes } from './testing/scene.ts'
import type { Random } from './testing/scene.ts'
import { itemsOf, tellStory } from './testing/story.ts'

/** The compiler takes its time, more where others use the machine. */
const PATIENCE = 600_000
const GENESIS = genesisOf()
let harness: ExecutorHarness
let executor: Executor
beforeAll(async () => {
  harness = await startExecutorHarness()
  executor = await harness.deploy(GENESIS)
}, PATIENCE)
afterAll(() => harness.close())

/** Runs a segment in both languages. Answers the gas of the re-run. */
async function both(history: History, segment: Uint8Array, by = executor): Promise<{ readonly gas: number; readonly outcomes: string; readonly rerun: Rerun }> {
  const { rerun, result, rootAfter } = history.run(segment)
  const answer = await by.run(rerun)
  expect({ root: answer.root, outcomes: answer.outcomes }, toHex(segment)).toEqual({ root: toHex(rootAfter), outcomes: outcomeBytes(result) })
  return { ...answer, rerun }
}

const hash = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const inbox = (count: number, t: bigint, last = true) => encodeInboxSegment({ last, inbox: true, t }, count)

/** Everybody has ether. */
async function funded(genesis = GENESIS, by = executor): Promise<History> {
  const history = createHistory(genesis)
  history.entries.push(...ACTORS.map((actor) => deposit(actor, 100n * ETHER)))
  await both(history, inbox(4, START), by)
  await both(history, inbox(4, START), by)
  return history
}

describe('plain transfers', () => {
  test('of 1, 8 and 16 items', async () => {
    const history = await funded()
    for (const count of [1, 8, 16]) {
      const items: Uint8Array[] = []
      for (let i = 0; i < count; i++) {
        const actor = i % ACTORS.length
        const nonce = history.nonceOf(actor) + BigInt(Math.floor(i / ACTORS.length))
        items.push(await history.signed(actor, { kind: 'send', args: [] }, { value: ETHER, nonce, to: ACTORS[(i + 1) % ACTORS.length]! }))
      }
      const { gas, outcomes } = await both(history, segmentOf(items, START + 10n))
      // Records and the tree's few levels included; the budgets of tall trees stand in tree-gas.test.ts.
      expect(gas).toBeLessThan(60_000 + 33_000 * count)
      expect(outcomes).toBe(`0x${'00'.repeat(count)}`)
    }
  }, PATIENCE)
})

describe('random histories', () => {
  const LENGTH = 24

  async function randomSegment(random: Random, history: History): Promise<Uint8Array> {
    const t = history.now() + BigInt(random(4) === 0 ? random(300) : random(10))
    const last = random(3) > 0
    if (random(12) === 0) return randomBytes(random, random(60))
    if (random(3) === 0) return inbox(random(6), t, last)
    const nonces = new Map<number, bigint>()
    const items: Uint8Array[] = []
    for (let count = random(5) === 0 ? 18 : random(7); count > 0; count--) items.push(await randomItem(random, history, nonces))
    const segment = encodeTransactionSegment({ last, inbox: false, t }, items)
    return random(10) === 0 ? segment.subarray(0, random(segment.length)) : segment
  }

  /** Answers every outcome there was. */
  async function compareHistory(genesis: Genesis, by: Executor): Promise<readonly string[]> {
    const seed = Math.floor(Math.random() * 2 ** 31)
    const random = createRandom(seed)
    const history = await funded(genesis, by)
    const seen: string[] = []
    for (let i = 0; i < LENGTH; i++) {
      for (let count = random(4); count > 0; count--) history.entries.push(await randomEntry(random, history))
      const { outcomes } = await both(history, await randomSegment(random, history), by).catch((cause: unknown) => {
        throw new RangeError(`seed ${seed}, segment ${i}`, { cause })
      })
      seen.push(...(outcomes.slice(2).match(/../g) ?? []))
    }
    return seen
  }

  test('give the same roots and outcomes', async () => {
    const seen = new Set<string>()
    for (let round = 0; round < budget(3); round++) for (const outcome of await compareHistory(GENESIS, executor)) seen.add(outcome)
    // Success, undecodable, wrong nonce, over the limits, no effect; and many a broken rule.
    for (const outcome of ['00', '81', '83', '88', '89']) expect(seen).toContain(outcome)
    expect([...seen].filter((outcome) => outcome > '00' && outcome < '80').length).toBeGreaterThan(5)
  }, PATIENCE)

  test('where fees are the operator’s, dear, and the pool has no memory', async () => {
    const genesis = genesisOf({ feeToPool: '0', baseFee: '1000000000', poolMemory: '0', registrationStipend: '5', memberCredits: '100000', creditsPerEther: '40000' })
    const other = await harness.deploy(genesis)
    for (let round = 0; round < budget(2); round++) await compareHistory(genesis, other)
  }, PATIENCE)
})

describe('a community from its first deposit to its last settlement', () => {
  test('has the same roots in both languages', async () => {
    const history = await funded()
    await tellStory(GENESIS, async (t, deeds) => {
      const { outcomes } = await both(history, segmentOf(await itemsOf(history, deeds), START + t))
      expect(outcomes, deeds.map(({ kind }) => kind).join()).toBe(`0x${'00'.repeat(deeds.length)}`)
    })
  }, PATIENCE)
})

describe('what a prover may try', () => {
  const transfers = async (history: History): Promise<Rerun> => {
    const items = await Promise.all([0, 1, 2].map((actor) => history.signed(actor, { kind: 'send', args: [] }, { value: 1n, to: ACTORS[3]! })))
    return history.run(segmentOf([...items, Uint8Array.of(1, 2, 3)], history.now() + 1n)).rerun
  }
  const provenFor = (history: History, rerun: Rerun, keys: readonly Uint8Array[]): Rerun => {
    const sorted = [...keys].sort(compareKeys)
    return { ...rerun, rootBefore: history.tree.root(), keys: sorted, proof: encodeMultiproof(history.tree.prove(sorted)) }
  }

  test('leaving out a record proves nothing', async () => {
    const history = await funded()
    const copy = createTree()
    copy.apply([...history.tree.entries()])
    const rerun = await transfers(history)
    for (const left of rerun.keys) {
      const fewer = provenFor({ ...history, tree: copy }, rerun, rerun.keys.filter((key) => key !== left))
      expect((await executor.run(fewer)).root).toMatch(/^(Inconclusive|RecordMissing)/)
    }
  }, PATIENCE)

  test('showing more records than the segment reads changes nothing, whatever their keys', async () => {
    const history = await funded()
    const copy = createTree()
    copy.apply([...history.tree.entries()])
    const rerun = await transfers(history)
    const after = toHex(history.tree.root())
    const strangers = [hash(1), hash(0x55), hash(0xfe)]
    expect((await executor.run(provenFor({ ...history, tree: copy }, rerun, [...rerun.keys, ...strangers]))).root).toBe(after)
    // A record has seven words of room behind its key, and a flag: one so near would write into another's words.
    for (const key of rerun.keys) {
      for (const distance of [-8n, -7n, -6n, -5n, -4n, -3n, -2n, -1n, 1n, 2n, 5n, 7n, 8n]) {
        const near = bigintToBytes(BigInt.asUintN(256, BigInt(toHex(key)) + distance), 32)
        const { root } = await executor.run(provenFor({ ...history, tree: copy }, rerun, [...rerun.keys, near]))
        expect([after, 'BadWitness'], `${toHex(key)} ${distance}`).toContain(root)
      }
    }
  }, PATIENCE)

  test('two proofs in one transaction', async () => {
    const history = await funded()
    expect(await executor.twice(await transfers(history))).toBe('OneProofATransaction')
  }, PATIENCE)

  /** A signature that is nobody's: 5 is no x coordinate of the curve. */
  const unsigned = async (history: History): Promise<Uint8Array> => {
    const bytes = await history.signed(3, { kind: 'send', args: [] }, { to: ACTORS[0]! })
    bytes.set(bigintToBytes(5n, 32), bytes.length - 64)
    return bytes
  }

  test('with any gas there is the right root or none', async () => {
    const history = await funded()
    const segment = segmentOf([
      encodeOperation({ call: await registration(GENESIS, ACTORS[1]!, hash(1), START + 9n) }),
      await history.signed(0, { kind: 'send', args: [] }, { value: 1n, to: ACTORS[1]! }),
      await unsigned(history),
      await history.signed(2, { kind: 'mint', args: [10n * ETHER] }, { value: 1n }),
      Uint8Array.of(0x80, 0x13, 0),
    ], START + 1n)
    const { gas, outcomes, rerun } = await both(history, segment)
    expect(outcomes).toBe('0x0000820681')
    const random = createRandom(Math.floor(Math.random() * 2 ** 31))
    const after = toHex(history.tree.root())
    let reached = 0
    for (let round = 0; round < budget(4); round++) {
      const amounts = [Math.ceil(gas * 1.1), ...Array.from({ length: 40 }, () => random(Math.floor(gas * 1.05)))]
      for (const root of await executor.starve(rerun, amounts)) {
        if (root === after) reached += 1
        else expect(root).not.toMatch(/^0x[0-9a-f]{64}$/)
      }
    }
    expect(reached).toBeGreaterThanOrEqual(budget(4))
  }, PATIENCE)

  test('keeping entries back', async () => {
    const history = createHistory(GENESIS)
    history.entries.push(deposit(ACTORS[0]!, 5n), deposit(ACTORS[1]!, 6n))
    const { rerun } = history.run(inbox(2, START + 1n))
    for (const entries of [[], rerun.inbox.entries.slice(0, 1), rerun.inbox.entries.slice(1)]) {
      expect((await executor.run({ ...rerun, inbox: { ...rerun.inbox, entries } })).root === toHex(history.tree.root())).toBe(false)
    }
    const later = { ...rerun.inbox, first: 1n, entries: rerun.inbox.entries.slice(1) }
    expect((await executor.run({ ...rerun, inbox: later })).root).toBe('EntryMissing')
  }, PATIENCE)
})

test('an executor fits into a contract, and is made of contracts alone', async () => {
  expect(harness.size).toBeLessThan(24_576)
  expect(await harness.deployWithout()).toContain(toFunctionSelector('NoContract(address)'))
}, PATIENCE)
