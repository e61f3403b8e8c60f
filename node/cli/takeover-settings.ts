import { textSetting, toggleSetting } from '../setting.ts'
import { STAKE_KEY_SETTINGS } from './stake-key.ts'

/** What only `takeover` takes, beside a node's settings. */
export const TAKEOVER_SETTINGS = {
  ...STAKE_KEY_SETTINGS,
  postingFunds: textSetting('what the posting key is to hold for its first batches, in ether', '<ether>', { fallback: '1' }),
  insecurePlain: toggleSetting('write new keys unencrypted; for chains that nobody trusts with money', { fallback: false }),
} as const
