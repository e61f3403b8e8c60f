import { CREDITS_LIMIT, SECONDS_A_DAY, UNIT, type Parameters } from '../params.ts'
import type { RecordOf } from '../state/layout.ts'
import { min, mulDiv, mulDivUp } from './arithmetic.ts'

type Account = RecordOf<'account'>

/** Gas a day: member·memberCredits + ether·creditsPerEther, at most 2^64-1. protocol.md section 8. */
export const capacityOf = (account: Account, parameters: Parameters): bigint => {
  const byEther = mulDiv(account.ether, parameters.creditsPerEther, UNIT)
  return min(account.member * parameters.memberCredits + byEther, CREDITS_LIMIT)
}

/**
 * Refills an account's credits up to `now`, at the capacity it had until now; called before every change of its ether or
 * membership. The clock moves by the seconds paid for, so frequent calls lose nothing to rounding. protocol.md section 8.
 */
export const refillCredits = (account: Account, now: bigint, parameters: Parameters): Account => {
  const capacity = capacityOf(account, parameters)
  if (account.creditsTime === now && account.credits <= capacity) return account
  const gain = mulDiv(capacity, now - account.creditsTime, SECONDS_A_DAY)
  if (account.credits + gain >= capacity) return { ...account, credits: capacity, creditsTime: now }
  if (gain === 0n) return account
  const paidFor = mulDivUp(gain, SECONDS_A_DAY, capacity)
  return { ...account, credits: account.credits + gain, creditsTime: account.creditsTime + paidFor }
}

/**
 * A refilled account with its ether or membership changed to `changed`. Seconds that were not paid for because they came to less
 * than one gas must not be paid at the new, higher capacity: else dust that waits a day brings a whole day's credits of
 * whatever comes after it. They are kept as what they were worth. protocol.md section 8, "at the capacity before the change".
 */
export const withCapacityOf = (refilled: Account, changed: Account, now: bigint, parameters: Parameters): Account => {
  if (changed.creditsTime === now) return changed
  const [before, after] = [capacityOf(refilled, parameters), capacityOf(changed, parameters)]
  if (after <= before) return changed
  const unpaid = before * (now - refilled.creditsTime)
  return { ...changed, creditsTime: now - unpaid / after }
}

/**
 * The first second at which the account can pay `gas` in credits if nothing else changes; undefined where its capacity is
 * below that, so that waiting never helps.
 */
export const creditsReadyAt = (account: Account, gas: bigint, now: bigint, parameters: Parameters): bigint | undefined => {
  const capacity = capacityOf(account, parameters)
  if (capacity < gas) return undefined
  // A refill brings no account below what it can hold, and need not be made to see what is there already.
  if (account.credits >= gas || refillCredits(account, now, parameters).credits >= gas) return now
  return account.creditsTime + mulDivUp(gas - account.credits, SECONDS_A_DAY, capacity)
}
