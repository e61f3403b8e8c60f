import { resolve } from 'node:path'
import { privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'
import { devnetAccount } from '../devnet/accounts.ts'
import { readKey } from '../key-files.ts'
import { keyPath } from '../key-paths.ts'
import type { PrivateKey, SettingValues } from '../setting.ts'
import { failed, usage } from './cli-error.ts'
import type { SIGNER_SETTINGS } from './member-settings.ts'

export type SignerSettings = SettingValues<typeof SIGNER_SETTINGS>

/** The key a command signs with: by its name, in a file, in a variable, or a devnet account's, whichever is named. Throws CliError and SettingError. */
export async function readSignerKey(settings: SignerSettings): Promise<PrivateKey> {
  const { keystore, keyFile, account, key } = settings
  const named = Object.entries({ '--keystore': keystore, '--key-file': keyFile, '--account': account }).filter(([, value]) => value !== undefined).map(([name]) => name)
  if (named.length > 1) throw usage(`both ${named.slice(0, 2).join(' and ')} are given`, 'give one of them')
  if (keystore !== undefined) return readNamed(keystore, settings)
  if (keyFile !== undefined) return readAt(resolve(keyFile), settings, 'check --key-file')
  if (account !== undefined) return devnetAccount(account).privateKey
  if (key !== undefined) return key
  throw usage('no key is given', 'give --keystore, --key-file, or the variable DISTRIBUTE_KEY, or on a devnet --account 0; `distribute keys make` makes a key')
}

const isName = (text: string): boolean => /^[\w-]+$/.test(text)

function readNamed(keystore: string, settings: SignerSettings): Promise<PrivateKey> {
  if (isName(keystore)) return readAt(keyPath(resolve(settings.dataDir), keystore), settings, '`distribute keys list` shows the names; another --data-dir has others')
  return readAt(resolve(keystore), settings, 'check --keystore')
}

async function readAt(path: string, settings: SignerSettings, advice: string): Promise<PrivateKey> {
  const key = await readKey(path, settings)
  if (key === undefined) throw failed(`there is no ${path}`, advice)
  return key
}

export const readSigner = async (settings: SignerSettings): Promise<PrivateKeyAccount> => privateKeyToAccount(await readSignerKey(settings))
