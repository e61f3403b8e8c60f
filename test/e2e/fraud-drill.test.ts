import { expect, test } from 'vitest'
import { distribute } from './testing/program.ts'

interface Line {
  readonly lie: string
  readonly convicted: boolean
  readonly gas: number
  readonly bytes: number
  readonly seconds: number
}

/** rollup.md section 4: a proof's budget in calldata mode. */
const MOST_GAS = 8_000_000
const MOST_BYTES = 120_000

test('a drill plants every kind of lie, and the ordinary prover convicts each', { timeout: 240_000 }, async () => {
  const { code, out, err } = await distribute('drill', '--json')
  expect(code, err).toBe(0)
  const lines = out.trim().split('\n').map((line) => JSON.parse(line) as Line)
  expect(lines.map(({ lie }) => lie)).toEqual([
    'wrong root', 'wrong chain record', 'skipped transaction', 'doubled mint', 'changed recipient', 'unread entry',
    'too many transactions', 'too many records', 'root over garbage', 'right roots on a false claim',
  ])
  for (const { lie, convicted, gas, bytes, seconds } of lines) {
    expect(convicted, lie).toBe(true)
    expect(gas, lie).toBeGreaterThan(100_000)
    expect(gas, lie).toBeLessThan(MOST_GAS)
    expect(bytes, lie).toBeGreaterThan(1_000)
    expect(bytes, lie).toBeLessThan(MOST_BYTES)
    expect(seconds, lie).toBeLessThan(60)
  }
})
