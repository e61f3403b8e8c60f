import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { KINDS, type KindName } from '../params.ts'
import { runHistory, type Tally } from '../testing/project-history.ts'

const DAY = 86_400n
const CALLS_EACH = 1_500
const MINUTES = 60_000

const parameters = fc.record({
  poolMemory: fc.constantFrom(0n, 3_600n, DAY),
  basePrice: fc.constantFrom(1n, 5n * 10n ** 13n, 10n ** 17n),
  registrationStipend: fc.constantFrom(0n, 10n ** 12n),
  collateralBps: fc.constantFrom(0n, 500n, 10_000n),
  proposerBps: fc.constantFrom(0n, 100n),
  validatorsBps: fc.constantFrom(0n, 500n, 4_000n),
  stakersBps: fc.constantFrom(0n, 500n, 4_000n),
  stakersReputationBps: fc.constantFrom(0n, 5_000n, 10_000n),
  passThreshold: fc.constantFrom(1n, 6_667n, 10_000n),
  validationStakeBps: fc.constantFrom(0n, 1_000n, 10_000n),
  maxCostShare: fc.constantFrom(100n, 5_000n, 10_000n),
  minStakingPeriod: fc.constantFrom(1n, DAY),
  unstakeFreeze: fc.constantFrom(0n, 21_600n),
  staked: fc.constantFrom(1n, DAY, 7n * DAY),
  active: fc.constantFrom(DAY, 14n * DAY),
  turnover: fc.constantFrom(1n, DAY, 7n * DAY, 30n * DAY),
  validation: fc.constantFrom(DAY, 7n * DAY),
  counterPeriod: fc.constantFrom(0n, 3_600n, DAY),
  commit: fc.constantFrom(DAY, 7n * DAY),
  reveal: fc.constantFrom(DAY, 7n * DAY),
  dividendPeriod: fc.constantFrom(1n, 5n * DAY, 30n * DAY),
})

describe('random histories of all calls by many members with time jumps', () => {
  test('leave all eight invariants standing after every call, and no call asks for more records than it declares', () => {
    const tally: Tally = new Map()
    // A history is the same up to any length, so a shorter one would only hide the step that fails: it stands in the message.
    const seeds = fc.noShrink(fc.integer())
    const property = fc.property(seeds, fc.oneof({ weight: 1, arbitrary: fc.constant({}) }, { weight: 2, arbitrary: parameters }), (seed, chosen) => {
      runHistory({ seed, calls: CALLS_EACH, parameters: chosen, tally })
    })
    // 1,050,000 calls. fast-check prints the seed and the parameters of what fails.
    fc.assert(property, { numRuns: budget(700) })
    // Histories in which a call never succeeds, or a stage never comes, would show nothing of it.
    const never = (Object.keys(KINDS) as KindName[]).filter((kind) => !tally.has(`${kind} ok`) && !kind.startsWith('reputation'))
    expect(never).toEqual([])
    expect([2, 3, 4, 5, 6, 7, 8].filter((stage) => !tally.has(`stage ${stage}`))).toEqual([])
  }, 20 * MINUTES * Math.max(1, budget(1)))
})
