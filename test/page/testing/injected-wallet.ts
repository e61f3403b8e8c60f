import type { Page } from 'playwright-core'
import { createWalletClient, hexToBigInt, http, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { rpc } from '../../e2e/testing/devnet.ts'

/** What the test does as the wallet's owner. */
export interface InjectedWallet {
  /** Methods asked of the wallet, in order. */
  readonly asked: readonly string[]
  /** The next signature is declined, as by its owner. */
  refuseNext(): void
  chainId(): number
}

interface Chains {
  /** JSON-RPC by chain id: those that the wallet knows from the start */
  readonly known: Readonly<Record<number, string>>
  readonly start: number
}

/** As EIP-1193 has it. */
class ProviderError extends Error {
  override readonly name = 'ProviderError'
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}
const refused = (): ProviderError => new ProviderError(4001, 'User rejected the request.')
const unknownChain = (): ProviderError => new ProviderError(4902, 'Unrecognized chain ID.')

interface Transaction {
  readonly to: Hex
  readonly data?: Hex
  readonly value?: Hex
  readonly gas?: Hex
}

/** Announces a wallet (EIP-6963) in every document of the page, whose keys and networks are here, as an extension's are outside of it. */
export async function injectWallet(page: Page, key: Hex, { known, start }: Chains): Promise<InjectedWallet> {
  const account = privateKeyToAccount(key)
  const urls = new Map(Object.entries(known).map(([id, url]) => [Number(id), url]))
  const asked: string[] = []
  let [current, refuses] = [start, false]
  const urlNow = (): string => urls.get(current) ?? ''
  const signs = (): void => {
    if (!refuses) return
    refuses = false
    throw refused()
  }
  const send = async ([given]: readonly Transaction[]): Promise<Hex> => {
    signs()
    if (given === undefined) throw new ProviderError(-32602, 'no transaction')
    const client = createWalletClient({ account, transport: http(urlNow()) })
    return client.sendTransaction({ chain: null, to: given.to, data: given.data ?? '0x', value: hexToBigInt(given.value ?? '0x0'), ...(given.gas === undefined ? {} : { gas: hexToBigInt(given.gas) }) })
  }
  const switchTo = ([{ chainId }]: readonly [{ readonly chainId: Hex }]): null => {
    if (!urls.has(Number(chainId))) throw unknownChain()
    current = Number(chainId)
    return null
  }
  const add = ([{ chainId, rpcUrls }]: readonly [{ readonly chainId: Hex; readonly rpcUrls: readonly string[] }]): null => {
    urls.set(Number(chainId), rpcUrls[0] ?? '')
    current = Number(chainId)
    return null
  }
  const answer = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    asked.push(method)
    if (method === 'eth_accounts' || method === 'eth_requestAccounts') return [account.address]
    if (method === 'eth_chainId') return `0x${current.toString(16)}`
    if (method === 'wallet_switchEthereumChain') return switchTo(params as never)
    if (method === 'wallet_addEthereumChain') return add(params as never)
    if (method === 'eth_sendTransaction') return send(params as readonly Transaction[])
    if (method === 'eth_signTypedData_v4') {
      signs()
      return account.signTypedData(JSON.parse(String(params[1])) as never)
    }
    return rpc(urlNow(), method, params)
  }
  await page.exposeFunction('askTestWallet', async (method: string, params: readonly unknown[]) => {
    try {
      return { result: await answer(method, params) }
    } catch (error) {
      const { code, message } = error as { readonly code?: number; readonly message?: string }
      return { error: { code: code ?? -32603, message: message ?? String(error) } }
    }
  })
  await page.addInitScript(ANNOUNCE)
  return { asked, refuseNext: () => void (refuses = true), chainId: () => current }
}

/** Runs in the page. */
const ANNOUNCE = `
  const provider = {
    request: async ({ method, params = [] }) => {
      const { result, error } = await window.askTestWallet(method, params)
      if (error) throw Object.assign(new Error(error.message), { code: error.code })
      return result
    },
    on() {}, removeListener() {},
  }
  const info = { uuid: '7b4f3b52-9d52-4c57-8a51-0f9dd6b3c001', name: 'Test wallet', rdns: 'example.test-wallet', icon: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" rx="2" fill="%23c2410c"/></svg>' }
  const announce = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }))
  window.addEventListener('eip6963:requestProvider', announce)
  announce()
`
