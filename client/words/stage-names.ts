import { CURRENCIES, STAGES } from '@distribute/state-machine'
import type { Currency } from '@distribute/state-machine'

export type StageName = Exclude<keyof typeof STAGES, 'none'>

const isStage = (name: string): name is StageName => name !== 'none'

/** In their order. */
export const STAGE_NAMES: readonly StageName[] = Object.keys(STAGES).filter(isStage)

/** A stage by its number; undefined for none. */
export const stageName = (stage: bigint): StageName | undefined => STAGE_NAMES.find((name) => STAGES[name] === stage)

const currencies = Object.keys(CURRENCIES) as Currency[]

/** A currency by its number in the ABI; whatever is no number of one is shown as tokens. */
export const currencyName = (currency: bigint): Currency => currencies.find((name) => BigInt(CURRENCIES[name]) === currency) ?? 'tokens'
