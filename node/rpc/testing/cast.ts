import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** foundry's cast, as npm has it for this machine. */
export const CAST = (() => {
  const manifest = createRequire(import.meta.url).resolve(`@foundry-rs/cast-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}/package.json`)
  return join(dirname(manifest), 'bin', 'cast')
})()
