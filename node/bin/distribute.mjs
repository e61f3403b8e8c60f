#!/usr/bin/env -S node --max-semi-space-size=64
// Why this flag: docs/decisions/0011-larger-nursery.md.
// Nothing is built: tsx strips the types while Node loads the files. Once it is there, each file that is loaded costs a question to
// its thread, and a source map that nobody reads; so the libraries that are many files come first, unless only help is asked for.
import { register } from 'tsx/esm/api'

const LIBRARIES = ['viem', 'viem/accounts', 'zod']

const [command = '-'] = process.argv.slice(2)
if (!command.startsWith('-') && command !== 'help') await Promise.all(LIBRARIES.map((name) => import(name)))
register()
const { main } = await import('../cli/main.ts')
process.exitCode = await main(process.argv.slice(2))
