import { expect, test } from 'vitest'
import { createScratch } from './scratch.ts'

test('what is taken does not overlap, and stays as it is while the room grows', () => {
  const scratch = createScratch(8)
  const lengths = [3, 5, 1, 40, 0, 7]
  const taken = lengths.map((length, i) => scratch.take(length).fill(i + 1))
  expect(taken.map((bytes) => [...bytes])).toEqual(lengths.map((length, i) => Array<number>(length).fill(i + 1)))
})

test('after a reset the same bytes are given out again', () => {
  const scratch = createScratch(8)
  const before = scratch.take(8)
  scratch.reset()
  expect(scratch.take(8).fill(9)).toEqual(before)
})
