/** Writes test/vectors: `node --import tsx state-machine/testing/write-vectors.ts`. Refuses figures other than those worked out by hand. */
import { writeFileSync } from 'node:fs'
import { vectorFiles, vectorPath } from './vectors.ts'

for (const [name, file] of Object.entries(await vectorFiles())) writeFileSync(vectorPath(name), file)
