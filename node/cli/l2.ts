import { createPublicClient, createWalletClient, defineChain, http, type HttpTransportConfig } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import { failed } from './cli-error.ts'

const POLLING_MS = 100

const chainOptions = (url: string, id: number, transport: HttpTransportConfig) => {
  const chain = defineChain({ id, name: 'Distribute', nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: [url] } } })
  // What is asked in one turn goes in one request.
  return { url, chainId: id, options: { chain, transport: http(url, { batch: true, ...transport }), pollingInterval: POLLING_MS, cacheTime: 0 } }
}

const optionsOf = async (url: string) => chainOptions(url, await createPublicClient({ transport: http(url) }).getChainId(), {})

const readerOf = async (url: string) => {
  const { chainId, options } = await optionsOf(url)
  return { url, chainId, reader: createPublicClient(options) }
}

const clientsFrom = ({ url, chainId, options }: ReturnType<typeof chainOptions>, account: PrivateKeyAccount) =>
  ({ url, chainId, reader: createPublicClient(options), writer: createWalletClient({ ...options, account }) })

const clientsOf = async (url: string, account: PrivateKeyAccount) => clientsFrom(await optionsOf(url), account)

/** The chain, to be read. */
export type L2Reader = Awaited<ReturnType<typeof readerOf>>
/** The chain, read and written by one account. */
export type L2 = Awaited<ReturnType<typeof clientsOf>>
export const connectReader: (url: string) => Promise<L2Reader> = readerOf
export const connectL2: (url: string, account: PrivateKeyAccount) => Promise<L2> = clientsOf

/** The chain where no node of it answers: what asks it something fails, with a CliError as the cause that says what to do instead. */
export const absentL2 = ({ url, chainId }: { readonly url: string; readonly chainId: number }, account: PrivateKeyAccount): L2 => {
  const fetchFn = (): never => {
    throw failed(
      `this call has to look something up on the chain, and no node answers at ${url}`,
      'give every amount yourself, or run a replica, which needs L1 alone: `distribute node --data-dir … --l1-url …`, and give its --l2-url',
    )
  }
  return clientsFrom(chainOptions(url, chainId, { fetchFn, retryCount: 0 }), account)
}
