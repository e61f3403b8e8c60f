import { encodeInboxSegment, encodeTransactionSegment, toHex } from '@distribute/state-machine'
import type { Genesis } from '@distribute/state-machine'
import { expect } from 'vitest'
import { outcomeBytes } from './executor-harness.ts'
import type { Executor, Rerun } from './executor-harness.ts'
import { ACTORS, createHistory, deposit, ETHER, randomEntry, randomItem, START } from './history.ts'
import type { History } from './history.ts'
import { CHOSEN_EVM } from './machine.ts'
import { createRandom, randomBytes } from './scene.ts'
import type { Random } from './scene.ts'

export interface Compared {
  readonly gas: number
  readonly outcomes: string
  readonly rerun: Rerun
}

/** Runs a segment in both languages: the same root, the same outcomes. Answers the gas of the re-run. */
export async function expectSame(history: History, segment: Uint8Array, by: Executor): Promise<Compared> {
  const { rerun, result, rootAfter } = history.run(segment)
  const answer = await by.run(rerun)
  expect({ root: answer.root, outcomes: answer.outcomes }, toHex(segment)).toEqual({ root: toHex(rootAfter), outcomes: outcomeBytes(result) })
  return { ...answer, rerun }
}

export const inbox = (count: number, t: bigint, last = true): Uint8Array => encodeInboxSegment({ last, inbox: true, t }, count)

/** Everybody has ether. */
export async function funded(genesis: Genesis, by: Executor): Promise<History> {
  const history = createHistory(genesis)
  history.entries.push(...ACTORS.map((actor) => deposit(actor, 100n * ETHER)))
  await expectSame(history, inbox(4, START), by)
  await expectSame(history, inbox(4, START), by)
  return history
}

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

let histories = 0

/** Another one each time, but where coverage is measured. */
const nextSeed = (): number => (CHOSEN_EVM === 'coverage' ? ++histories : Math.floor(Math.random() * 2 ** 31))

/** Runs a random history in both languages. Answers every outcome there was. */
export async function expectHistory(genesis: Genesis, by: Executor): Promise<readonly string[]> {
  const seed = nextSeed()
  const random = createRandom(seed)
  const history = await funded(genesis, by)
  const seen: string[] = []
  for (let i = 0; i < LENGTH; i++) {
    for (let count = random(4); count > 0; count--) history.entries.push(await randomEntry(random, history))
    const { outcomes } = await expectSame(history, await randomSegment(random, history), by).catch((cause: unknown) => {
      throw new RangeError(`seed ${seed}, segment ${i}`, { cause })
    })
    seen.push(...(outcomes.slice(2).match(/../g) ?? []))
  }
  return seen
}
