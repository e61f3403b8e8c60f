import type { Page } from 'playwright-core'
import type { DevnetLine } from '../../e2e/testing/devnet.ts'
import { injectWallet, type InjectedWallet } from './injected-wallet.ts'

/** Somebody whose wallet was connected at an earlier visit: one of the devnet's accounts. */
export async function comeBackAs(page: Page, devnet: DevnetLine, account: number): Promise<InjectedWallet> {
  const wallet = await injectWallet(page, devnet.accounts[account]?.privateKey ?? '0x', { known: { [devnet.l1ChainId]: devnet.l1, [devnet.chainId]: devnet.l2 }, start: devnet.l1ChainId })
  await page.addInitScript("localStorage.setItem('distribute.wallet', 'example.test-wallet')")
  return wallet
}
