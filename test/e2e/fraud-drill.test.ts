import { expect, test } from 'vitest'
import { distribute } from './testing/program.ts'

interface Line {
  readonly lie: string
  readonly da: 'calldata' | 'blob'
  readonly convicted: boolean
  readonly gas: number
  readonly bytes: number
  readonly seconds: number
}

/** rollup.md section 4: a proof's budget. */
const MOST_GAS = { calldata: 8_000_000, blob: 10_000_000 } as const
/** Seconds: a slow machine takes long over openings. */
const PATIENCE = 180
const MOST_BYTES = 120_000
const LIES = [
  'wrong root', 'wrong chain record', 'skipped transaction', 'doubled mint', 'changed recipient', 'unread entry',
  'too many transactions', 'too many records', 'root over garbage', 'right roots on a false claim',
]

test('a drill plants every kind of lie, in calldata and in blobs, and the ordinary prover convicts each', { timeout: 600_000 }, async () => {
  const { code, out, err } = await distribute('drill', '--json', '--patience', String(PATIENCE))
  expect(code, err).toBe(0)
  const lines = out.trim().split('\n').map((line) => JSON.parse(line) as Line)
  for (const way of ['calldata', 'blob']) expect(lines.filter(({ da }) => da === way).map(({ lie }) => lie)).toEqual(LIES)
  expect(lines).toHaveLength(2 * LIES.length)
  for (const { lie, da, convicted, gas, bytes, seconds } of lines) {
    expect(convicted, lie).toBe(true)
    expect(gas, lie).toBeGreaterThan(100_000)
    expect(gas, lie).toBeLessThan(MOST_GAS[da])
    expect(bytes, lie).toBeGreaterThan(1_000)
    expect(bytes, lie).toBeLessThan(MOST_BYTES)
    expect(seconds, lie).toBeLessThan(PATIENCE)
  }
})
