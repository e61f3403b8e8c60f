import { writeFile } from 'node:fs/promises'
import { distributeReference } from './distribute-reference.ts'

await writeFile(new URL('../../docs/distribute-rpc.md', import.meta.url), distributeReference())
