import { resolve } from 'node:path'
import { readKey } from '../key-files.ts'
import { keyPath } from '../key-paths.ts'
import type { PasswordSettings } from '../password.ts'
import { optionalText, secretKeySetting, type PrivateKey, type SettingValues } from '../setting.ts'
import { failed } from './cli-error.ts'

/** The stake's key, which no running node needs. */
export const STAKE_KEY_SETTINGS = {
  stakeKeyFile: optionalText('key whose stake answers: keystore or plain hex', '<file>', { fallbackText: 'keys/stake.json in the data directory' }),
  stakeKey: secretKeySetting('the stake key itself, instead of a file'),
} as const

/** Throws CliError and SettingError. */
export async function readStakeKey(place: PasswordSettings, given: SettingValues<typeof STAKE_KEY_SETTINGS>): Promise<PrivateKey> {
  if (given.stakeKey !== undefined) return given.stakeKey
  const path = given.stakeKeyFile === undefined ? keyPath(place.dataDir, 'stake') : resolve(given.stakeKeyFile)
  const key = await readKey(path, place)
  if (key !== undefined) return key
  throw failed(`there is no ${path}`, 'give --stake-key-file or the variable DISTRIBUTE_STAKE_KEY')
}
