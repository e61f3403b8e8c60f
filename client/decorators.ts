import type { Client } from 'viem'
import { beside } from './beside.ts'
import { claimWithdrawal, claimWithdrawalTo, getIsClaimed } from './bridging/claim.ts'
import { deposit, depositTokens } from './bridging/deposit.ts'
import { getDeposits, waitForDeposit } from './bridging/deposits.ts'
import { forceTransaction, getInboxEntries, getInboxFee, sendFromL1 } from './bridging/force.ts'
import { getWithdrawals, getWithdrawalStatus, waitForClaim, waitToClaim } from './bridging/withdrawals.ts'
import type { DistributeChain } from './chain/distribute-chain.ts'
import { systemCalls, type Calls } from './contracts/calls.ts'
import { systemViews, type Views } from './contracts/views.ts'
import { previewCall } from './contracts/preview-call.ts'
import { waitForCall } from './contracts/wait-for-call.ts'
import { fetchFile } from './files/fetch-file.ts'
import { uploadFile } from './files/upload-file.ts'
import { distributeActions, type DistributeActions } from './rpc/distribute-actions.ts'
import { rollupActions, type RollupActions } from './rpc/rollup-actions.ts'
import { commitVote, revealVote } from './votes/vote.ts'

type After<F> = F extends (client: Client, ...rest: infer P) => infer R ? (...rest: P) => R : never
type Actions<T> = { readonly [N in keyof T]: After<T[N]> }
/** Of actions whose last argument names the community. */
type Targeted<T> = { readonly [N in keyof T]: T[N] extends (client: Client, parameters: infer P) => infer R ? (...given: object extends Omit<P, 'targetChain'> ? [parameters?: Given<P>] : [parameters: Given<P>]) => R : never }
type Given<P> = { readonly [N in keyof P as N extends 'targetChain' ? never : N]: P[N] }

const PUBLIC_L2 = { previewCall, waitForCall, getDeposits, waitForDeposit, getWithdrawals, getWithdrawalStatus, waitToClaim, waitForClaim, fetchFile } as const
const WALLET_L2 = { commitVote, revealVote, uploadFile } as const
const PUBLIC_L1 = { getInboxFee, getInboxEntries, getIsClaimed } as const
const WALLET_L1 = { deposit, depositTokens, claimWithdrawal, claimWithdrawalTo, forceTransaction, sendFromL1 } as const

type Action = (client: Client, ...rest: never[]) => unknown
const bound = <T extends Readonly<Record<string, Action>>>(client: Client, actions: T): Actions<T> =>
  Object.fromEntries(Object.entries(actions).map(([name, action]) => [name, (...rest: never[]) => action(client, ...rest)])) as Actions<T>

type TargetedAction = (client: Client, parameters: never) => unknown
const boundTo = <T extends Readonly<Record<string, TargetedAction>>>(client: Client, targetChain: DistributeChain, actions: T): Targeted<T> =>
  Object.fromEntries(Object.entries(actions).map(([name, action]) => [name, (given: object = {}) => action(client, { ...given, targetChain } as never)])) as Targeted<T>

/** For a public client of the chain: every view by its contract, the `distribute_` and `rollup_` methods, and what becomes of who comes and leaves. */
export type PublicActionsL2 = Views & Actions<typeof PUBLIC_L2> & { readonly distribute: DistributeActions; readonly rollup: RollupActions }

export const publicActionsL2 = () => (client: Client): PublicActionsL2 =>
  ({ ...beside(client, systemViews(client)), ...bound(client, PUBLIC_L2), distribute: distributeActions(client), rollup: rollupActions(client) })

/** For a wallet client of the chain: every call by its contract, votes with their secrets kept, and files. */
export type WalletActionsL2 = Calls & Actions<typeof WALLET_L2>

export const walletActionsL2 = () => (client: Client): WalletActionsL2 => ({ ...beside(client, systemCalls(client)), ...bound(client, WALLET_L2) })

/** For a public client of L1. */
export type PublicActionsL1 = Targeted<typeof PUBLIC_L1>

export const publicActionsL1 = (targetChain: DistributeChain) => (client: Client): PublicActionsL1 => boundTo(client, targetChain, PUBLIC_L1)

/** For a wallet client of L1. */
export type WalletActionsL1 = Targeted<typeof WALLET_L1>

export const walletActionsL1 = (targetChain: DistributeChain) => (client: Client): WalletActionsL1 => boundTo(client, targetChain, WALLET_L1)
