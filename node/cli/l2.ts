import { createPublicClient, createWalletClient, defineChain, http } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'

const POLLING_MS = 100

const optionsOf = async (url: string) => {
  const id = await createPublicClient({ transport: http(url) }).getChainId()
  const chain = defineChain({ id, name: 'Distribute', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [url] } } })
  // What is asked in one turn goes in one request.
  return { url, chainId: id, options: { chain, transport: http(url, { batch: true }), pollingInterval: POLLING_MS, cacheTime: 0 } }
}

const readerOf = async (url: string) => {
  const { chainId, options } = await optionsOf(url)
  return { url, chainId, reader: createPublicClient(options) }
}

const clientsOf = async (url: string, account: PrivateKeyAccount) => {
  const { chainId, options } = await optionsOf(url)
  return { url, chainId, reader: createPublicClient(options), writer: createWalletClient({ ...options, account }) }
}

/** The chain, to be read. */
export type L2Reader = Awaited<ReturnType<typeof readerOf>>
/** The chain, read and written by one account. */
export type L2 = Awaited<ReturnType<typeof clientsOf>>
export const connectReader: (url: string) => Promise<L2Reader> = readerOf
export const connectL2: (url: string, account: PrivateKeyAccount) => Promise<L2> = clientsOf
