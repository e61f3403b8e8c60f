import { createCipheriv, createDecipheriv, randomBytes, randomUUID, scrypt, type ScryptOptions } from 'node:crypto'
import { Address, keccak256 } from '@distribute/state-machine'
import { z } from 'zod'
import { SettingError } from './setting-error.ts'
import type { PrivateKey } from './setting.ts'

// Web3 Secret Storage version 3: https://ethereum.org/developers/docs/data-structures-and-encoding/web3-secret-storage

const hexText = z.string().regex(/^([0-9a-fA-F]{2})*$/)
const schema = z.object({
  version: z.literal(3),
  crypto: z.object({
    cipher: z.literal('aes-128-ctr'),
    ciphertext: hexText,
    cipherparams: z.object({ iv: hexText }),
    kdf: z.literal('scrypt'),
    kdfparams: z.object({ dklen: z.literal(32), n: z.int().max(2 ** 20), r: z.int().max(32), p: z.int().max(16), salt: hexText }),
    mac: hexText,
  }),
})

/** Scrypt's cost: geth's standard. 2^13 takes a tenth of a second and is for tests. */
const STANDARD_COST = 2 ** 18
const COST_MEMORY = 2 ** 30

/** A keystore file for a key. `address` in lower case; `cost` is scrypt's N. */
export async function encodeKeystore(key: PrivateKey, address: string, password: string, cost = STANDARD_COST): Promise<string> {
  const salt = randomBytes(32)
  const iv = randomBytes(16)
  const params = { n: cost, r: 8, p: 1 }
  const derived = await derive(password, salt, params)
  const cipher = createCipheriv('aes-128-ctr', derived.subarray(0, 16), iv)
  const ciphertext = Buffer.concat([cipher.update(Buffer.from(key.slice(2), 'hex')), cipher.final()])
  const crypto = {
    cipher: 'aes-128-ctr',
    ciphertext: ciphertext.toString('hex'),
    cipherparams: { iv: iv.toString('hex') },
    kdf: 'scrypt',
    kdfparams: { dklen: 32, ...params, salt: salt.toString('hex') },
    mac: macOf(derived, ciphertext).toString('hex'),
  }
  return `${JSON.stringify({ version: 3, id: randomUUID(), address: address.slice(2).toLowerCase(), crypto })}\n`
}

/** The address that a keystore says it is of; undefined for a plain key, or a keystore that does not say. */
export function addressInKeystore(text: string): Address | undefined {
  const [, digits] = /"address"\s*:\s*"(?:0x)?([0-9a-fA-F]{40})"/.exec(text) ?? []
  return digits === undefined ? undefined : Address(`0x${digits}`)
}

/** The key in a keystore file, or in a file that holds nothing but a key in hex. Throws SettingError BadFile. */
export async function decodeKeyFile(text: string, name: string, password: () => Promise<string>): Promise<PrivateKey> {
  const plain = text.trim()
  if (/^(0x)?[0-9a-fA-F]{64}$/.test(plain)) return `0x${plain.replace(/^0x/, '').toLowerCase()}`
  const { crypto } = parseKeystore(text, name)
  const ciphertext = Buffer.from(crypto.ciphertext, 'hex')
  const derived = await derive(await password(), Buffer.from(crypto.kdfparams.salt, 'hex'), crypto.kdfparams)
  if (macOf(derived, ciphertext).toString('hex') !== crypto.mac.toLowerCase()) {
    throw new SettingError('BadFile', `${name}: the password does not open it`, 'check the password file')
  }
  const decipher = createDecipheriv('aes-128-ctr', derived.subarray(0, 16), Buffer.from(crypto.cipherparams.iv, 'hex'))
  return `0x${Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('hex')}`
}

function parseKeystore(text: string, name: string): z.infer<typeof schema> {
  try {
    const value: unknown = JSON.parse(text)
    // Some wallets write Crypto where the standard says crypto.
    if (typeof value === 'object' && value !== null && 'Crypto' in value) return schema.parse({ ...value, crypto: value.Crypto })
    return schema.parse(value)
  } catch (cause) {
    throw new SettingError('BadFile', `${name} is no key file`, 'expected a version 3 keystore with scrypt, or 0x and 64 hexadecimal digits', { cause })
  }
}

function derive(password: string, salt: Buffer, params: { readonly n: number; readonly r: number; readonly p: number }): Promise<Buffer> {
  const options: ScryptOptions = { N: params.n, r: params.r, p: params.p, maxmem: COST_MEMORY }
  return new Promise((resolve, reject) => {
    scrypt(password, salt, 32, options, (error, key) => (error === null ? resolve(key) : reject(error)))
  })
}

const macOf = (derived: Buffer, ciphertext: Buffer): Buffer => Buffer.from(keccak256(Buffer.concat([derived.subarray(16, 32), ciphertext])))
