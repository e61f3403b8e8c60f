import { createWalletClient, custom, http, type Account, type Chain, type Transport, type WalletClient } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { walletActionsL1, walletActionsL2, type DistributeChain, type WalletActionsL1, type WalletActionsL2 } from '@distribute/client'
import { NODE_URL } from '../chain/node-url.ts'
import { ownL1Url } from './own-l1.ts'
import { onChain } from './switch-chain.ts'
import { WalletError } from './wallet-error.ts'
import type { Wallet } from './wallet-kinds.ts'

// Loaded when something is signed: who only looks does not need it.

export type L2Wallet = WalletClient<Transport, Chain, Account> & WalletActionsL2
export type L1Wallet = WalletClient<Transport, Chain, Account> & WalletActionsL1

/** On the community's chain. A wallet of the browser's is put there first. Throws WalletError, and viem's errors. */
export const openL2Wallet = async (wallet: Wallet | undefined, chain: DistributeChain): Promise<L2Wallet> => (await open(wallet, chain, NODE_URL)).extend(walletActionsL2())

/** On the community's L1. */
export async function openL1Wallet(wallet: Wallet | undefined, chain: DistributeChain): Promise<L1Wallet> {
  const url = ownL1Url()
  return (await open(wallet, l1Chain(chain.sourceId, url), url)).extend(walletActionsL1(chain))
}

async function open(wallet: Wallet | undefined, target: Chain, url: string | undefined): Promise<WalletClient<Transport, Chain, Account>> {
  if (wallet === undefined) throw new WalletError('NoWallet', 'nobody signs yet')
  if (wallet.kind === 'page') return pageClient(wallet, target, url)
  await onChain(wallet.provider, target)
  return createWalletClient({ account: { address: wallet.address, type: 'json-rpc' }, chain: target, transport: custom(wallet.provider, { retryCount: 0 }) })
}

function pageClient({ key }: Extract<Wallet, { kind: 'page' }>, chain: Chain, url: string | undefined): WalletClient<Transport, Chain, Account> {
  if (key === undefined) throw new WalletError('Locked', 'the key is locked')
  if (url === undefined) throw new WalletError('NoL1', 'a key of the page needs an address of L1 to send to')
  return createWalletClient({ account: privateKeyToAccount(key), chain, transport: http(url) })
}

/** What wallets ask of a chain; L1 is known to them, but on a devnet. */
const l1Chain = (id: number, url: string | undefined): Chain => ({
  id, name: id === 1 ? 'Ethereum' : `L1 (${id})`, nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 }, rpcUrls: { default: { http: url === undefined ? [] : [url] } },
})
