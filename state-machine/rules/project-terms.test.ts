import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { decodeRecord } from '../state/layout.ts'
import { genesisOf, MAX, START } from '../testing/world.ts'
import { frozenFrom, isAffordable, needOf, proposerPay, fullPot, requiredNow, requirement, taskPay, validatorsPay } from './project-terms.ts'

const { parameters } = genesisOf({ poolMemory: 0n })

test('need = cost + 1 % + twice 5 %, each rounded down for itself', () => {
  expect(needOf(199n, parameters)).toBe(199n + 1n + 9n + 9n)
  expect([proposerPay(199n, parameters), fullPot(199n, parameters)]).toEqual([1n, 9n])
})

test('the pay of tasks and of their validators never exceeds what the escrow holds, however the weights are cut', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 9_999 }), { maxLength: 31 })
  fc.assert(fc.property(fc.bigInt(1n, MAX), cuts, (cost, places) => {
    const edges = [0, ...[...new Set(places)].sort((a, b) => a - b), 10_000]
    const weights = edges.slice(1).map((edge, i) => BigInt(edge - (edges[i] ?? 0)))
    const sum = (pay: (weight: bigint) => bigint) => weights.reduce((total, weight) => total + pay(weight), 0n)
    expect(sum((weight) => taskPay(cost, weight))).toBeLessThanOrEqual(cost)
    expect(sum((weight) => validatorsPay(cost, weight, parameters))).toBeLessThanOrEqual((cost * 500n) / 10_000n)
  }), { numRuns: budget(200) })
})

test('a requirement is the least stake whose share of the supply is not below the cost’s share of the pool', () => {
  const pool = decodeRecord('pool', undefined)
  fc.assert(fc.property(fc.bigInt(1n, MAX), fc.bigInt(1n, MAX), fc.bigInt(1n, MAX), (tokens, ether, part) => {
    const cost = (part % ether) + 1n
    const required = requirement({ ...pool, tokens, ether }, 1n, cost, 'tokens')
    expect(required * ether).toBeGreaterThanOrEqual(tokens * cost)
    expect((required - 1n) * ether).toBeLessThan(tokens * cost)
    expect(required).toBeLessThanOrEqual(tokens)
  }), { numRuns: budget(200) })
})

test('what is required now never falls below what was fixed, and is that where the pool could not pay', () => {
  const project = { ...decodeRecord('project', undefined), cost: 100n }
  const proposal = { ...decodeRecord('proposal', undefined), requiredTokens: 10n, requiredReputation: 20n }
  const terms = (ether: bigint, tokens: bigint) => ({
    pool: { ...decodeRecord('pool', undefined), ether, low: ether, previousLow: ether, tokens, reputation: 2n * tokens }, project, proposal, now: START, parameters,
  })
  expect(isAffordable(terms(111n, 1n))).toBe(true)
  expect(isAffordable(terms(110n, 1n))).toBe(false)
  expect([requiredNow(terms(1_000n, 200n), 'tokens'), requiredNow(terms(1_000n, 200n), 'reputation')]).toEqual([20n, 40n])
  expect([requiredNow(terms(1_000n, 50n), 'tokens'), requiredNow(terms(110n, 200n), 'tokens')]).toEqual([10n, 10n])
})

test('stakes freeze for the last min(unstakeFreeze, a quarter of the period)', () => {
  const at = (period: bigint) =>
    frozenFrom({ project: { ...decodeRecord('project', undefined), deadline: START }, proposal: { ...decodeRecord('proposal', undefined), period }, parameters })
  expect([at(86_400n), at(86_399n), at(90n * 86_400n), at(3n)].map((time) => START - time)).toEqual([21_600n, 21_599n, 21_600n, 0n])
})
