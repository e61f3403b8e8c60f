import type { Answer, Entry, Withdrawal, WithdrawalStatus } from '@distribute/client/words'
import { askNode } from './ask-node.ts'
import { decoded } from './ask-distribute.ts'

export type RollupStatus = Answer<'rollup_status'>
export type ListedWithdrawal = Withdrawal
export type ListedDeposit = Entry
export type { WithdrawalStatus }

export const readStatus = async (url: string): Promise<RollupStatus> => decoded('rollup_status', await askNode(url, 'rollup_status', []))
export const readWithdrawals = async (url: string, of: string): Promise<readonly ListedWithdrawal[]> =>
  decoded('rollup_getWithdrawals', await askNode(url, 'rollup_getWithdrawals', [of]))
/** Of an id, or of the hash of the transaction that made it; null where there is none. Times are L1's, in seconds. */
export const readWithdrawal = async (url: string, of: string): Promise<WithdrawalStatus | null> =>
  decoded('rollup_withdrawalStatus', await askNode(url, 'rollup_withdrawalStatus', [of]))
export const readDeposits = async (url: string, l1Transaction: string): Promise<readonly ListedDeposit[]> =>
  decoded('rollup_getDeposit', await askNode(url, 'rollup_getDeposit', [l1Transaction]))
