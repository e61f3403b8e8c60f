import { join } from 'node:path'
import { Address } from '@distribute/state-machine'
import { readIfThere, readRequired } from './files.ts'
import { addressInKeystore, decodeKeyFile } from './keystore.ts'
import type { PrivateKey } from './setting.ts'

/** The keys of a community's operator, by the names of their files. The registrar's admits members; the stake's answers for roots. */
export const KEY_NAMES = ['posting', 'signing', 'stake', 'registrar'] as const
/** The prover's and the claimer's are anybody's who runs one, so `init` makes none. */
export type KeyName = (typeof KEY_NAMES)[number] | 'prover' | 'claimer'

export const keyPath = (directory: string, name: KeyName): string => join(directory, 'keys', `${name}.json`)
export const passwordPath = (directory: string): string => join(directory, 'keys', 'password')

/** The password in a file, without the line break behind it. Throws SettingError MissingFile. */
export async function readPassword(path: string): Promise<string> {
  const text = await readRequired(path, 'the keystore needs a password: give --password-file or DISTRIBUTE_PASSWORD_FILE')
  return text.replace(/\r?\n$/, '')
}

/** The key in a file, undefined where there is no file. Throws SettingError for one that cannot be opened. */
export async function readKey(path: string, passwordFile: string): Promise<PrivateKey | undefined> {
  const text = await readIfThere(path)
  return text === undefined ? undefined : decodeKeyFile(text, path, () => readPassword(passwordFile))
}

/** The address of the key in a file, without opening it where the keystore says it. Undefined where there is no file. */
export async function readKeyAddress(path: string, passwordFile: string): Promise<Address | undefined> {
  const text = await readIfThere(path)
  if (text === undefined) return undefined
  const written = addressInKeystore(text)
  if (written !== undefined) return written
  const { privateKeyToAddress } = await import('viem/accounts')
  return Address(privateKeyToAddress(await decodeKeyFile(text, path, () => readPassword(passwordFile))))
}
