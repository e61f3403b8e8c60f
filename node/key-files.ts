import { Address } from '@distribute/state-machine'
import { readIfThere } from './files.ts'
import { addressInKeystore, decodeKeyFile } from './keystore.ts'
import { openingPassword, type PasswordSettings } from './password.ts'
import type { PrivateKey } from './setting.ts'

/** The key in a file, undefined where there is no file. Throws SettingError for one that cannot be opened. */
export async function readKey(path: string, password: PasswordSettings): Promise<PrivateKey | undefined> {
  const text = await readIfThere(path)
  return text === undefined ? undefined : decodeKeyFile(text, path, () => openingPassword(path, password))
}

/** The address of the key in a file, without opening it where the keystore says it. Undefined where there is no file. */
export async function readKeyAddress(path: string, password: PasswordSettings): Promise<Address | undefined> {
  const text = await readIfThere(path)
  if (text === undefined) return undefined
  const written = addressInKeystore(text)
  if (written !== undefined) return written
  const { privateKeyToAddress } = await import('viem/accounts')
  return Address(privateKeyToAddress(await decodeKeyFile(text, path, () => openingPassword(path, password))))
}
