import { readFileSync, readdirSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Sources } from './compile.ts'

/** The folder of this room. */
export const ROOM = fileURLToPath(new URL('..', import.meta.url))

/** Every Solidity file under `folder` of this room, by its path from here, in the order of the paths. */
export function readSources(folder: string): Sources {
  const paths = readdirSync(join(ROOM, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sol'))
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .sort()
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(ROOM, path), 'utf8')]))
}

/** Those of `sources` that the files at `roots` are made of: what they import, and so on. */
export function importedBy(sources: Sources, roots: readonly string[]): Sources {
  const found = new Set<string>()
  const waiting = [...roots]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const content = sources[path]
    if (content === undefined || found.has(path)) continue
    found.add(path)
    const folder = posix.dirname(path)
    waiting.push(...[...content.matchAll(IMPORT)].map(([, target]) => posix.join(folder, target ?? '')))
  }
  return Object.fromEntries(Object.entries(sources).filter(([path]) => found.has(path)))
}

const IMPORT = /^import .*?from "(\.[^"]+)";$/gm
