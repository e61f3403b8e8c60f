import { afterAll, beforeAll, expect, test } from 'vitest'
import { budget } from '../../../test/budget.ts'
import { runDifferential, unreachedIn } from './testing/differential.ts'
import { startExecutorHarness } from './testing/executor-harness.ts'
import type { ExecutorHarness } from './testing/executor-harness.ts'

/** The compiler takes its time, more where others use the machine. */
const PATIENCE = 600_000
let harness: ExecutorHarness
beforeAll(async () => { harness = await startExecutorHarness() }, PATIENCE)
afterAll(() => harness.close())

/** 1,000,000: `node --import tsx bridge-contracts/test/machine/testing/run-differential.ts 1000000`. */
test('random histories end in the same root, and each transaction in the same way, in both languages', async () => {
  const transactions = budget(20_000)
  const seed = Math.floor(Math.random() * 2 ** 31)
  const counts = await runDifferential(harness, { transactions, seed })
  expect({ differences: counts.differences, faults: counts.faults }, `seed ${seed}`).toEqual({ differences: [], faults: [] })
  expect(counts.transactions).toBeGreaterThanOrEqual(transactions)
  // What is rare is reached in the long run, which fails where a single one is not.
  const { kinds, errors, skips } = unreachedIn(counts)
  expect({ kinds, skips }, `seed ${seed}`).toEqual({ kinds: [], skips: [] })
  expect(errors.length, `seed ${seed}: ${errors.join()}`).toBeLessThan(12)
}, PATIENCE * budget(1))
