import { KINDS } from '@distribute/state-machine'
import type { Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startRulesHarness } from './testing/rules-harness.ts'
import type { RuleCall, RuleGenesis, RuleOutcome, RulesHarness } from './testing/rules-harness.ts'
import { readVectors, ruleCallOf, storedRecord, VECTOR_FILES } from './testing/vectors.ts'
import type { StoredRecord, Vector } from './testing/vectors.ts'

/** The compiler takes its time, more where others use the machine. */
const PATIENCE = 600_000
/** What a module's code may have in bytes on L1. */
const CODE_LIMIT = 24_576

let harness: RulesHarness
beforeAll(async () => { harness = await startRulesHarness() }, PATIENCE)
afterAll(() => harness.close())

/** RecordMissing(bytes32): the vectors do not say which absent records a call asks for, so they are added as it does. */
const MISSING = /^revert 0x28ba3941([0-9a-f]{64})$/

async function answerOf(genesis: RuleGenesis, call: RuleCall): Promise<{ readonly call: RuleCall; readonly outcome: RuleOutcome }> {
  const [outcome] = await harness.run(genesis, [call])
  const missing = MISSING.exec(outcome!.error ?? '')?.[1]
  if (missing === undefined) return { call, outcome: outcome! }
  return answerOf(genesis, { ...call, records: [...call.records, { key: `0x${missing}`, words: '0x' }] })
}

const byKey = (records: readonly StoredRecord[]) => new Map(records.map(({ key, words }) => [key, words]))

/** Every record that the vector names or the call asks for, as it must stand in the end. */
function expectedWords({ before, after }: Vector, call: RuleCall): readonly Hex[] {
  const stood = byKey(before.map(storedRecord))
  const written = byKey(after.map(storedRecord))
  for (const key of written.keys()) expect(call.records.map((record) => record.key)).toContain(key)
  return call.records.map(({ key }) => written.get(key) ?? stood.get(key) ?? '0x')
}

for (const name of VECTOR_FILES) {
  test(`every call of ${name}.json`, async () => {
    const { genesis, vectors } = readVectors(name)
    let run = 0
    for (const vector of vectors) {
      const { kind, type, value } = vector.action
      // Fees, nonces, deposits and what a kind's table says of its value are the executor's.
      if (type !== 'call' || kind === undefined || (BigInt(value) > 0n && !KINDS[kind].payable)) continue
      const parameters = { ...genesis.parameters, ...vector.parameters }
      const { call, outcome } = await answerOf({ ...genesis, parameters }, ruleCallOf(vector, kind))
      expect(outcome.error, vector.name).toBe(vector.error)
      expect(outcome.words, vector.name).toEqual(expectedWords(vector, call))
      run += 1
    }
    expect(run).toBeGreaterThan(0)
  }, PATIENCE)
}

test('every module fits into a contract', () => {
  for (const [module, size] of Object.entries(harness.sizes)) expect(size, module).toBeLessThan(CODE_LIMIT)
})
