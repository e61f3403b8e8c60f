import { integerSetting, optionalInteger, optionalText, secretKeySetting, secretTextSetting, textSetting, toggleSetting, urlSetting } from '../setting.ts'

/** Who signs: a key by its name, in a file, in a variable, or a devnet's. */
export const SIGNER_SETTINGS = {
  dataDir: textSetting('directory of the community: keys are looked for there, titles of tasks and secrets of ballots are kept there', '<directory>', { fallback: './.distribute/devnet' }),
  account: optionalInteger('on a devnet: one of its accounts, 0 to 9', '<number>', { min: 0, max: 9 }),
  keystore: optionalText('your key: a name that `distribute keys` shows, or a keystore file', '<name|file>'),
  keyFile: optionalText('your key: a file with a keystore or a plain key in hex', '<file>'),
  passwordFile: optionalText('password of the keystore', '<file>', { fallbackText: 'keys/password in the data directory; on a terminal you are asked' }),
  password: secretTextSetting('that password itself'),
  key: secretKeySetting('your private key itself'),
} as const

/** Where the chain is and who asks: settings of every member command. */
export const MEMBER_SETTINGS = {
  l2Url: urlSetting('JSON-RPC of the chain', { fallback: 'http://127.0.0.1:9545' }),
  ...SIGNER_SETTINGS,
  json: toggleSetting('print one line of JSON', { fallback: false }),
} as const

export const L1_SETTING = { l1Url: urlSetting('JSON-RPC of L1', { fallback: 'http://127.0.0.1:8545' }) } as const
export const BOTH_SETTINGS = { ...MEMBER_SETTINGS, ...L1_SETTING } as const

/** Of commands that only look, and sign nothing. */
export const READ_SETTINGS = { l2Url: MEMBER_SETTINGS.l2Url, dataDir: MEMBER_SETTINGS.dataDir, json: MEMBER_SETTINGS.json } as const
export const LIMIT_SETTING = { limit: integerSetting('how many at most', '<number>', { min: 1, max: 10_000 }, { fallback: 50 }) } as const
