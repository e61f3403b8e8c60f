import { kindGas, TRANSACTION_MAX_BYTES } from '@distribute/state-machine'
import { openNonce } from './pool-account.ts'
import type { Account, Entry, PoolAccount } from './pool-account.ts'
import { capacityIn, creditsEver } from './pool-credits.ts'
import {
  exceedsBlockGas, feeCapTooLow, insufficientFunds, intrinsicGasTooLow, neverEnoughCredits, nonceMax, nonceTooLow, notAllowed,
  oversized, replacementUnderpriced, tipAboveFeeCap,
} from './pool-errors.ts'
import type { PoolStore } from './pool-store.ts'
import { recordOf } from './pool-store.ts'
import type { PooledTransaction, PoolError } from './pool-types.ts'

const MAX_NONCE = 2n ** 64n - 1n

/** What can be said of a transaction without its sender's account, in geth's order. */
export function checkAlone({ options, dependencies }: PoolStore, pooled: PooledTransaction): PoolError | undefined {
  const { transaction, sender, encoded } = pooled
  const { gas, feeCap, tipCap, nonce, call } = transaction
  const { baseFee } = dependencies.config.genesis.parameters
  const needed = kindGas(call.kind)
  if (encoded.length > TRANSACTION_MAX_BYTES) return oversized(encoded.length, TRANSACTION_MAX_BYTES)
  if (gas > options.maxGas) return exceedsBlockGas(gas, options.maxGas)
  if (tipCap > feeCap) return tipAboveFeeCap(sender, tipCap, feeCap)
  if (gas < needed) return intrinsicGasTooLow(gas, needed)
  if (feeCap < baseFee) return feeCapTooLow(sender, feeCap, baseFee)
  if (nonce >= MAX_NONCE) return nonceMax(sender, nonce)
  const why = dependencies.allow?.(pooled)
  return why === undefined ? undefined : notAllowed(why)
}

/** What the sender's account says. A balance suffices if it covers value + gas × base fee: rollup.md section 2. */
export function checkAccount(store: PoolStore, account: PoolAccount, pooled: PooledTransaction): PoolError | undefined {
  const { nonce, value, call } = pooled.transaction
  const next = openNonce(account)
  if (nonce < next) return nonceTooLow(next, nonce)
  const record = recordOf(store, account)
  const gas = kindGas(call.kind)
  const cost = value + gas * store.dependencies.config.genesis.parameters.baseFee
  if (record.ether < cost) return insufficientFunds(record.ether, cost)
  return checkCredits(store, record, pooled, gas)
}

function checkCredits({ dependencies }: PoolStore, record: Account, { sender }: PooledTransaction, needed: bigint): PoolError | undefined {
  if (creditsEver(dependencies, record, needed)) return undefined
  const { memberCredits, creditsPerEther } = dependencies.config.genesis.parameters
  const capacity = capacityIn(dependencies, record)
  return neverEnoughCredits({ sender, needed, capacity, memberCredits, creditsPerEther, isMember: record.member !== 0n })
}

/** Both caps must be higher, and by `priceBump` percent, rounded down: geth's rule. */
export function checkReplacement({ options }: PoolStore, old: Entry, { transaction }: PooledTransaction): PoolError | undefined {
  const before = old.pooled.transaction
  const enough = bumped(before.feeCap, transaction.feeCap, options.priceBump) && bumped(before.tipCap, transaction.tipCap, options.priceBump)
  return enough ? undefined : replacementUnderpriced()
}

const bumped = (old: bigint, price: bigint, percent: bigint): boolean =>
  price > old && price >= (old * (100n + percent)) / 100n
