import { resolve } from 'node:path'
import { keysPath } from '../../key-paths.ts'
import { resolveSettings } from '../../setting.ts'
import type { CommandSpec } from '../command.ts'
import { listKeys } from '../key-store.ts'
import { MEMBER_SETTINGS } from '../member-settings.ts'
import { table } from '../output.ts'

const settings = { dataDir: MEMBER_SETTINGS.dataDir, json: MEMBER_SETTINGS.json } as const

export const keysList: CommandSpec = {
  description: 'Shows the keys in keys/ of the data directory, with their addresses. Opens none of them.',
  arguments: [],
  settings,
  examples: [{ line: 'distribute keys list --data-dir ./coop', does: 'the operator’s keys, and those that members have made there' }],
  run: async ({ output, ...sources }) => {
    const given = resolveSettings(settings, sources)
    const keys = await listKeys(given.dataDir)
    if (given.json) return output.json(keys)
    if (keys.length === 0) return output.line(`There is no key in ${keysPath(resolve(given.dataDir))}: \`distribute keys make\` makes one.`)
    for (const line of table(keys.map(({ name, address, isEncrypted }) => [name, address ?? 'does not say its address', isEncrypted ? 'keystore' : 'NOT ENCRYPTED']))) output.line(line)
  },
}
