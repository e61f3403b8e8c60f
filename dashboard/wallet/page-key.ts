import type { Hex } from 'viem'
import type { Keystore } from './keystore.ts'

const STORED = 'distribute.keystore'

/** The functions of the keystore, which a member with a wallet never loads. */
const open = () => import('./keystore.ts')

export interface PageKey {
  readonly keystore: Keystore
  readonly key: Hex
}

/** The key that this browser keeps, encrypted; undefined where it keeps none. */
export async function storedKeystore(): Promise<Keystore | undefined> {
  const text = localStorage.getItem(STORED)
  return text === null ? undefined : (await open()).parseKeystore(text)
}

const keep = (keystore: Keystore): void => localStorage.setItem(STORED, JSON.stringify(keystore))

/** A new key under a passphrase, kept in this browser. */
export async function makePageKey(passphrase: string): Promise<PageKey> {
  const { generateKey, encryptKey } = await open()
  const key = generateKey()
  const keystore = await encryptKey(key, passphrase)
  keep(keystore)
  return { keystore, key }
}

/** A keystore file, taken over into this browser once its passphrase opens it. Throws KeystoreError. */
export async function importPageKey(text: string, passphrase: string): Promise<PageKey> {
  const { parseKeystore, decryptKey, encryptKey } = await open()
  const key = await decryptKey(parseKeystore(text), passphrase)
  const keystore = await encryptKey(key, passphrase)
  keep(keystore)
  return { keystore, key }
}

/** Throws KeystoreError WrongPassphrase. */
export const unlockPageKey = async (keystore: Keystore, passphrase: string): Promise<Hex> => (await open()).decryptKey(keystore, passphrase)

export const forgetPageKey = (): void => localStorage.removeItem(STORED)

/** The keystore as a file, as geth names them. */
export function saveKeystore(keystore: Keystore): void {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(keystore, null, 2)}\n`], { type: 'application/json' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: `distribute-key-${keystore.address}.json` })
  link.click()
  URL.revokeObjectURL(url)
}
