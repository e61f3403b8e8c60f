import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { Address } from '@distribute/state-machine'
import { writeWhole } from '../files.ts'
import { keyPath, passwordPath, type KeyName } from '../key-paths.ts'
import { encodeKeystore } from '../keystore.ts'
import { readPassword } from '../password.ts'
import type { PrivateKey } from '../setting.ts'
import type { Output } from './output.ts'

export type Keys = { readonly [name in KeyName]?: PrivateKey }

export interface KeyWriting {
  readonly directory: string
  readonly passwordFile: string | undefined
  readonly password: string | undefined
  /** Unencrypted. */
  readonly plain: boolean
  readonly output: Output
}

const PRIVATE = 0o600

export const newKeys = (names: readonly KeyName[]): Keys => Object.fromEntries(names.map((name) => [name, generatePrivateKey()]))

export const addressOfKey = (key: PrivateKey): Address => Address(privateKeyToAddress(key))

/** Writes keys into a community's directory: as keystores, with a password of their own where none is named. */
export async function writeKeys(keys: Keys, writing: KeyWriting): Promise<void> {
  const { directory, plain } = writing
  const password = plain ? undefined : await readOrMakePassword(writing)
  for (const [name, key] of Object.entries(keys) as [KeyName, PrivateKey][]) {
    const text = password === undefined ? `${key}\n` : await encodeKeystore(key, addressOfKey(key), password)
    await writeWhole(keyPath(directory, name), text, PRIVATE)
  }
}

async function readOrMakePassword({ directory, passwordFile, password: given, output }: KeyWriting): Promise<string> {
  if (passwordFile !== undefined) return readPassword(resolve(passwordFile))
  if (given !== undefined) return given
  const password = randomBytes(24).toString('base64url')
  await writeWhole(passwordPath(directory), `${password}\n`, PRIVATE)
  output.note(`the keys’ password is in ${passwordPath(directory)}: keep it apart from them, and name it with --password-file`)
  return password
}
