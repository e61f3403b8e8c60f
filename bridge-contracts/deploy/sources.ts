import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
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
