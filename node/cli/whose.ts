import type { Hex } from 'viem'
import { hexAddress } from './hex-address.ts'
import { parseAddress } from './parse-address.ts'
import { readSigner, type SignerSettings } from './signer.ts'

export const WHOSE_ARGUMENT = { name: 'account', help: 'whose; your own if left out', optional: true } as const

/** The account a command is to look at: the one given, or that of the key. Throws CliError and SettingError. */
export const whoseAccount = async (text: string | undefined, settings: SignerSettings): Promise<Hex> =>
  text === undefined ? (await readSigner(settings)).address : hexAddress(parseAddress(text, 'the account'))
