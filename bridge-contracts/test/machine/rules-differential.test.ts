import { afterAll, beforeAll, expect, test } from 'vitest'
import { budget } from '../../../test/budget.ts'
import { startRulesHarness } from './testing/rules-harness.ts'
import type { RulesHarness } from './testing/rules-harness.ts'
import { randomTraces, ruleCallOf } from './testing/traces.ts'
import type { CallTrace, HistoryTrace } from './testing/traces.ts'

/** The compiler takes its time, more where others use the machine. */
const PATIENCE = 600_000

let harness: RulesHarness
beforeAll(async () => { harness = await startRulesHarness() }, PATIENCE)
afterAll(() => harness.close())

const HISTORIES = 3

/** Histories by the round, so that a long fuzz run needs no more memory. */
function* rounds(): Generator<HistoryTrace> {
  for (let round = 0; round < budget(1); round++) yield* randomTraces({ seed: 1 + HISTORIES * round, histories: HISTORIES, most: 20 })
}

/** Records that stand otherwise than TypeScript left them; as names, so that a difference can be read. */
const left = (call: CallTrace, words: readonly string[]) =>
  Object.fromEntries(call.records.map(({ record, key }, i) => [`${record} ${key}`, words[i]]))

test('random calls write the same and break the same rules as in TypeScript, with no record more than it asks for', async () => {
  const seen = new Set<string>()
  for (const { genesis, calls } of rounds()) {
    const outcomes = await harness.run(genesis, calls.map(ruleCallOf))
    calls.forEach((call, i) => {
      const { error, words } = outcomes[i]!
      const what = { kind: call.kind, scrambled: call.scrambled, callData: call.callData }
      expect({ ...what, error, left: left(call, words) }).toEqual({
        ...what, error: call.error, left: left(call, call.records.map(({ after }) => after)),
      })
      if (!call.scrambled) seen.add(`${call.kind} ${call.error ?? 'ok'}`)
    })
  }
  // Histories that come to little would show little.
  expect(seen.size).toBeGreaterThan(100)
}, PATIENCE * budget(1))
