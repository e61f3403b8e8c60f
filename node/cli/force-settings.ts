import { optionalInteger, optionalText, secretKeySetting, toggleSetting } from '../setting.ts'
import { L1_SETTING } from './member-settings.ts'

const MOST = Number.MAX_SAFE_INTEGER

/** Of a call that goes through L1, beside its own. */
export const FORCE_SETTINGS = {
  ...L1_SETTING,
  wait: toggleSetting('wait until the chain has read it', { fallback: true }),
  payerAccount: optionalInteger('on a devnet: who pays on L1', '<number>', { min: 0, max: 9 }, { fallbackText: 'the one who signs' }),
  payerKeyFile: optionalText('who pays on L1: keystore or plain hex', '<file>', { fallbackText: 'the one who signs' }),
  payerKey: secretKeySetting('the private key of who pays on L1'),
  nonce: optionalInteger('nonce on the chain: how many transactions of yours it has included', '<number>', { min: 0, max: MOST }, { fallbackText: 'asked of the node' }),
  rollup: optionalText('the community’s rollup contract on L1', '<address>', { fallbackText: 'as the node says, or rollup.json in the data directory' }),
  chainId: optionalInteger('the chain’s id', '<id>', { min: 1, max: MOST }, { fallbackText: 'as the node says, or rollup.json in the data directory' }),
} as const
