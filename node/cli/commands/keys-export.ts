import { privateKeyToAddress } from 'viem/accounts'
import { Address } from '@distribute/state-machine'
import { encodeKeystore } from '../../keystore.ts'
import { givenPassword, openingPassword } from '../../password.ts'
import { optionalText, resolveSettings, toggleSetting, type PrivateKey, type SettingValues } from '../../setting.ts'
import { usage } from '../cli-error.ts'
import type { CommandSpec } from '../command.ts'
import { openKey, parseKeyName, writeKeystore } from '../key-store.ts'
import { KEYS_SETTINGS, NAME_ARGUMENT, NEW_PASSWORD_SETTINGS } from '../keys-settings.ts'

const settings = {
  ...KEYS_SETTINGS, ...NEW_PASSWORD_SETTINGS,
  out: optionalText('where to write it', '<file>', { fallbackText: 'standard output' }),
  insecurePlain: toggleSetting('the key itself in hex, not encrypted', { fallback: false }),
} as const
type Given = SettingValues<typeof settings>

export const keysExport: CommandSpec = {
  description: 'Writes a key as a version 3 keystore, which geth, cast, MetaMask and other wallets take; with another password if one is named.',
  arguments: [NAME_ARGUMENT],
  settings,
  examples: [
    { line: 'distribute keys export ada --out ada-keystore.json', does: 'under the password that it has' },
    { line: 'distribute keys export ada --new-password-file for-the-wallet --out ada-keystore.json', does: 'under another one' },
    { line: 'distribute keys export ada --insecure-plain', does: 'for a wallet that takes nothing else; whoever sees your screen has the key' },
  ],
  run: async ({ output, ...sources }, [text]) => {
    const given = resolveSettings(settings, sources)
    const name = parseKeyName(text)
    if (given.insecurePlain && (given.newPasswordFile ?? given.newPassword) !== undefined) throw usage('both --insecure-plain and another password are given', 'give one of them')
    // Asked for once, also where it opens the key and is the new one's.
    let password: Promise<string> | undefined
    const opened = async (): Promise<string> => (password ??= openingPassword(name, given))
    const key = await openKey(name, given.dataDir, opened)
    const address = Address(privateKeyToAddress(key))
    const written = given.insecurePlain ? `${key}\n` : await keystoreOf(key, { given, address, opened })
    if (given.out !== undefined) await writeKeystore(written, given.out)
    if (given.json) output.json({ name, address, ...(given.out === undefined ? (given.insecurePlain ? { key } : { keystore: JSON.parse(written) as unknown }) : { path: given.out }) })
    else output.line(given.out === undefined ? written.trimEnd() : `${name}, ${address}: ${given.out}`)
  },
}

interface Wanted {
  readonly given: Given
  readonly address: Address
  readonly opened: () => Promise<string>
}

async function keystoreOf(key: PrivateKey, { given, address, opened }: Wanted): Promise<string> {
  const { newPasswordFile, newPassword } = given
  const named = newPasswordFile === undefined && newPassword === undefined ? undefined : await givenPassword({ ...given, passwordFile: newPasswordFile, password: newPassword })
  return encodeKeystore(key, address, named ?? (await opened()))
}
