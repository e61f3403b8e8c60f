import type { Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { budget } from '../../../test/budget.ts'
import { startRulesHarness } from './testing/rules-harness.ts'
import type { RuleCall, RuleGenesis, RuleOutcome, RulesHarness } from './testing/rules-harness.ts'
import { randomTraces, ruleCallOf as tracedCall } from './testing/traces.ts'
import type { CallTrace, HistoryTrace } from './testing/traces.ts'
import { depositOf, readVectors, ruleCallOf, storedRecord, transactionOf, VECTOR_FILES, withKey } from './testing/vectors.ts'
import type { StoredRecord, Vector } from './testing/vectors.ts'

/** The compiler takes its time, more where others use the machine. */
const PATIENCE = 600_000
/** What a module's code may have in bytes on L1. */
const CODE_LIMIT = 24_576

let harness: RulesHarness
beforeAll(async () => { harness = await startRulesHarness() }, PATIENCE)
afterAll(() => harness.close())

type Records = RuleCall['records']

interface Answer {
  readonly records: Records
  readonly outcome: RuleOutcome
}

/** RecordMissing(bytes32): the vectors do not say which absent records a call asks for, so they are added as it does. */
const MISSING = /^revert .*28ba3941([0-9a-f]{64})/

async function answerOf(records: Records, ask: (records: Records) => Promise<RuleOutcome>): Promise<Answer> {
  const outcome = await ask(records)
  const missing = MISSING.exec(outcome.error ?? '')?.[1]
  return missing === undefined ? { records, outcome } : answerOf([...records, { key: `0x${missing}`, words: '0x' }], ask)
}

async function run(vector: Vector, genesis: RuleGenesis): Promise<Answer> {
  const { kind, type } = vector.action
  if (kind === undefined) return asItem(genesis, depositOf(vector))
  if (type === 'transaction') return asItem(genesis, await transactionOf(vector, kind, BigInt(genesis.chainId)))
  const call = ruleCallOf(vector, kind)
  return answerOf(call.records, (records) => harness.runCall(genesis, { ...call, records }))
}

const asItem = (genesis: RuleGenesis, item: ReturnType<typeof depositOf>): Promise<Answer> =>
  answerOf(item.records, (records) => harness.runItem(genesis, { ...item, records }))

const byKey = (records: readonly StoredRecord[]) => new Map(records.map(({ key, words }) => [key, words]))

/** Every record that the vector names or the call asks for, as it must stand in the end. */
function expectedWords({ before, after }: Vector, records: Records): readonly Hex[] {
  const stood = byKey(before.map(storedRecord))
  const written = byKey(after.map(storedRecord))
  for (const key of written.keys()) expect(records.map((record) => record.key)).toContain(key)
  return records.map(({ key }) => written.get(key) ?? stood.get(key) ?? '0x')
}

for (const name of VECTOR_FILES) {
  test(`every vector of ${name}.json`, async () => {
    const { genesis, vectors } = readVectors(name)
    for (const vector of vectors.map((one) => (one.action.type === 'transaction' ? withKey(one) : one))) {
      const { records, outcome } = await run(vector, { ...genesis, parameters: { ...genesis.parameters, ...vector.parameters } })
      expect(outcome.error, vector.name).toBe(vector.error ?? vector.skipped)
      expect(outcome.words, vector.name).toEqual(expectedWords(vector, records))
    }
  }, PATIENCE)
}

const HISTORIES = 3

/** Histories by the round, so that a long fuzz run needs no more memory. */
function* rounds(): Generator<HistoryTrace> {
  for (let round = 0; round < budget(1); round++) yield* randomTraces({ seed: 1 + HISTORIES * round, histories: HISTORIES, most: 20 })
}

/** Records with their names, so that a difference can be read. */
const left = (call: CallTrace, words: readonly string[]) =>
  Object.fromEntries(call.records.map(({ record, key }, i) => [`${record} ${key}`, words[i]]))

test('random calls write the same and break the same rules as in TypeScript, with no record more than it asks for', async () => {
  const seen = new Set<string>()
  for (const { genesis, calls } of rounds()) {
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
  // Histories that come to little would show little.
  expect(seen.size).toBeGreaterThan(100)
}, PATIENCE * budget(1))

test('every module fits into a contract', () => {
  for (const [module, size] of Object.entries(harness.sizes)) expect(size, module).toBeLessThan(CODE_LIMIT)
})
