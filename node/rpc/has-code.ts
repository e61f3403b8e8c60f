import { contractAt } from '@distribute/state-machine'
import type { Address } from '@distribute/state-machine'
import { MULTICALL3 } from './multicall-address.ts'

/** Whether something answers calls there: a system contract, or the views of Multicall3. */
export const hasCode = (address: Address): boolean => contractAt(address) !== undefined || address === MULTICALL3
