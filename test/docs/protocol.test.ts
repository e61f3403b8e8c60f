import { expect, test } from 'vitest'
import { count, namedIn, textOf } from './named-tests.ts'

const document = textOf('docs/protocol.md')
const tables = document.slice(document.indexOf('## From the white paper to a test'))
const rows = tables.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| the paper') && !line.startsWith('| matter'))

test('every row of the tables names a test', () => {
  expect(rows.length).toBeGreaterThan(50)
  expect(rows.filter((row) => namedIn(row).length === 0)).toEqual([])
})

test.each(rows.flatMap(namedIn))('$file has the test “$title”', (named) => {
  expect(count(named)).toBe(1)
})
