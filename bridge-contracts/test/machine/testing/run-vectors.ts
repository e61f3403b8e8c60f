import type { Hex } from 'viem'
import { expect } from 'vitest'
import type { RuleCall, RuleGenesis, RuleOutcome, RulesHarness } from './rules-harness.ts'
import { depositOf, readVectors, ruleCallOf, storedRecord, transactionOf, withKey } from './vectors.ts'
import type { StoredRecord, Vector } from './vectors.ts'

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

async function run(harness: RulesHarness, vector: Vector, genesis: RuleGenesis): Promise<Answer> {
  const { kind, type } = vector.action
  if (kind === undefined) return asItem(harness, genesis, depositOf(vector))
  if (type === 'transaction') return asItem(harness, genesis, await transactionOf(vector, kind, BigInt(genesis.chainId)))
  const call = ruleCallOf(vector, kind)
  return answerOf(call.records, (records) => harness.runCall(genesis, { ...call, records }))
}

const asItem = (harness: RulesHarness, genesis: RuleGenesis, item: ReturnType<typeof depositOf>): Promise<Answer> =>
  answerOf(item.records, (records) => harness.runItem(genesis, { ...item, records }))

const byKey = (records: readonly StoredRecord[]) => new Map(records.map(({ key, words }) => [key, words]))

/** Every record that the vector names or the call asks for, as it must stand in the end. */
function expectedWords({ before, after }: Vector, records: Records): readonly Hex[] {
  const stood = byKey(before.map(storedRecord))
  const written = byKey(after.map(storedRecord))
  for (const key of written.keys()) expect(records.map((record) => record.key)).toContain(key)
  return records.map(({ key }) => written.get(key) ?? stood.get(key) ?? '0x')
}

/** Runs every vector of a file: the same error, the same records afterwards. */
export async function expectVectors(harness: RulesHarness, name: string): Promise<void> {
  const { genesis, vectors } = readVectors(name)
  for (const vector of vectors.map((one) => (one.action.type === 'transaction' ? withKey(one) : one))) {
    const { records, outcome } = await run(harness, vector, { ...genesis, parameters: { ...genesis.parameters, ...vector.parameters } })
    expect(outcome.error, vector.name).toBe(vector.error ?? vector.skipped)
    expect(outcome.words, vector.name).toEqual(expectedWords(vector, records))
  }
}
