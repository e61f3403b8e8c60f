import { createPublicClient, createWalletClient, fallback, http, type Hex, type Transport } from 'viem'
import { getChainId } from 'viem/actions'
import type { L1Reader, L1Writer } from '@distribute/bridge-contracts'
import { L1Error } from './errors.ts'
import { createPostingAccount } from './posting-account.ts'

const TIMEOUT_MS = 20_000
const POLLING_MS = 250

const transportOf = (urls: readonly string[]): Transport =>
  fallback(
    urls.map((url) => http(url, { timeout: TIMEOUT_MS, retryCount: 0 })),
    { retryCount: 1 },
  )

/** Reads L1 from the first URL that answers. */
export const createL1Reader = (urls: readonly string[]): L1Reader =>
  createPublicClient({ transport: transportOf(urls), pollingInterval: POLLING_MS, cacheTime: 0 })

/** Signs with one key and sends to the first URL that answers. */
export const createL1Writer = (urls: readonly string[], privateKey: Hex): L1Writer =>
  createWalletClient({
    account: createPostingAccount(privateKey),
    transport: transportOf(urls),
    pollingInterval: POLLING_MS,
    cacheTime: 0,
  })

/** Throws L1Error WrongChain where the URLs lead to another chain than the community's. */
export const checkL1Chain = async (reader: L1Reader, expected: bigint): Promise<void> => {
  const chainId = BigInt(await getChainId(reader))
  if (chainId === expected) return
  throw new L1Error('WrongChain', `L1 answers with chain id ${chainId}, the community lives on ${expected}: check --l1-url`)
}
