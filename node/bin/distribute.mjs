#!/usr/bin/env -S node --max-semi-space-size=64
// Why this flag: docs/decisions/0011-larger-nursery.md.
// Nothing is built: tsx strips the types while Node loads the files.
import { register } from 'tsx/esm/api'

register()
const { main } = await import('../cli/main.ts')
process.exitCode = await main(process.argv.slice(2))
