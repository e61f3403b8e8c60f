#!/usr/bin/env node
// Nothing is built: tsx strips the types while Node loads the files.
import { register } from 'tsx/esm/api'

register()
const { main } = await import('../cli/main.ts')
process.exitCode = await main(process.argv.slice(2))
