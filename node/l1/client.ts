import { createWalletClient, type Hex, type Transport } from 'viem'
import type { L1Reader, L1Writer } from '@distribute/bridge-contracts'
import { createPostingAccount } from './posting-account.ts'
import { CLIENT_OPTIONS } from './source.ts'
import { createL1Urls } from './urls.ts'

/** Reads L1 from the first URL that answers, whatever chain it is. */
export const createL1Reader = (urls: readonly string[]): L1Reader => createL1Urls({ urls }).reader

/** Signs with one key and sends over `transport`. */
export const createL1Writer = (transport: Transport, privateKey: Hex): L1Writer =>
  createWalletClient({ ...CLIENT_OPTIONS, account: createPostingAccount(privateKey), transport })
