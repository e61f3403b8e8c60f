import { join } from 'node:path'
import { readIfThere, writeWhole } from '../files.ts'
import type { CommunityFiles } from '../l1/read-community.ts'
import { encodeRollupFile } from '../rollup-file.ts'
import { failed } from './cli-error.ts'

/** Writes the two files. What is there already must say the same. Throws CliError. */
export async function writeCommunity(directory: string, { genesisJson, rollup }: CommunityFiles): Promise<void> {
  const files = { 'genesis.json': genesisJson, 'rollup.json': encodeRollupFile(rollup) }
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, name)
    const there = await readIfThere(path)
    if (there === undefined) await writeWhole(path, text)
    else if (there !== text) throw failed(`${path} is there already, and of another community`, 'give another --data-dir')
  }
}
