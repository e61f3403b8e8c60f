import { generatePrivateKey } from 'viem/accounts'
import { newPassword } from '../../password.ts'
import { resolveSettings } from '../../setting.ts'
import type { CommandSpec } from '../command.ts'
import { freePath, keepKey, parseKeyName } from '../key-store.ts'
import { KEYS_SETTINGS, NAME_ARGUMENT } from '../keys-settings.ts'

export const keysMake: CommandSpec = {
  description: 'Makes a new key and keeps it as a version 3 keystore in keys/ of the data directory. Every command that signs takes it by `--keystore` and its name. Nobody can make a lost key or a lost password anew: keep copies of both.',
  arguments: [NAME_ARGUMENT],
  settings: KEYS_SETTINGS,
  examples: [
    { line: 'distribute keys make ada', does: 'asks twice for a password; then `distribute register --keystore ada`' },
    { line: 'distribute keys make bot --data-dir ./coop --password-file bot-password', does: 'in a script' },
  ],
  run: async ({ output, ...sources }, [text]) => {
    const given = resolveSettings(KEYS_SETTINGS, sources)
    const name = parseKeyName(text)
    await freePath(name, given.dataDir)
    const made = await keepKey(generatePrivateKey(), { name, dataDir: given.dataDir, password: await newPassword(name, given) })
    if (given.json) output.json(made)
    else output.line(`${name} is ${made.address ?? ''}: ${made.path}`)
  },
}
