import { afterAll, beforeAll, expect, test } from 'vitest'
import { budget } from '../../../test/budget.ts'
import { startExecutorHarness } from './testing/executor-harness.ts'
import type { ExecutorHarness } from './testing/executor-harness.ts'
import { expectHistory, funded } from './testing/expect-segments.ts'
import { expectTraces } from './testing/expect-traces.ts'
import { genesisOf, randomItem, segmentOf } from './testing/history.ts'
import { startRulesHarness } from './testing/rules-harness.ts'
import type { RulesHarness } from './testing/rules-harness.ts'
import { expectVectors } from './testing/run-vectors.ts'
import { createRandom } from './testing/scene.ts'
import { randomTraces } from './testing/traces.ts'
import { VECTOR_FILES } from './testing/vectors.ts'

// The other tests of this folder ask anvil. What L1 runs must not hang on one EVM's reading of the rules: here it is another one, that
// shares no line with it, on the code that stands on L1. `DISTRIBUTE_EVM=ethereumjs` gives it all tests that compare both languages.
// When it is closed it sees to it that no frame of any run reverted with a Panic.

/** The compiler takes its time, more where others use the machine. */
const PATIENCE = 600_000

let rules: RulesHarness
let segments: ExecutorHarness
beforeAll(async () => {
  rules = await startRulesHarness('ethereumjs')
  segments = await startExecutorHarness('ethereumjs')
}, PATIENCE)
afterAll(async () => {
  await rules.close()
  await segments.close()
})

test.each(VECTOR_FILES)('every vector of %s.json', (name) => expectVectors(rules, name), PATIENCE)

test('random calls', async () => {
  const seen = new Set<string>()
  for (let seed = 1; seed <= budget(1); seed++) {
    for (const history of randomTraces({ seed, histories: 1, most: 4 })) await expectTraces(rules, history, seen)
  }
  expect(seen.size).toBeGreaterThan(80)
}, PATIENCE * budget(1))

test('a segment costs the same gas in both', async () => {
  const genesis = genesisOf()
  const anvil = await startExecutorHarness('anvil')
  const [here, there] = [await segments.deploy(genesis), await anvil.deploy(genesis)]
  const history = await funded(genesis, here)
  const random = createRandom(1)
  for (let i = 0; i < 6; i++) {
    const nonces = new Map<number, bigint>()
    const items: Uint8Array[] = []
    for (let count = 0; count < 5; count++) items.push(await randomItem(random, history, nonces))
    const { rerun } = history.run(segmentOf(items, history.now() + 10n))
    expect(await here.run(rerun)).toEqual(await there.run(rerun))
  }
  await anvil.close()
}, PATIENCE)

test('random segments', async () => {
  const seen = new Set<string>()
  for (const genesis of [genesisOf(), genesisOf({ feeToPool: '0', baseFee: '1000000000', poolMemory: '0' })]) {
    const executor = await segments.deploy(genesis)
    for (let round = 0; round < budget(2); round++) for (const outcome of await expectHistory(genesis, executor)) seen.add(outcome)
  }
  for (const outcome of ['00', '81', '83']) expect(seen).toContain(outcome)
}, PATIENCE * budget(1))
