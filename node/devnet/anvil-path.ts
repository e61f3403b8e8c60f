import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { DevnetError } from './devnet-error.ts'

const SYSTEMS: { readonly [platform: string]: string | undefined } = { linux: 'linux', darwin: 'darwin' }
const PROCESSORS: { readonly [processor: string]: string | undefined } = { x64: 'amd64', arm64: 'arm64' }

/** The anvil binary: DISTRIBUTE_ANVIL, or the one that npm installed. Throws DevnetError L1Failed where there is none. */
export function anvilPath(given: string | undefined): string {
  if (given !== undefined) return given
  const name = `@foundry-rs/anvil-${SYSTEMS[process.platform] ?? process.platform}-${PROCESSORS[process.arch] ?? process.arch}`
  // The binary's package is a dependency of @foundry-rs/anvil, and need not stand beside our own.
  const inAnvil = createRequire(createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json'))
  try {
    const path = inAnvil.resolve(`${name}/bin/anvil`)
    if (existsSync(path)) return path
  } catch {
    // said below
  }
  throw new DevnetError('L1Failed', `there is no anvil for ${process.platform} on ${process.arch}`, `install it (npm install ${name}), or name a binary in DISTRIBUTE_ANVIL`)
}
