import { DEVNET_SETTINGS } from '../devnet/settings.ts'
import { NODE_SETTINGS } from '../settings.ts'
import { BOTH_SETTINGS } from './member-settings.ts'
import { TAKEOVER_SETTINGS } from './takeover-settings.ts'

/** The tables whose variables may be set for a command that runs on: a name that is in none of them is remarked on. */
export const SETTING_TABLES = [NODE_SETTINGS, DEVNET_SETTINGS, BOTH_SETTINGS, TAKEOVER_SETTINGS]
/** Variables that no table has: test budgets. */
export const OTHER_VARIABLES: readonly string[] = ['DISTRIBUTE_FUZZ']
