import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Sources } from './compile.ts'

/** The folder of this room. */
export const ROOM = fileURLToPath(new URL('..', import.meta.url))

/** Every Solidity file under `folder` of this room, by its path from here, in the order of the paths, and what they import from packages. */
export function readSources(folder: string): Sources {
  const paths = readdirSync(join(ROOM, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sol'))
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .sort()
  return withPackages(Object.fromEntries(paths.map((path) => [path, readFileSync(join(ROOM, path), 'utf8')])))
}

/** The one package whose Solidity stands in ours. */
const PACKAGE = '@openzeppelin/contracts'
const PACKAGE_FOLDER = dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`))

function withPackages(sources: Sources): Sources {
  const all: Record<string, string> = { ...sources }
  const waiting = Object.entries(sources).flatMap(([path, content]) => importsOf(path, content))
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (path in all || !path.startsWith(PACKAGE)) continue
    const content = readFileSync(join(PACKAGE_FOLDER, path.slice(PACKAGE.length)), 'utf8')
    all[path] = content
    waiting.push(...importsOf(path, content))
  }
  return all
}

/** Those of `sources` that the files at `roots` are made of: what they import, and so on. */
export function importedBy(sources: Sources, roots: readonly string[]): Sources {
  const found = new Set<string>()
  const waiting = [...roots]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const content = sources[path]
    if (content === undefined || found.has(path)) continue
    found.add(path)
    waiting.push(...importsOf(path, content))
  }
  return Object.fromEntries(Object.entries(sources).filter(([path]) => found.has(path)))
}

const IMPORT = /^import .*?from "([^"]+)";$/gm

/** Paths of what a file imports: relative ones from its folder, those of a package as they stand. */
const importsOf = (path: string, content: string): readonly string[] =>
  [...content.matchAll(IMPORT)].map(([, target = '']) => (target.startsWith('.') ? posix.join(posix.dirname(path), target) : target))
