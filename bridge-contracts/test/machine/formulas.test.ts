import { pollOutcome, seatPay } from '@distribute/state-machine'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { budget } from '../../../test/budget.ts'
import { startMachine } from './testing/machine.ts'
import type { Machine } from './testing/machine.ts'

const PATIENCE = 300_000

let machine: Machine
beforeAll(async () => { machine = await startMachine(['test/machine/contracts/FormulasHarness.sol:FormulasHarness']) }, PATIENCE)
afterAll(() => machine.close())

/** Any number of at most so many bits; small, large and round ones all the same often. */
const upTo = (bits: number): fc.Arbitrary<bigint> =>
  fc.tuple(fc.integer({ min: 0, max: bits }), fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }), fc.integer({ min: 0, max: 3 })).map(([width, value, form]) => {
    const power = 1n << BigInt(width)
    const limit = (1n << BigInt(bits)) - 1n
    const chosen = [value % power, power - 1n, power, value][form] ?? value
    return chosen > limit ? limit : chosen
  })

test('quotients of 512-bit products are those of whole numbers', async () => {
  const LIMIT = (1n << 256n) - 1n
  const quotient = fc.record({ a: upTo(256), b: upTo(256), d: upTo(256) }).filter(({ a, b, d }) => d > 0n && (a * b) / d < LIMIT)
  await fc.assert(fc.asyncProperty(fc.array(quotient, { minLength: 1, maxLength: 100 }), async (all) => {
    const floors = all.map(({ a, b, d }) => (a * b) / d)
    const ceilings = all.map(({ a, b, d }) => (a * b + d - 1n) / d)
    expect(await machine.ask(0, 'quotients', [all])).toEqual([floors, ceilings])
  }), { numRuns: budget(40) })
}, PATIENCE)

const VERDICTS = ['undecided', 'for', 'against']

test('polls of any tallies have the outcome that TypeScript says, ties included', async () => {
  const free = fc.record({
    supplyTokens: upTo(96), supplyReputation: upTo(96), tokensFor: upTo(128), tokensAgainst: upTo(128), reputationFor: upTo(128), reputationAgainst: upTo(128),
  })
  // A mirrored poll is a tie; one unit more is none.
  const near = fc.tuple(free, fc.integer({ min: 0, max: 2 })).map(([poll, more]) => ({
    ...poll, tokensAgainst: poll.tokensFor, reputationAgainst: poll.reputationFor > 0n && more > 0 ? poll.reputationFor + 1n - BigInt(more) : poll.reputationFor,
  }))
  await fc.assert(fc.asyncProperty(fc.array(fc.oneof(free, near), { minLength: 1, maxLength: 60 }), async (polls) => {
    const verdicts = (await machine.ask(0, 'pollOutcomes', [polls])) as readonly number[]
    expect(verdicts.map((verdict) => VERDICTS[verdict])).toEqual(polls.map((poll) => pollOutcome(poll)))
  }), { numRuns: budget(40) })
}, PATIENCE)

test('every seat is paid to the wei what TypeScript says', async () => {
  await fc.assert(fc.asyncProperty(upTo(96), async (total) => {
    const pays = Array.from({ length: 49 }, (_, i) => seatPay(total, BigInt(Math.floor(i / 7)), BigInt(i % 7)))
    expect(await machine.ask(0, 'seatPays', [total])).toEqual(pays)
  }), { numRuns: budget(20) })
}, PATIENCE)
