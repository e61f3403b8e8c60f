import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { compile } from './compile.ts'
import { CLIENT_SOURCES, renderClient } from './client-files.ts'
import type { Files } from './client-files.ts'
import { renderGenesis } from './genesis-solidity.ts'
import { renderKinds } from './kinds-solidity.ts'
import { renderParams } from './params-solidity.ts'
import { ROOM, readSources } from './sources.ts'
import { renderState } from './state-solidity.ts'

const FOLDERS = ['src/generated', 'client/generated']

/** All generated files, made anew in memory from params.ts and the Solidity sources. */
export function generate(): Files {
  const solidity = generateSolidity()
  return { ...solidity, ...renderClient(compile({ ...readSources('src'), ...solidity }, CLIENT_SOURCES)) }
}

/** The Solidity that params.ts alone makes. */
function generateSolidity(): Files {
  return {
    'src/generated/Params.sol': renderParams(),
    'src/generated/State.sol': renderState(),
    'src/generated/Genesis.sol': renderGenesis(),
    'src/generated/Kinds.sol': renderKinds(),
  }
}

/** Paths under this room that are not as they would be generated, files too many included. */
export function differences(files: Files): readonly string[] {
  const changed = Object.keys(files).filter((path) => contentOf(path) !== files[path])
  const present = FOLDERS.flatMap((folder) => readdirSync(join(ROOM, folder)).map((name) => `${folder}/${name}`))
  return [...changed, ...present.filter((path) => !(path in files))]
}

function contentOf(path: string): string | undefined {
  const file = join(ROOM, path)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function write(files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(ROOM, path)), { recursive: true })
    writeFileSync(join(ROOM, path), content)
  }
}

function check(files: Files): void {
  const stale = differences(files)
  for (const path of stale) {
    console.error(`bridge-contracts/${path} is not what its sources generate: run "npm run generate" and commit it`)
  }
  if (stale.length > 0) process.exitCode = 1
}

if (process.argv[1] === import.meta.filename) {
  const files = generate()
  if (process.argv.includes('--check')) check(files)
  else write(files)
}
