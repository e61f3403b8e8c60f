import { expect, test } from 'vitest'
import { addCheckpoint, checkpointsUpTo, type Checkpoint } from './checkpoints.ts'

const at = (number: bigint): Checkpoint => ({ number, hash: new Uint8Array(32) })
const upTo = (last: bigint): readonly Checkpoint[] => {
  let checkpoints: readonly Checkpoint[] = []
  for (let number = 1n; number <= last; number++) checkpoints = addCheckpoint(checkpoints, at(number))
  return checkpoints
}

test('all of the last 256 blocks stay, older ones thin out', () => {
  const numbers = upTo(1_000n).map(({ number }) => number)
  for (let number = 745n; number <= 1_000n; number++) expect(numbers).toContain(number)
  expect(numbers.filter((number) => number < 700n).length).toBeLessThanOrEqual(12)
  expect(numbers[0]).toBe(1n)
})

test('the checkpoints up to a block are what a reorg leaves', () => {
  expect(checkpointsUpTo(upTo(10n), 4n).map(({ number }) => number)).toEqual([1n, 2n, 3n, 4n])
})
