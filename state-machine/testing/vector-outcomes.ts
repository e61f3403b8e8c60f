import { readdirSync, readFileSync } from 'node:fs'
import type { Vector, VectorFile } from './vector-format.ts'

const FOLDER = new URL('../../test/vectors/', import.meta.url)

/** The names of all files of vectors that there are. */
export const vectorNames = (): readonly string[] => readdirSync(FOLDER).filter((file) => file.endsWith('.json')).map((file) => file.replace('.json', ''))

/** Every vector of every file, as the files stand. */
export const allVectors = (): readonly Vector[] =>
  vectorNames().flatMap((name) => (JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as VectorFile).vectors)

/** How the calls of each kind end in the vectors: 'ok' or the error's name. */
export function outcomesByKind(): ReadonlyMap<string, ReadonlySet<string>> {
  const seen = new Map<string, Set<string>>()
  for (const { action, error, skipped } of allVectors()) {
    const kind = action.kind ?? action.type
    const outcomes = seen.get(kind) ?? new Set()
    if (skipped === null) outcomes.add(error ?? 'ok')
    seen.set(kind, outcomes)
  }
  return seen
}
