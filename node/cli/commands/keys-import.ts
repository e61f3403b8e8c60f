import { resolve } from 'node:path'
import { askSecret, terminalHere } from '../../ask-secret.ts'
import { readKey } from '../../key-files.ts'
import { givenPassword, newPassword } from '../../password.ts'
import { resolveSettings, type PrivateKey, type SettingValues } from '../../setting.ts'
import { failed, usage } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { freePath, keepKey, parseKeyName } from '../key-store.ts'
import { KEYS_SETTINGS, NAME_ARGUMENT, NEW_PASSWORD_SETTINGS } from '../keys-settings.ts'
import { MEMBER_SETTINGS } from '../member-settings.ts'

const settings = { ...KEYS_SETTINGS, ...NEW_PASSWORD_SETTINGS, key: MEMBER_SETTINGS.key } as const
type Given = SettingValues<typeof settings>

export const keysImport: CommandSpec = {
  description: 'Keeps a key that you have as a version 3 keystore in keys/ of the data directory: from a keystore that geth, cast or a wallet wrote, from a file with the key in hex, from the variable DISTRIBUTE_KEY, or typed in.',
  arguments: [NAME_ARGUMENT, { name: 'file', help: 'keystore or plain hex; the variable, or what you type, if left out', optional: true }],
  settings,
  examples: [
    { line: 'distribute keys import ada UTC--2026-11-22T02-00-00Z--ada.json', does: 'a keystore of geth, under the password that it has' },
    { line: 'distribute keys import ada ada.json --password-file old-password --new-password-file new-password', does: 'under another password' },
    { line: 'distribute keys import ada', does: 'from DISTRIBUTE_KEY, or asks for the key' },
  ],
  run: async ({ output, ...sources }, [text, file]) => {
    const given = resolveSettings(settings, sources)
    const name = parseKeyName(text)
    await freePath(name, given.dataDir)
    const key = file === undefined ? (given.key ?? (await typedKey(name))) : await keyIn(file, given)
    const kept = await keepKey(key, { name, dataDir: given.dataDir, password: await passwordFor(name, given) })
    if (given.json) output.json(kept)
    else output.line(`${name} is ${kept.address ?? ''}: ${kept.path}`)
    if (file !== undefined) output.note(`${file} is still there: whoever has it and its password has the key`)
  },
}

async function keyIn(file: string, given: Given): Promise<PrivateKey> {
  const key = await readKey(resolve(file), given)
  if (key === undefined) throw failed(`there is no ${resolve(file)}`, 'check the file’s name')
  return key
}

async function typedKey(name: string): Promise<PrivateKey> {
  const terminal = terminalHere()
  if (terminal === undefined) throw usage('no key is given', 'name a file, or set the variable DISTRIBUTE_KEY; on a terminal it is asked for')
  const typed = (await askSecret(`the key of ${name}, 0x and 64 hexadecimal digits: `, terminal)).trim()
  if (!/^(0x)?[0-9a-fA-F]{64}$/.test(typed)) throw usage('what was typed is no key', 'expected 0x and 64 hexadecimal digits')
  return `0x${typed.replace(/^0x/, '').toLowerCase()}`
}

async function passwordFor(name: string, { newPasswordFile, newPassword: other, ...given }: Given): Promise<string> {
  const named = newPasswordFile === undefined && other === undefined ? undefined : await givenPassword({ ...given, passwordFile: newPasswordFile, password: other })
  return named ?? newPassword(name, given)
}
