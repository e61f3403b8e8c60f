import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const ROOT = new URL('../../', import.meta.url)
const textOf = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8')
const document = textOf('docs/protocol.md')
const tables = document.slice(document.indexOf('## From the white paper to a test'))

/** Each test that a row names: a file in backticks, then titles in quotes. */
const named = tables.split('\n').filter((line) => line.startsWith('| ')).flatMap((row) =>
  row.split(/`(?=[\w./-]+\.test\.ts`)/).slice(1).flatMap((part) => {
    const [file = '', rest = ''] = part.split(/`(.*)/s)
    return [...rest.matchAll(/“([^”]+)”/g)].map(([, title = '']): [string, string] => [file, title])
  }),
)

test('every row of the tables names a test', () => {
  const rows = tables.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| the paper') && !line.startsWith('| matter'))
  expect(rows.length).toBeGreaterThan(45)
  expect(rows.filter((row) => !/`[\w./-]+\.test\.ts` “/.test(row))).toEqual([])
})

test.each(named)('%s has the test “%s”', (file, title) => {
  expect(existsSync(new URL(file, ROOT))).toBe(true)
  expect(textOf(file)).toContain(`test('${title}'`)
})
