import { expect, test } from 'vitest'
import { createUrlRests } from './url-rests.ts'

const clock = { now: 1_000, random: 0.5 }
const rests = (urls: number) => createUrlRests({ urls, firstMs: 100, now: () => clock.now, random: () => clock.random })

test('the first URL that does not rest is asked; it comes back when it has rested', () => {
  const three = rests(3)
  expect(three.order()).toEqual([0, 1, 2])
  three.fail(0)
  expect([three.order(), three.pauseMs(), three.isResting(0)]).toEqual([[1, 2, 0], 0, true])
  three.fail(1)
  expect(three.order()).toEqual([2, 0, 1])
  clock.now += 100
  expect([three.order(), three.isResting(0)]).toEqual([[0, 1, 2], false])
})

test('rests double up to five minutes, or half a minute where there is no other URL, with jitter, and end with a success', () => {
  const lengths = (urls: number): readonly number[] => {
    const some = rests(urls)
    return Array.from({ length: 14 }, () => {
      const before = clock.now
      some.fail(0)
      while (some.isResting(0)) clock.now += 1
      return clock.now - before
    })
  }
  expect(lengths(2)).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 51_200, 102_400, 204_800, 300_000, 300_000])
  expect(Math.max(...lengths(1))).toBe(30_000)
  clock.random = 0
  expect(lengths(1)[0]).toBe(75)
  clock.random = 1
  expect(lengths(1)[0]).toBe(125)
  const one = rests(1)
  for (let i = 0; i < 5; i++) one.fail(0)
  one.work(0)
  expect([one.isResting(0), one.pauseMs()]).toEqual([false, 0])
})

test('where all rest, the pause is until the first has rested, and never long', () => {
  clock.random = 0.5
  const two = rests(2)
  for (let i = 0; i < 14; i++) two.fail(0)
  two.fail(1)
  two.fail(1)
  expect([two.order(), two.pauseMs()]).toEqual([[1, 0], 200])
  for (let i = 0; i < 14; i++) two.fail(1)
  expect(two.pauseMs()).toBe(30_000)
})

test('a fault of long ago does not make the next rest longer', () => {
  const one = rests(2)
  for (let i = 0; i < 6; i++) one.fail(0)
  clock.now += 4_000_000
  one.fail(0)
  clock.now += 126
  expect(one.isResting(0)).toBe(false)
})
