import { expect, test } from 'vitest'
import { budget } from '../budget.ts'
import { digestOfSegments } from './segments.ts'

/** 1,000,000 in two processes: `node --import tsx test/properties/random-segments.ts 1000000`. */
test('executeSegment has a result for every byte string, and the same one twice', { retry: 0 }, () => {
  const runs = budget(1_500)
  const seed = Math.floor(Math.random() * 2 ** 31)
  const counts = { included: 0, failed: 0, skipped: 0 }
  const first = digestOfSegments({ runs, seed }, counts)
  expect(digestOfSegments({ runs, seed }), `seed ${seed}`).toBe(first)
  // Noise alone would show little: some of it is valid, some breaks rules, some is skipped.
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(runs / 40)
})
