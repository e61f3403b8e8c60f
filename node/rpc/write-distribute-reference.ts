import { writeFile } from 'node:fs/promises'
import { distributeReference } from './distribute-reference.ts'
import { ethReference } from './eth-reference.ts'
import { rollupReference } from './rollup-reference.ts'

await writeFile(new URL('../../docs/distribute-rpc.md', import.meta.url), distributeReference())
await writeFile(new URL('../../docs/rollup-rpc.md', import.meta.url), rollupReference())
await writeFile(new URL('../../docs/rpc-methods.md', import.meta.url), ethReference())
