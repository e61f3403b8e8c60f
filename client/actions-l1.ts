import type { Client } from 'viem'
import { claimWithdrawal, claimWithdrawalTo, getIsClaimed } from './bridging/claim.ts'
import { deposit, depositTokens } from './bridging/deposit.ts'
import { forceTransaction, getInboxEntries, getInboxFee, sendFromL1 } from './bridging/force.ts'
import type { DistributeChain } from './chain/distribute-chain.ts'

/** Of actions whose last argument names the community. */
type Targeted<T> = { readonly [N in keyof T]: T[N] extends (client: Client, parameters: infer P) => infer R ? (...given: object extends Omit<P, 'targetChain'> ? [parameters?: Given<P>] : [parameters: Given<P>]) => R : never }
type Given<P> = { readonly [N in keyof P as N extends 'targetChain' ? never : N]: P[N] }

const PUBLIC_L1 = { getInboxFee, getInboxEntries, getIsClaimed } as const
const WALLET_L1 = { deposit, depositTokens, claimWithdrawal, claimWithdrawalTo, forceTransaction, sendFromL1 } as const

type TargetedAction = (client: Client, parameters: never) => unknown
const boundTo = <T extends Readonly<Record<string, TargetedAction>>>(client: Client, targetChain: DistributeChain, actions: T): Targeted<T> =>
  Object.fromEntries(Object.entries(actions).map(([name, action]) => [name, (given: object = {}) => action(client, { ...given, targetChain } as never)])) as Targeted<T>

/** For a public client of L1. */
export type PublicActionsL1 = Targeted<typeof PUBLIC_L1>

export const publicActionsL1 = (targetChain: DistributeChain) => (client: Client): PublicActionsL1 => boundTo(client, targetChain, PUBLIC_L1)

/** For a wallet client of L1. */
export type WalletActionsL1 = Targeted<typeof WALLET_L1>

export const walletActionsL1 = (targetChain: DistributeChain) => (client: Client): WalletActionsL1 => boundTo(client, targetChain, WALLET_L1)
