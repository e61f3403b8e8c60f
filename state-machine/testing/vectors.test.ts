import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { vectorNames } from './vector-outcomes.ts'
import { vectorFiles, vectorPath } from './vectors.ts'
import type { Vector, VectorFile } from './vector-format.ts'
import { runVector } from './vector-run.ts'

const NAMES = ['token', 'reputation', 'dividends', 'bridge', 'projects', 'validation', 'voting', 'credits', 'bounds']
const textOf = (name: string) => readFileSync(vectorPath(name), 'utf8')
const read = (name: string) => JSON.parse(textOf(name)) as VectorFile

describe.each(NAMES)('test/vectors/%s.json', (name) => {
  const { genesis, vectors } = read(name)
  test.each(vectors.map((vector): [string, Vector] => [vector.name, vector]))('%s', (_name, vector) => {
    const { after, error, skipped, output, events } = vector
    expect(runVector(vector, genesis)).toEqual({ after, error, skipped, output, events })
  })
})

test('the files are those that write-vectors.ts writes, with the figures worked out by hand', async () => {
  const made = await vectorFiles()
  expect(Object.keys(made)).toEqual(NAMES)
  expect([...vectorNames()].sort()).toEqual([...NAMES].sort())
  for (const name of NAMES) expect(textOf(name) === made[name], name).toBe(true)
})
