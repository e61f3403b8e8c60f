import { existsSync, readFileSync } from 'node:fs'

const ROOT = new URL('../../', import.meta.url)

/** A document of this repository, whole. */
export const textOf = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8')

export interface NamedTest {
  readonly file: string
  readonly title: string
}

/** The tests that a row of a table names: a file in backticks, then titles in quotes, again and again. */
export const namedIn = (row: string): readonly NamedTest[] =>
  row.split(/`(?=[\w./-]+\.test\.ts`)/).slice(1).flatMap((part) => {
    const [file = '', rest = ''] = part.split(/`(.*)/s)
    return [...rest.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ file, title }))
  })

/** How many tests of its file have this title: one, where it names a test. */
export function count({ file, title }: NamedTest): number {
  if (!existsSync(new URL(file, ROOT))) return 0
  return textOf(file).replaceAll("\\'", "'").split(`test('${title}'`).length - 1
}
