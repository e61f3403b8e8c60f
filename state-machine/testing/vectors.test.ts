import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ERRORS, KINDS, type KindName } from '../params.ts'
import { vectorFiles, vectorPath } from './vectors.ts'
import type { Vector, VectorFile } from './vector-format.ts'
import { runVector } from './vector-run.ts'

const NAMES = ['token', 'reputation', 'dividends', 'bridge', 'projects', 'validation', 'voting', 'credits']
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
  for (const name of NAMES) expect(textOf(name) === made[name], name).toBe(true)
})

test('each call succeeds and fails at least once, where it can', () => {
  const vectors = NAMES.flatMap((name) => read(name).vectors)
  const ended = (kind: string, success: boolean) =>
    vectors.some(({ action, error, skipped }) => action.kind === kind && skipped === null && (error === null) === success)
  for (const kind of Object.keys(KINDS) as KindName[]) {
    expect(ended(kind, false), `${kind} fails`).toBe(true)
    expect(ended(kind, true), `${kind} succeeds`).toBe(!KINDS[kind].name.match(/^(transfer|approve)/) || KINDS[kind].contract === 'token')
  }
})

test('every rule is broken at least once; what no calldata is stands in no vector', () => {
  const broken = new Set(NAMES.flatMap((name) => read(name).vectors).flatMap(({ error }) => error ?? []))
  expect([...broken].sort()).toEqual(ERRORS.filter((error) => error !== 'UnknownCall' && error !== 'NonCanonicalCalldata').sort())
})
