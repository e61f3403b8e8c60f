import { numberToHex, type Client, type Hex } from 'viem'
import { DistributeError, explained } from '../contracts/distribute-error.ts'
import { ask } from '../rpc/ask.ts'
import type { Withdrawal, WithdrawalStatus } from '../words/answers.ts'
import { poll, type WaitOptions } from './poll.ts'

/** By its id, or by the transaction of the chain that made it. */
export type NamedWithdrawal = { readonly id: bigint; readonly hash?: never } | { readonly hash: Hex; readonly id?: never }

/** The withdrawals that an account made and those to be paid to it, by id; or those of a transaction. */
export const getWithdrawals = (client: Client, of: { readonly account: Hex } | { readonly hash: Hex }): Promise<readonly Withdrawal[]> =>
  explained(() => ask(client, 'rollup_getWithdrawals', ['account' in of ? of.account : of.hash]))

const nameOf = ({ id, hash }: NamedWithdrawal): Hex => (hash === undefined ? numberToHex(id) : hash)

/** Where a withdrawal stands, by L1's clock; null where there is none. */
export const getWithdrawalStatus = (client: Client, named: NamedWithdrawal): Promise<WithdrawalStatus | null> =>
  explained(() => ask(client, 'rollup_withdrawalStatus', [nameOf(named)]))

/** Waits until a withdrawal is at one of these stages. Throws DistributeError: TimedOut, and WithdrawalFailed where it never comes. */
const waitForStage = (client: Client, named: NamedWithdrawal & WaitOptions, stages: readonly WithdrawalStatus['stage'][]): Promise<WithdrawalStatus> =>
  poll(client, `withdrawal ${nameOf(named)} is ${stages.join(' or ')}`, async () => {
    const status = await getWithdrawalStatus(client, named)
    if (status?.stage === 'failed') {
      throw new DistributeError({ code: 'WithdrawalFailed', what: 'the transaction broke a rule, and nothing left the account', advice: 'waitForCall says which rule' })
    }
    return status !== null && stages.includes(status.stage) ? status : undefined
  }, named)

/** Waits until L1 will pay it, for `claimWithdrawal`, or has. */
export const waitToClaim = (client: Client, named: NamedWithdrawal & WaitOptions): Promise<WithdrawalStatus> => waitForStage(client, named, ['ready-to-claim', 'claimed'])

/** Waits until L1 has paid it, whoever had it paid. */
export const waitForClaim = (client: Client, named: NamedWithdrawal & WaitOptions): Promise<WithdrawalStatus> => waitForStage(client, named, ['claimed'])
