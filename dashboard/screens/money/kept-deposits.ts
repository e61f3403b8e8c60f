import type { Hex } from 'viem'

/** A deposit that was sent from this browser: the chain knows it once it has read it, and until then only L1 does. */
export interface KeptDeposit {
  readonly hash: Hex
  /** wei */
  readonly amount: string
}

const MOST = 20
const nameOf = (chainId: number, account: Hex): string => `distribute.deposits.${chainId}.${account.toLowerCase()}`
const isKept = (value: unknown): value is KeptDeposit =>
  typeof value === 'object' && value !== null && 'hash' in value && typeof value.hash === 'string' && 'amount' in value && typeof value.amount === 'string' && /^\d+$/.test(value.amount)

export function keptDeposits(chainId: number, account: Hex): readonly KeptDeposit[] {
  const stored: unknown = JSON.parse(localStorage.getItem(nameOf(chainId, account)) ?? '[]')
  return Array.isArray(stored) ? stored.filter(isKept) : []
}

export const keepDeposit = (chainId: number, account: Hex, deposit: KeptDeposit): void =>
  localStorage.setItem(nameOf(chainId, account), JSON.stringify([deposit, ...keptDeposits(chainId, account)].slice(0, MOST)))

export const dropDeposit = (chainId: number, account: Hex, hash: Hex): void =>
  localStorage.setItem(nameOf(chainId, account), JSON.stringify(keptDeposits(chainId, account).filter((each) => each.hash !== hash)))
