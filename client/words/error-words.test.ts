import { expect, test } from 'vitest'
import { ERRORS } from '@distribute/state-machine'
import { CHAIN_ERRORS, wordsOf } from './error-words.ts'

test('every error of the protocol has words, in its order, and no other has', () => {
  expect(Object.keys(CHAIN_ERRORS)).toEqual(ERRORS)
})

test.each(ERRORS)('%s says what is wrong and what to do', (name) => {
  const { what, advice } = wordsOf(name)
  expect(what.length).toBeGreaterThan(10)
  expect(advice.length).toBeGreaterThan(10)
  expect(what).not.toContain(name)
})

test('no two errors are told in the same words', () => {
  expect(new Set(ERRORS.map((name) => wordsOf(name).what)).size).toBe(ERRORS.length)
})
