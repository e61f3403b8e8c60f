import { bytesToHex } from 'viem'
import { mnemonicToAccount, privateKeyToAddress, type HDKey } from 'viem/accounts'
import { Address } from '@distribute/state-machine'
import type { PrivateKey } from '../setting.ts'

/** anvil's own, known to everybody: its keys are worth nothing anywhere else. */
export const DEVNET_MNEMONIC = 'test test test test test test test test test test test junk'
export const MEMBER_ACCOUNTS = 10
/** What operates a devnet stands behind the members' accounts. */
const OPERATOR_KEYS = ['posting', 'signing', 'stake', 'registrar', 'prover'] as const
export const ALL_ACCOUNTS = MEMBER_ACCOUNTS + OPERATOR_KEYS.length

export interface DevnetAccount {
  readonly address: Address
  readonly privateKey: PrivateKey
}

/** The branch that all accounts hang on. Going from the words to it takes longer than all accounts together: it is done once. */
let branch: HDKey | undefined
const branchOf = (): HDKey => (branch ??= mnemonicToAccount(DEVNET_MNEMONIC, { path: "m/44'/60'/0'/0" }).getHdKey())

export function devnetAccount(index: number): DevnetAccount {
  const privateKey = bytesToHex(branchOf().deriveChild(index).privateKey ?? new Uint8Array(32))
  return { address: Address(privateKeyToAddress(privateKey)), privateKey }
}

export const memberAccounts = (): readonly DevnetAccount[] => Array.from({ length: MEMBER_ACCOUNTS }, (_, index) => devnetAccount(index))

export type OperatorAccounts = { readonly [name in (typeof OPERATOR_KEYS)[number]]: DevnetAccount }

export function operatorAccounts(): OperatorAccounts {
  const at = (name: (typeof OPERATOR_KEYS)[number]): DevnetAccount => devnetAccount(MEMBER_ACCOUNTS + OPERATOR_KEYS.indexOf(name))
  return { posting: at('posting'), signing: at('signing'), stake: at('stake'), registrar: at('registrar'), prover: at('prover') }
}
