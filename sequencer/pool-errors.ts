import { UNIT } from '@distribute/state-machine'
import type { Address, ErrorName } from '@distribute/state-machine'
import type { PoolError, PoolErrorName } from './pool-types.ts'

/** The words are geth's, because clients match on them (design/clients.md section 3). */
const refuse = (name: PoolErrorName, message: string): PoolError => ({ name, code: -32000, message })
const reject = (name: PoolErrorName, why: string): PoolError => ({ name, code: -32003, message: `transaction rejected: ${why}` })

export const alreadyKnown = (): PoolError => refuse('AlreadyKnown', 'already known')

export const oversized = (size: number, limit: number): PoolError =>
  refuse('Oversized', `oversized data: transaction size ${size}, limit ${limit}`)

export const exceedsBlockGas = (gas: bigint, limit: bigint): PoolError =>
  refuse('ExceedsBlockGasLimit', `exceeds block gas limit: gas ${gas}, limit ${limit}`)

export const tipAboveFeeCap = (sender: Address, tipCap: bigint, feeCap: bigint): PoolError =>
  refuse(
    'TipAboveFeeCap',
    `max priority fee per gas higher than max fee per gas: address ${sender}, maxPriorityFeePerGas: ${tipCap}, maxFeePerGas: ${feeCap}`,
  )

export const feeCapTooLow = (sender: Address, feeCap: bigint, baseFee: bigint): PoolError =>
  refuse(
    'FeeCapTooLow',
    `max fee per gas less than block base fee: address ${sender}, maxFeePerGas: ${feeCap}, baseFee: ${baseFee}`,
  )

export const intrinsicGasTooLow = (gas: bigint, needed: bigint): PoolError =>
  refuse('IntrinsicGasTooLow', `intrinsic gas too low: gas ${gas}, minimum needed ${needed}`)

export const nonceMax = (sender: Address, nonce: bigint): PoolError =>
  refuse('NonceMax', `nonce has max value: address ${sender}, nonce: ${nonce}`)

export const nonceTooLow = (next: bigint, nonce: bigint): PoolError =>
  refuse('NonceTooLow', `nonce too low: next nonce ${next}, tx nonce ${nonce}`)

export const insufficientFunds = (balance: bigint, cost: bigint): PoolError =>
  refuse(
    'InsufficientFunds',
    `insufficient funds for gas * price + value: balance ${balance}, tx cost ${cost}, overshot ${cost - balance}`,
  )

export const replacementUnderpriced = (): PoolError =>
  refuse('ReplacementUnderpriced', 'replacement transaction underpriced')

export const accountLimit = (count: number): PoolError =>
  refuse('AccountLimitExceeded', `account limit exceeded: pooled ${count} txs`)

export const poolFull = (): PoolError => refuse('PoolFull', 'txpool is full')

export const notAllowed = (why: string): PoolError => reject('NotAllowed', why)

export interface CreditFacts {
  readonly sender: Address
  readonly needed: bigint
  readonly capacity: bigint
  /** Gas a day that membership brings, and that an ether does. */
  readonly memberCredits: bigint
  readonly creditsPerEther: bigint
  readonly isMember: boolean
}

/** Says what helps: the account cannot get there by waiting (protocol.md section 8). */
export function neverEnoughCredits(facts: CreditFacts): PoolError {
  const { sender, needed, capacity, isMember } = facts
  const remedies = [registerRemedy(facts), etherRemedy(facts)].filter((remedy) => remedy !== '')
  const remedy = remedies.length === 0 ? 'use the forced inbox on L1' : remedies.join(' or ')
  const who = isMember ? 'member' : 'account'
  return reject(
    'NeverEnoughCredits',
    `${who} ${sender} refills ${capacity} credits a day and never holds the ${needed} this call takes; ${remedy}`,
  )
}

const registerRemedy = ({ isMember, capacity, needed, memberCredits }: CreditFacts): string =>
  isMember || capacity + memberCredits < needed ? '' : 'register as a member'

function etherRemedy({ creditsPerEther, capacity, needed }: CreditFacts): string {
  if (creditsPerEther === 0n) return ''
  const more = ((needed - capacity) * UNIT + creditsPerEther - 1n) / creditsPerEther
  return `hold more ether: at least ${more} wei more`
}

/** A dry run of an operation that breaks a rule, in the words of eth_call. */
export const reverted = (error: ErrorName, data: Uint8Array): PoolError => ({
  name: 'Reverted',
  code: 3,
  message: `execution reverted: ${error}`,
  data,
})
