import { ctr } from '@noble/ciphers/aes'
import { scryptAsync } from '@noble/hashes/scrypt'
import { bytesToHex, concatBytes, hexToBytes, randomBytes, utf8ToBytes } from '@noble/hashes/utils'
import { keccak256, type Hex } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'

/** Web3 Secret Storage, version 3, as geth, wallets and `distribute account` read it. WebCrypto has no scrypt, and none of it is there without TLS. */
export interface Keystore {
  readonly version: 3
  readonly id: string
  /** without 0x, in lower case */
  readonly address: string
  readonly crypto: {
    readonly cipher: 'aes-128-ctr'
    readonly ciphertext: string
    readonly cipherparams: { readonly iv: string }
    readonly kdf: 'scrypt'
    readonly kdfparams: ScryptParameters
    readonly mac: string
  }
}

interface ScryptParameters {
  readonly n: number
  readonly r: number
  readonly p: number
  readonly dklen: number
  readonly salt: string
}

/** `message` says which. */
export class KeystoreError extends Error {
  override readonly name = 'KeystoreError'
  readonly code: 'NotAKeystore' | 'WrongPassphrase'
  constructor(code: 'NotAKeystore' | 'WrongPassphrase', message: string) {
    super(message)
    this.code = code
  }
}

/** 64 MB and about half a second: what a phone still has. geth's light mode has 4,096. */
const COST = 65_536
const KEY_BYTES = 32
/** What a file may ask for: 512 MB, twice what geth writes. Without a bound a file could end the page. */
const MAX_MEMORY = 2 ** 29

const derive = (passphrase: string, { n, r, p, dklen, salt }: ScryptParameters): Promise<Uint8Array> =>
  scryptAsync(utf8ToBytes(passphrase), hexToBytes(salt), { N: n, r, p, dkLen: dklen, maxmem: MAX_MEMORY + 2 ** 20 })

const macOf = (derived: Uint8Array, ciphertext: Uint8Array): string => keccak256(concatBytes(derived.subarray(16, 32), ciphertext)).slice(2)

export const generateKey = (): Hex => generatePrivateKey()

export async function encryptKey(key: Hex, passphrase: string): Promise<Keystore> {
  const kdfparams: ScryptParameters = { n: COST, r: 8, p: 1, dklen: KEY_BYTES, salt: bytesToHex(randomBytes(KEY_BYTES)) }
  const derived = await derive(passphrase, kdfparams)
  const iv = randomBytes(16)
  const ciphertext = ctr(derived.subarray(0, 16), iv).encrypt(hexToBytes(key.slice(2)))
  const crypto: Keystore['crypto'] = {
    cipher: 'aes-128-ctr', ciphertext: bytesToHex(ciphertext), cipherparams: { iv: bytesToHex(iv) }, kdf: 'scrypt', kdfparams, mac: macOf(derived, ciphertext),
  }
  return { version: 3, id: uuid(), address: privateKeyToAddress(key).slice(2).toLowerCase(), crypto }
}

/** Throws KeystoreError WrongPassphrase. */
export async function decryptKey({ crypto }: Keystore, passphrase: string): Promise<Hex> {
  const derived = await derive(passphrase, crypto.kdfparams)
  const ciphertext = hexToBytes(crypto.ciphertext)
  if (macOf(derived, ciphertext) !== crypto.mac.toLowerCase()) throw new KeystoreError('WrongPassphrase', 'this is not the passphrase of this key')
  return `0x${bytesToHex(ctr(derived.subarray(0, 16), hexToBytes(crypto.cipherparams.iv)).decrypt(ciphertext))}`
}

type Fields = { readonly [name: string]: unknown }
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const isHex = (value: unknown, bytes: number): value is string => typeof value === 'string' && new RegExp(`^[0-9a-fA-F]{${2 * bytes}}$`).test(value)
const isSize = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value > 0

/** From a file's text. Throws KeystoreError NotAKeystore. */
export function parseKeystore(text: string): Keystore {
  const file = parseJson(text)
  const crypto = isObject(file) ? (file['crypto'] ?? file['Crypto']) : undefined
  if (!isObject(file) || file['version'] !== 3 || !isObject(crypto)) throw notOne('it is no keystore of version 3')
  const { cipher, ciphertext, cipherparams, kdf, kdfparams, mac } = crypto
  if (cipher !== 'aes-128-ctr' || kdf !== 'scrypt') throw notOne('only aes-128-ctr with scrypt is read here')
  if (!isObject(cipherparams) || !isHex(cipherparams['iv'], 16) || !isHex(ciphertext, KEY_BYTES) || !isHex(mac, KEY_BYTES)) throw notOne('its parts are not as long as they must be')
  const parameters = scryptFrom(kdfparams)
  const address = typeof file['address'] === 'string' ? file['address'].replace(/^0x/, '').toLowerCase() : ''
  return { version: 3, id: typeof file['id'] === 'string' ? file['id'] : uuid(), address, crypto: { cipher, ciphertext, cipherparams: { iv: cipherparams['iv'] }, kdf, kdfparams: parameters, mac } }
}

function scryptFrom(given: unknown): ScryptParameters {
  if (!isObject(given)) throw notOne('it says nothing of scrypt')
  const { n, r, p, dklen, salt } = given
  if (!isSize(n) || !isSize(r) || !isSize(p) || dklen !== KEY_BYTES || typeof salt !== 'string' || !/^([0-9a-fA-F]{2}){1,128}$/.test(salt)) throw notOne('its parameters of scrypt are none')
  if (128 * n * r > MAX_MEMORY || p > 8) throw notOne('it asks for more memory than a page should take')
  return { n, r, p, dklen, salt }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw notOne('it is not JSON')
  }
}

const notOne = (why: string): KeystoreError => new KeystoreError('NotAKeystore', `this file holds no key that can be read: ${why}`)

function uuid(): string {
  const bytes = randomBytes(16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytesToHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
