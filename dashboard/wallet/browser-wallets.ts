import { createStore, type EIP6963ProviderDetail } from 'mipd'
import { useSyncExternalStore } from 'react'

/** The wallets that browser extensions announce (EIP-6963). It asks for them once, and hears of later ones. */
const store = createStore()

export type BrowserWallet = EIP6963ProviderDetail
export type Provider = BrowserWallet['provider']

export const useBrowserWallets = (): readonly BrowserWallet[] => useSyncExternalStore(store.subscribe, store.getProviders)
export const findBrowserWallet = (rdns: string): BrowserWallet | undefined => store.getProviders().find(({ info }) => info.rdns === rdns)
export const onBrowserWallets = (listener: () => void): (() => void) => store.subscribe(listener)
