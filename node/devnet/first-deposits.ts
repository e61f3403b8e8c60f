import { createPublicClient, createWalletClient, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { depositCall, receiptOf, submit } from '@distribute/bridge-contracts'
import type { Address } from '@distribute/state-machine'
import type { DevnetAccount } from './accounts.ts'

/** wei that each account starts with on this chain. */
export const FIRST_DEPOSIT = 100n * 10n ** 18n
const GAS = 150_000n
const POLLING_MS = 50

/** Every account deposits for itself, through the inbox as anybody would. Resolves when L1 has included all. */
export async function makeFirstDeposits(l1Url: string, inbox: Address, accounts: readonly DevnetAccount[]): Promise<void> {
  const transport = http(l1Url)
  const reader = createPublicClient({ transport })
  await Promise.all(
    accounts.map(async ({ address, privateKey }) => {
      const writer = createWalletClient({ transport, account: privateKeyToAccount(privateKey) })
      const hash = await submit(writer, depositCall(inbox, { to: address, value: FIRST_DEPOSIT }), { gas: GAS })
      await receiptOf(reader, hash, { pollMs: POLLING_MS })
    }),
  )
}
