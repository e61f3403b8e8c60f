import { resolve } from 'node:path'
import type { Hex } from 'viem'
import { readKey } from '../key-files.ts'
import { keyPath } from '../key-paths.ts'
import type { PasswordSettings } from '../password.ts'
import { signRegistrarMessage, type RegistrarMessage } from '../registrar/sign-message.ts'
import { optionalInteger, optionalText, secretKeySetting, type PrivateKey, type SettingValues } from '../setting.ts'
import { usage } from './cli-error.ts'
import { readStatus } from './rollup-rpc.ts'

/** Of commands that need the registrar's word: her signature, or her key to make one. */
export const REGISTRAR_SETTINGS = {
  signature: optionalText('the registrar’s signature, if it was given to you', '<hex>'),
  deadline: optionalInteger('until when that signature is good, in Unix seconds', '<time>', { min: 1, max: 2 ** 39 }),
  registrarKeyFile: optionalText('the registrar’s key, if you have it', '<file>', { fallbackText: 'keys/registrar.json in the data directory' }),
  registrarKey: secretKeySetting('the registrar’s key itself'),
} as const

type Given = SettingValues<typeof REGISTRAR_SETTINGS> & PasswordSettings & { readonly l2Url: string }

export interface Admission {
  /** Unix seconds */
  readonly deadline: bigint
  readonly signature: Hex
}

const GOOD_FOR_SECONDS = 3_600n
/** What a chain whose registrar is address zero takes. */
const NO_SIGNATURE = '0x'

/** The signature that was given, or one made with the registrar's key. Throws CliError and SettingError. */
export async function admit(given: Given, message: RegistrarMessage): Promise<Admission> {
  if (given.signature !== undefined) return admissionGiven(given.signature, given.deadline)
  const { chainId, heads, l1 } = await readStatus(given.l2Url)
  const wall = BigInt(Math.floor(Date.now() / 1_000))
  // A devnet's clock may have been set forward, and a block's time can be L1's.
  const latest = [wall, heads.latest.timestamp, l1.head?.timestamp ?? 0n].reduce((a, b) => (a > b ? a : b))
  const deadline = latest + GOOD_FOR_SECONDS
  const registrar = given.registrarKey ?? (await readRegistrarKey(given))
  return { deadline, signature: registrar === undefined ? NO_SIGNATURE : await signRegistrarMessage(registrar, chainId, { ...message, deadline }) }
}

function admissionGiven(signature: string, deadline: number | undefined): Admission {
  if (deadline === undefined) throw usage('--signature is given without --deadline', 'give the deadline that the registrar signed')
  if (!/^0x([0-9a-fA-F]{2})*$/.test(signature)) throw usage('--signature is not hexadecimal', 'expected 0x and 130 hexadecimal digits')
  return { deadline: BigInt(deadline), signature: `0x${signature.slice(2)}` }
}

/** Undefined where there is none. */
function readRegistrarKey(given: Given): Promise<PrivateKey | undefined> {
  const directory = resolve(given.dataDir)
  const path = given.registrarKeyFile === undefined ? keyPath(directory, 'registrar') : resolve(given.registrarKeyFile)
  return readKey(path, given)
}
