import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { privateKeyToAddress } from 'viem/accounts'
import { Address } from '@distribute/state-machine'
import { readIfThere, writeWhole } from '../files.ts'
import { keyPath, keysPath } from '../key-paths.ts'
import { addressInKeystore, decodeKeyFile, encodeKeystore } from '../keystore.ts'
import type { PrivateKey } from '../setting.ts'
import { failed, usage } from './cli-error.ts'

/** A file in keys/ of the data directory. */
export interface StoredKey {
  readonly name: string
  /** null where it does not say, and only its password would */
  readonly address: Address | null
  readonly isEncrypted: boolean
  readonly path: string
}

const PRIVATE = 0o600
const NAME = /^[\w-]{1,64}$/

/** Throws CliError Usage. */
export function parseKeyName(text: string | undefined): string {
  if (text !== undefined && NAME.test(text)) return text
  throw usage(text === undefined ? 'the name is missing' : `the name is "${text}"`, 'expected letters, digits, - and _, such as ada')
}

/** Every key in keys/, by name. What is no key file is left out. */
export async function listKeys(dataDir: string): Promise<readonly StoredKey[]> {
  const directory = keysPath(resolve(dataDir))
  const files = await readdir(directory).catch(() => [])
  const names = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length)).sort()
  const found = await Promise.all(names.map((name) => lookAt(name, join(directory, `${name}.json`))))
  return found.filter((key) => key !== undefined)
}

async function lookAt(name: string, path: string): Promise<StoredKey | undefined> {
  const text = (await readIfThere(path)) ?? ''
  const written = addressInKeystore(text)
  if (written !== undefined) return { name, address: written, isEncrypted: true, path }
  if (/^\s*\{/.test(text)) return { name, address: null, isEncrypted: true, path }
  const plain = await decodeKeyFile(text, path, () => Promise.resolve('')).catch(() => undefined)
  return plain === undefined ? undefined : { name, address: Address(privateKeyToAddress(plain)), isEncrypted: false, path }
}

/** Throws CliError where there is none of that name. */
export async function openKey(name: string, dataDir: string, password: () => Promise<string>): Promise<PrivateKey> {
  const path = keyPath(resolve(dataDir), name)
  const text = await readIfThere(path)
  if (text !== undefined) return decodeKeyFile(text, path, password)
  const names = (await listKeys(dataDir)).map((key) => key.name)
  throw failed(`there is no ${path}`, names.length === 0 ? '`distribute keys make` makes a key' : `there are ${names.join(', ')}`)
}

/** Writes a keystore that only its owner can read, and never over another. Throws CliError. */
export async function keepKey(key: PrivateKey, { name, dataDir, password }: { readonly name: string; readonly dataDir: string; readonly password: string }): Promise<StoredKey> {
  const path = await freePath(name, dataDir)
  const address = Address(privateKeyToAddress(key))
  await writeWhole(path, await encodeKeystore(key, address, password), PRIVATE)
  return { name, address, isEncrypted: true, path }
}

/** Where a new key of that name goes. Throws CliError where there is one already. */
export async function freePath(name: string, dataDir: string): Promise<string> {
  const path = keyPath(resolve(dataDir), name)
  if ((await readIfThere(path)) !== undefined) throw failed(`${path} is there already`, 'give another name: a key is not written over')
  return path
}

/** Writes a keystore to a place of the caller's choice. Throws CliError where there is a file. */
export async function writeKeystore(text: string, out: string): Promise<void> {
  const path = resolve(out)
  if ((await readIfThere(path)) !== undefined) throw failed(`${path} is there already`, 'give another --out: nothing is written over')
  await writeWhole(path, text, PRIVATE)
}
