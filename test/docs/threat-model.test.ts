import { expect, test } from 'vitest'
import { count, namedIn, textOf } from './named-tests.ts'

const NUMBERS = Array.from({ length: 14 }, (_, i) => `S${i + 1}`)
const lines = textOf('THREAT-MODEL.md').split('\n')
const rowOf = (number: string): string => lines.filter((line) => line.startsWith(`| ${number} |`)).join('\n')
const statusOf = (row: string): string => row.split(' | ').at(-1) ?? ''

test.each(NUMBERS)('%s has one row, and says what shows it or what it comes with', (number) => {
  const row = rowOf(number)
  expect(row.split('\n')).toHaveLength(1)
  const status = statusOf(row)
  expect(status).toMatch(/^(held|in part|not held|no peers yet)/)
  if (/^(held|in part)/.test(status)) expect(namedIn(row)).not.toEqual([])
  if (!status.startsWith('held')) expect(status).toMatch(/comes? with/i)
})

test.each(NUMBERS.flatMap((number) => namedIn(rowOf(number))))('$file has the test “$title”', (named) => {
  expect(count(named)).toBe(1)
})
