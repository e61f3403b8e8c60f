import { optionalText, secretTextSetting } from '../setting.ts'
import { MEMBER_SETTINGS } from './member-settings.ts'

const { dataDir, passwordFile, password, json } = MEMBER_SETTINGS

/** Of the commands that look after keys. */
export const KEYS_SETTINGS = { dataDir, passwordFile, password, json } as const
/** Where a key gets another password than it had. */
export const NEW_PASSWORD_SETTINGS = {
  newPasswordFile: optionalText('another password for what is written', '<file>', { fallbackText: 'the same one' }),
  newPassword: secretTextSetting('that other password itself'),
} as const

export const NAME_ARGUMENT = { name: 'name', help: 'of the key: letters, digits, - and _' } as const
