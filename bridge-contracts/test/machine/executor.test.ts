import { encodeInboxSegment, encodeTransactionSegment, toHex } from '@distribute/state-machine'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { budget } from '../../../test/budget.ts'
import { outcomeBytes, startExecutorHarness } from './testing/executor-harness.ts'
import type { ExecutorHarness, Rerun } from './testing/executor-harness.ts'
import { ACTORS, createHistory, deposit, ETHER, genesisOf, randomEntry, randomItem, segmentOf, START } from './testing/history.ts'
import type { History } from './testing/history.ts'
import { createRandom, randomBytes } from './testing/scene.ts'
import type { Random } from './testing/scene.ts'

/** The compiler takes its time, more where others use the machine. */
const PATIENCE = 600_000
const GENESIS = genesisOf()
let harness: ExecutorHarness
beforeAll(async () => { harness = await startExecutorHarness(GENESIS) }, PATIENCE)
afterAll(() => harness.close())

/** Runs a segment in both languages. Answers the gas of the re-run. */
async function both(history: History, segment: Uint8Array): Promise<{ readonly gas: number; readonly outcomes: string; readonly rerun: Rerun }> {
  const { rerun, result, rootAfter } = history.run(segment)
  const answer = await harness.run(rerun)
  expect({ root: answer.root, outcomes: answer.outcomes }, toHex(segment)).toEqual({ root: toHex(rootAfter), outcomes: outcomeBytes(result) })
  return { ...answer, rerun }
}

const inbox = (count: number, t: bigint, last = true) => encodeInboxSegment({ last, inbox: true, t }, count)

/** Everybody has ether. */
async function funded(history = createHistory(GENESIS)): Promise<History> {
  history.entries.push(...ACTORS.map((actor) => deposit(actor, 100n * ETHER)))
  await both(history, inbox(4, START))
  await both(history, inbox(4, START))
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
      console.log({ count, gas })
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

  test('give the same roots and outcomes', async () => {
    for (let round = 0; round < budget(3); round++) {
      const seed = Math.floor(Math.random() * 2 ** 31)
      const random = createRandom(seed)
      const history = await funded()
      for (let i = 0; i < LENGTH; i++) {
        for (let count = random(4); count > 0; count--) history.entries.push(await randomEntry(random, history))
        await both(history, await randomSegment(random, history)).catch((cause: unknown) => {
          throw new RangeError(`seed ${seed}, segment ${i}`, { cause })
        })
      }
    }
  }, PATIENCE)
})
