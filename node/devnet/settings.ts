import { integerSetting, optionalInteger, optionalText, portSetting, textSetting, toggleSetting, choiceSetting, durationSetting, type SettingValues } from '../setting.ts'
import { NODE_SETTINGS } from '../settings.ts'

const DAY = 86_400

/** Every setting of the devnet: the only source of its flags, its variables and docs/configuration.md. */
export const DEVNET_SETTINGS = {
  dataDir: textSetting('where the devnet keeps everything; a second start there goes on where the first stopped', '<directory>', { fallback: './.distribute/devnet' }),
  fresh: toggleSetting('throw away what is in the directory and begin anew', { fallback: false }),
  demo: toggleSetting('run a whole community from proposal to payout, with the clock set forward, told step by step', { fallback: false }),
  json: toggleSetting('print one line of JSON once ready, instead of the banner', { fallback: false }),

  l1Port: portSetting('port of L1, an anvil', { fallback: 8_545 }),
  l2Port: portSetting('port of the sequencer’s JSON-RPC, HTTP and WebSocket', { fallback: 9_545 }),
  replicaPort: portSetting('port of the replica’s JSON-RPC', { fallback: 9_555 }),
  metricsPort: portSetting('port of /metrics, /livez and /readyz', { fallback: 7_300 }),

  chainId: optionalInteger('chain id, at the first start', '<id>', { min: 1, max: 4_503_599_627_370_476 }, { fallbackText: 'a new one for each fresh directory: wallets remember nonces by it' }),
  blockTime: durationSetting('least time between blocks; without work there is none', { min: 1, max: 60_000 }, { fallback: 250 }),
  batchInterval: durationSetting('how long work waits at most for its batch', { min: 100, max: 60_000 }, { fallback: 2_000 }),
  da: NODE_SETTINGS.da,
  l1BlockTime: integerSetting('seconds between L1 blocks; a transaction has one at once', '<seconds>', { min: 1, max: 60 }, { fallback: 1 }),
  window: integerSetting('challenge window in seconds, at the first start', '<seconds>', { min: 1, max: 365 * DAY }, { fallback: 60 }),
  takeoverDelay: integerSetting('seconds without a batch after which the sequencer can be replaced, at the first start', '<seconds>', { min: 1, max: 365 * DAY }, { fallback: 60 }),
  grace: integerSetting('seconds in which a batch still stops that, at the first start', '<seconds>', { min: 1, max: 365 * DAY }, { fallback: 5 }),
  inboxDelay: integerSetting('seconds that an inbox entry may stay unread, at the first start', '<seconds>', { min: 5, max: DAY }, { fallback: 30 }),
  replica: toggleSetting('run a replica beside the sequencer', { fallback: true }),
  dashboard: toggleSetting('serve the members’ page, and build it first where it is not built', { fallback: true }),
  anvil: optionalText('anvil binary', '<file>', { fallbackText: 'the one npm installed' }),

  logLevel: choiceSetting('what is logged', ['trace', 'debug', 'info', 'warn', 'error', 'silent'], { fallback: 'info' }),
  logFormat: choiceSetting('pretty for people, json for machines; auto: pretty on a terminal', ['auto', 'pretty', 'json'], { fallback: 'auto' }),
} as const

export type DevnetSettings = SettingValues<typeof DEVNET_SETTINGS>
