import type { L1Reader } from '@distribute/bridge-contracts'
import { createL1Urls } from './urls.ts'

/** Reads L1 from the first URL that answers, whatever chain it is. */
export const createL1Reader = (urls: readonly string[]): L1Reader => createL1Urls({ urls }).reader
