import { expect } from 'vitest'
import type { RulesHarness } from './rules-harness.ts'
import { ruleCallOf as tracedCall } from './traces.ts'
import type { CallTrace, HistoryTrace } from './traces.ts'

/** Records with their names, so that a difference can be read. */
const left = (call: CallTrace, words: readonly string[]) =>
  Object.fromEntries(call.records.map(({ record, key }, i) => [`${record} ${key}`, words[i]]))

/** Runs the calls of a history: the same errors, the same records afterwards. Adds each kind with its error to `seen`. */
export async function expectTraces(harness: RulesHarness, { genesis, calls }: HistoryTrace, seen: Set<string>): Promise<void> {
  const outcomes = await harness.run(genesis, calls.map(tracedCall))
  calls.forEach((call, i) => {
    const { error, words } = outcomes[i]!
    const what = { kind: call.kind, scrambled: call.scrambled, callData: call.callData }
    expect({ ...what, error, left: left(call, words) }).toEqual({
      ...what, error: call.error, left: left(call, call.records.map(({ after }) => after)),
    })
    if (!call.scrambled) seen.add(`${call.kind} ${call.error ?? 'ok'}`)
  })
}
