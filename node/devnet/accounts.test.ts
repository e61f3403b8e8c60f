import { mnemonicToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { ALL_ACCOUNTS, DEVNET_MNEMONIC, devnetAccount, memberAccounts, operatorAccounts } from './accounts.ts'

test('the accounts are those that anvil and every wallet make of the mnemonic', () => {
  for (let index = 0; index < ALL_ACCOUNTS; index++) {
    expect(devnetAccount(index).address).toBe(mnemonicToAccount(DEVNET_MNEMONIC, { addressIndex: index }).address.toLowerCase())
  }
  expect(devnetAccount(0).privateKey).toBe('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80')
})

test('no operator’s key is a member’s', () => {
  const members = memberAccounts().map(({ address }) => address)
  const operators = Object.values(operatorAccounts()).map(({ address }) => address)
  expect(new Set([...members, ...operators]).size).toBe(ALL_ACCOUNTS)
})
