import { toFunctionSelector } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { budget } from '../../../test/budget.ts'
import { expectTraces } from './testing/expect-traces.ts'
import { IS_AS_DEPLOYED } from './testing/machine.ts'
import { MODULES, moduleOf, startRulesHarness } from './testing/rules-harness.ts'
import type { RulesHarness } from './testing/rules-harness.ts'
import { expectVectors } from './testing/run-vectors.ts'
import { randomTraces, ruleCallOf } from './testing/traces.ts'
import type { HistoryTrace } from './testing/traces.ts'
import { VECTOR_FILES } from './testing/vectors.ts'

/** The compiler takes its time, more where others use the machine. */
const PATIENCE = 600_000
/** What a module's code may have in bytes on L1. */
const CODE_LIMIT = 24_576

let harness: RulesHarness
beforeAll(async () => { harness = await startRulesHarness() }, PATIENCE)
afterAll(() => harness.close())

for (const name of VECTOR_FILES) test(`every vector of ${name}.json`, () => expectVectors(harness, name), PATIENCE)

const HISTORIES = 3

/** Histories by the round, so that a long fuzz run needs no more memory. */
function* rounds(): Generator<HistoryTrace> {
  for (let round = 0; round < budget(1); round++) yield* randomTraces({ seed: 1 + HISTORIES * round, histories: HISTORIES, most: 20 })
}

test('random calls write the same and break the same rules as in TypeScript, with no record more than it asks for', async () => {
  const seen = new Set<string>()
  for (const history of rounds()) await expectTraces(harness, history, seen)
  // Histories that come to little would show little.
  expect(seen.size).toBeGreaterThan(100)
}, PATIENCE * budget(1))

/** No broken rule, so that nothing follows from it. */
const NOT_OF_THIS_MODULE = new RegExp(`^revert ${toFunctionSelector('NotOfThisModule(uint8)')}`)

test('no module runs the kinds of another', async () => {
  const [history] = randomTraces({ seed: 1, histories: 1, most: 1 })
  const calls = [...new Map(history?.calls.map((call) => [call.kind, call]))].map(([, call]) => call)
  if (history === undefined) return expect.unreachable()
  for (const module of MODULES) {
    const foreign = calls.filter(({ kind }) => moduleOf(kind) !== module).map(ruleCallOf)
    expect(foreign.length).toBeGreaterThan(20)
    for (const { error } of await harness.run(history.genesis, foreign, module)) expect(error).toMatch(NOT_OF_THIS_MODULE)
  }
}, PATIENCE)

test.runIf(IS_AS_DEPLOYED)('every module fits into a contract', () => {
  for (const [module, size] of Object.entries(harness.sizes)) expect(size, module).toBeLessThan(CODE_LIMIT)
})
