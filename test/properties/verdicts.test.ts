import { expect, test } from 'vitest'
import { budget } from '../budget.ts'
import { runVerdicts } from './verdicts.ts'

/** 10,000: `node --import tsx test/properties/run-verdicts.ts 10000`. */
test('of any bytes that were posted a wrong root is convicted by the prover’s proof, and the right one never', { retry: 0, timeout: 600_000 * budget(1) }, async () => {
  const segments = budget(600)
  const seed = Math.floor(Math.random() * 2 ** 31)
  const counts = await runVerdicts({ segments, seed })
  expect(counts.wrong, `seed ${seed}`).toEqual([])
  expect(counts.segments).toBeGreaterThanOrEqual(segments)
  expect([counts.convicted, counts.acquitted]).toEqual([counts.segments, counts.segments])
  // Noise alone would show little, and so would one lie.
  for (const count of [counts.included, counts.skipped]) expect(count, `seed ${seed}`).toBeGreaterThan(segments / 10)
  expect(counts.lies.size, `seed ${seed}`).toBe(10)
})
