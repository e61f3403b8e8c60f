import { resolve } from 'node:path'
import { privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'
import { devnetAccount } from '../devnet/accounts.ts'
import { passwordPath, readKey } from '../key-files.ts'
import type { PrivateKey, SettingValues } from '../setting.ts'
import { failed, usage } from './cli-error.ts'
import type { MEMBER_SETTINGS } from './member-settings.ts'

export type SignerSettings = Pick<SettingValues<typeof MEMBER_SETTINGS>, 'dataDir' | 'account' | 'keyFile' | 'passwordFile' | 'key'>

/** The key a command signs with: file, variable or devnet account, whichever is named. Throws CliError and SettingError. */
export async function readSignerKey(settings: SignerSettings): Promise<PrivateKey> {
  if (settings.keyFile !== undefined && settings.account !== undefined) throw usage('both --key-file and --account are given', 'give one of them')
  if (settings.keyFile !== undefined) {
    const path = resolve(settings.keyFile)
    const key = await readKey(path, settings.passwordFile ?? passwordPath(resolve(settings.dataDir)))
    if (key === undefined) throw failed(`there is no ${path}`, 'check --key-file')
    return key
  }
  if (settings.account !== undefined) return devnetAccount(settings.account).privateKey
  if (settings.key !== undefined) return settings.key
  throw usage('no key is given', 'give --key-file, or the variable DISTRIBUTE_KEY, or on a devnet --account 0')
}

export const readSigner = async (settings: SignerSettings): Promise<PrivateKeyAccount> => privateKeyToAccount(await readSignerKey(settings))
