import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { getAddress, type Hex } from 'viem'
import { useConnection } from '../chain/connection.tsx'
import { findBrowserWallet, onBrowserWallets, type BrowserWallet, type Provider } from './browser-wallets.ts'
import type { Keystore } from './keystore.ts'
import type { L1Wallet, L2Wallet } from './open-wallet.ts'
import { forgetPageKey, importPageKey, makePageKey, storedKeystore, unlockPageKey, type PageKey } from './page-key.ts'
import { WalletError } from './wallet-error.ts'
import type { Wallet } from './wallet-kinds.ts'

export interface Wallets {
  readonly wallet: Wallet | undefined
  /** The key that this browser keeps, whether it is used now or not. */
  readonly kept: Keystore | undefined
  readonly connect: (wallet: BrowserWallet) => Promise<void>
  readonly makeKey: (passphrase: string) => Promise<void>
  readonly importKey: (file: string, passphrase: string) => Promise<void>
  readonly usePageKey: () => void
  /** Throws KeystoreError WrongPassphrase. */
  readonly unlock: (passphrase: string) => Promise<void>
  readonly leave: () => void
  /** Takes the kept key out of this browser. */
  readonly forgetKey: () => void
  /** On the community's chain, or on L1; puts the wallet there first. Throws WalletError, and viem's errors. */
  readonly openL2: () => Promise<L2Wallet>
  readonly openL1: () => Promise<L1Wallet>
}

const CHOSEN = 'distribute.wallet'
const PAGE = 'page'
const Context = createContext<Wallets | undefined>(undefined)

const accountsOf = async (provider: Provider, method: 'eth_accounts' | 'eth_requestAccounts'): Promise<Hex | undefined> => {
  const [address] = await provider.request({ method })
  return address === undefined ? undefined : getAddress(address)
}

export function WalletProvider({ children }: { readonly children: ReactNode }) {
  const [wallet, setWallet] = useState<Wallet>()
  const [kept, setKept] = useState<Keystore>()
  useComeBack(setWallet, setKept)
  useAccountChanges(wallet, setWallet)
  const open = useOpen(wallet)
  const take = useCallback(({ keystore, key }: PageKey) => {
    localStorage.setItem(CHOSEN, PAGE)
    setKept(keystore)
    setWallet({ kind: 'page', address: getAddress(`0x${keystore.address}`), keystore, key })
  }, [])
  const value = useMemo((): Wallets => ({
    wallet, kept, ...open,
    connect: async ({ info, provider }) => {
      const address = await accountsOf(provider, 'eth_requestAccounts')
      if (address === undefined) throw new WalletError('NoAccount', 'the wallet gave no account')
      localStorage.setItem(CHOSEN, info.rdns)
      setWallet({ kind: 'browser', address, name: info.name, icon: info.icon, provider })
    },
    makeKey: async (passphrase) => take(await makePageKey(passphrase)),
    importKey: async (file, passphrase) => take(await importPageKey(file, passphrase)),
    usePageKey: () => {
      if (kept === undefined) return
      localStorage.setItem(CHOSEN, PAGE)
      setWallet(lockedWallet(kept))
    },
    unlock: async (passphrase) => {
      if (kept !== undefined) setWallet({ ...lockedWallet(kept), key: await unlockPageKey(kept, passphrase) })
    },
    leave: () => {
      localStorage.removeItem(CHOSEN)
      setWallet(undefined)
    },
    forgetKey: () => {
      forgetPageKey()
      setKept(undefined)
      if (wallet?.kind === 'page') setWallet(undefined)
    },
  }), [wallet, kept, open, take])
  return <Context value={value}>{children}</Context>
}

const lockedWallet = (keystore: Keystore) => ({ kind: 'page', address: getAddress(`0x${keystore.address}`), keystore, key: undefined }) as const

/** Whoever was here before is so again, as far as that asks nobody anything. */
function useComeBack(setWallet: (wallet: Wallet) => void, setKept: (keystore: Keystore | undefined) => void): void {
  useEffect(() => {
    const chosen = localStorage.getItem(CHOSEN)
    void storedKeystore().catch(() => undefined).then((keystore) => {
      setKept(keystore)
      if (chosen === PAGE && keystore !== undefined) setWallet(lockedWallet(keystore))
    })
    if (chosen === null || chosen === PAGE) return undefined
    let isDone = false
    const look = (): void => {
      const found = findBrowserWallet(chosen)
      if (found === undefined || isDone) return
      isDone = true
      const { info, provider } = found
      accountsOf(provider, 'eth_accounts').then((address) => {
        if (address !== undefined) setWallet({ kind: 'browser', address, name: info.name, icon: info.icon, provider })
      }).catch(() => undefined)
    }
    look()
    return onBrowserWallets(look)
  }, [setWallet, setKept])
}

function useAccountChanges(wallet: Wallet | undefined, setWallet: (wallet: Wallet | undefined) => void): void {
  useEffect(() => {
    if (wallet?.kind !== 'browser') return undefined
    const changed = ([address]: readonly Hex[]): void => setWallet(address === undefined ? undefined : { ...wallet, address: getAddress(address) })
    wallet.provider.on('accountsChanged', changed)
    return () => wallet.provider.removeListener('accountsChanged', changed)
  }, [wallet, setWallet])
}

function useOpen(wallet: Wallet | undefined): Pick<Wallets, 'openL1' | 'openL2'> {
  const { chain } = useConnection()
  return useMemo(() => ({
    openL2: async () => (await import('./open-wallet.ts')).openL2Wallet(wallet, chain),
    openL1: async () => (await import('./open-wallet.ts')).openL1Wallet(wallet, chain),
  }), [wallet, chain])
}

/** Below WalletProvider alone. */
export function useWallet(): Wallets {
  const wallets = useContext(Context)
  if (wallets === undefined) throw new WalletError('NoWallet', 'no WalletProvider above')
  return wallets
}
