import { encodeAbi } from '../codec/abi.ts'
import type { Address } from '../codec/address.ts'
import { equalBytes } from '../codec/bytes.ts'
import { keccak256 } from '../hash.ts'
import { AMOUNT_LIMIT, MAX_TASKS, STAGES, type Currency, type ErrorName } from '../params.ts'
import type { RecordOf } from '../state/layout.ts'
import { max } from './arithmetic.ts'
import { broken, DONE, type CallContext, type Verdict } from './context.ts'
import { currencyOf } from './currency.ts'
import { freeOf, lock, unlock } from './holdings.ts'
import { onProject } from './stages.ts'

type Poll = RecordOf<'poll'>
type RightsRecord = RecordOf<'rights'>

/** Rights of one currency: locked units, the largest commit since `open` was 0, and ballots that are not settled. */
export interface Rights {
  readonly amount: bigint
  readonly high: bigint
  readonly open: bigint
}

export const rightsIn = (rights: RightsRecord, currency: Currency): Rights =>
  currency === 'tokens'
    ? { amount: rights.tokens, high: rights.tokensHigh, open: rights.tokensOpen }
    : { amount: rights.reputation, high: rights.reputationHigh, open: rights.reputationOpen }

const putRights = ({ ledger }: CallContext, address: Address, currency: Currency, { amount, high, open }: Rights): void => {
  const changed =
    currency === 'tokens'
      ? { tokens: amount, tokensHigh: high, tokensOpen: open }
      : { reputation: amount, reputationHigh: high, reputationOpen: open }
  ledger.put('rights', { ...ledger.get('rights', address), ...changed }, address)
}

const rightsOf = ({ ledger }: CallContext, address: Address, currency: Currency): Rights =>
  rightsIn(ledger.get('rights', address), currency)

const amountError = (currency: Currency | undefined, amount: bigint): ErrorName | undefined => {
  if (currency === undefined) return 'BadCurrency'
  if (amount === 0n) return 'ZeroAmount'
  return amount >= AMOUNT_LIMIT ? 'AmountTooLarge' : undefined
}

/** requestRights(currency, amount): locks free units as voting rights. protocol.md section 5. */
export const requestRights = (context: CallContext, number: bigint, amount: bigint): Verdict => {
  const currency = currencyOf(number)
  const error = amountError(currency, amount)
  if (error !== undefined || currency === undefined) return broken(error ?? 'BadCurrency')
  const { sender } = context
  if (freeOf(context, sender, currency) < amount) return broken('InsufficientBalance')
  const rights = rightsOf(context, sender, currency)
  lock(context, sender, { currency, amount }, 'voting')
  putRights(context, sender, currency, { ...rights, amount: rights.amount + amount })
  context.emit({ name: 'RightsRequested', contract: 'voting', args: [sender, number, amount] })
  return DONE
}

/** withdrawRights(currency, amount): down to the largest commit that is still open. */
export const withdrawRights = (context: CallContext, number: bigint, amount: bigint): Verdict => {
  const currency = currencyOf(number)
  const error = amountError(currency, amount)
  if (error !== undefined || currency === undefined) return broken(error ?? 'BadCurrency')
  const { sender } = context
  const rights = rightsOf(context, sender, currency)
  if (rights.amount < amount) return broken('InsufficientRights')
  if (rights.amount - amount < rights.high) return broken('RightsLocked')
  putRights(context, sender, currency, { ...rights, amount: rights.amount - amount })
  unlock(context, sender, { currency, amount }, 'voting')
  context.emit({ name: 'RightsWithdrawn', contract: 'voting', args: [sender, number, amount] })
  return DONE
}

/** A place in a poll: project, task, currency as its ABI number. */
export interface BallotPlace {
  readonly id: bigint
  readonly index: bigint
  readonly currency: bigint
}

const isOpenPoll = ({ ledger }: CallContext, { id, index }: BallotPlace): boolean => {
  if (index >= BigInt(MAX_TASKS)) return false
  const { approvals, rejections } = ledger.get('task', id, index)
  return approvals > 0n && rejections > 0n
}

const putBallot = (context: CallContext, place: BallotPlace, currency: Currency, secretHash: Uint8Array, amount: bigint): void => {
  const { ledger, sender } = context
  const ids = [place.id, place.index, sender, place.currency] as const
  const rights = rightsOf(context, sender, currency)
  const isNew = ledger.get('ballot', ...ids).amount === 0n
  putRights(context, sender, currency, { ...rights, high: max(rights.high, amount), open: rights.open + (isNew ? 1n : 0n) })
  ledger.put('ballot', { secretHash, amount, revealed: 0n, settled: 0n }, ...ids)
  context.emit({ name: 'Committed', contract: 'voting', args: [place.id, place.index, sender, place.currency, amount, secretHash] })
}

/** commit(id, index, currency, secretHash, amount): a ballot, or another one in its place, while commits are open. */
export const commit = (context: CallContext, place: BallotPlace, secretHash: Uint8Array, amount: bigint): Verdict => {
  const currency = currencyOf(place.currency)
  const error = amountError(currency, amount)
  if (error !== undefined || currency === undefined) return broken(error ?? 'BadCurrency')
  return onProject(context, place.id, ({ stage, commitEnd }) => {
    if (stage !== STAGES.voting) return broken('WrongStage')
    if (!isOpenPoll(context, place)) return broken('NotDisputed')
    if (context.now >= commitEnd) return broken('CommitClosed')
    if (rightsOf(context, context.sender, currency).amount < amount) return broken('InsufficientRights')
    putBallot(context, place, currency, secretHash, amount)
    return DONE
  })
}

/** keccak256(abi.encode(chainId, id, index, voter, currency, choice, salt)). protocol.md section 5. */
export const ballotSecret = (chainId: bigint, place: BallotPlace, voter: Address, choice: boolean, salt: Uint8Array): Uint8Array => {
  const types = ['uint256', 'uint256', 'uint256', 'address', 'uint8', 'bool', 'bytes32']
  return keccak256(encodeAbi(types, [chainId, place.id, place.index, voter, place.currency, choice, salt]))
}

const count = ({ ledger }: CallContext, { id, index }: BallotPlace, currency: Currency, choice: boolean, amount: bigint): void => {
  const poll = ledger.get('poll', id, index)
  const side = `${currency}${choice ? 'For' : 'Against'}` as const
  ledger.put('poll', { ...poll, [side]: poll[side] + amount }, id, index)
}

/** reveal(id, index, currency, choice, salt): in the reveal period. */
export const reveal = (context: CallContext, place: BallotPlace, choice: boolean, salt: Uint8Array): Verdict => {
  const currency = currencyOf(place.currency)
  if (currency === undefined) return broken('BadCurrency')
  const { ledger, sender, now, genesis } = context
  return onProject(context, place.id, ({ stage, commitEnd, deadline }) => {
    if (stage !== STAGES.voting) return broken('WrongStage')
    if (place.index >= BigInt(MAX_TASKS)) return broken('NoBallot')
    const ids = [place.id, place.index, sender, place.currency] as const
    const ballot = ledger.get('ballot', ...ids)
    if (ballot.amount === 0n) return broken('NoBallot')
    if (now < commitEnd || now >= deadline) return broken('RevealClosed')
    if (ballot.revealed === 1n) return broken('AlreadyRevealed')
    const secret = ballotSecret(genesis.chainId, place, sender, choice, salt)
    if (!equalBytes(secret, ballot.secretHash)) return broken('WrongSecret')
    ledger.put('ballot', { ...ballot, revealed: 1n }, ...ids)
    count(context, place, currency, choice, ballot.amount)
    const args = [place.id, place.index, sender, place.currency, choice, ballot.amount] as const
    context.emit({ name: 'Revealed', contract: 'voting', args })
    return DONE
  })
}

/** settleBallot(id, index, voter, currency): by anybody after the end; voters get everything back. */
export const settleBallot = (context: CallContext, place: BallotPlace, voter: Address): Verdict => {
  const currency = currencyOf(place.currency)
  if (currency === undefined) return broken('BadCurrency')
  const { ledger, now } = context
  return onProject(context, place.id, ({ deadline }) => {
    if (place.index >= BigInt(MAX_TASKS)) return broken('NoBallot')
    const ids = [place.id, place.index, voter, place.currency] as const
    const ballot = ledger.get('ballot', ...ids)
    if (ballot.amount === 0n) return broken('NoBallot')
    if (now < deadline) return broken('TooEarly')
    if (ballot.settled === 1n) return broken('AlreadySettled')
    ledger.put('ballot', { ...ballot, settled: 1n }, ...ids)
    const rights = rightsOf(context, voter, currency)
    const open = rights.open - 1n
    putRights(context, voter, currency, { ...rights, open, high: open === 0n ? 0n : rights.high })
    context.emit({ name: 'BallotSettled', contract: 'voting', args: [place.id, place.index, voter, place.currency] })
    return DONE
  })
}

/**
 * The score of a side is tokens/max(S0, all revealed tokens) + reputation/max(Q0, all revealed reputation), compared exactly by
 * cross-multiplication. protocol.md section 5.
 */
export const pollOutcome = (poll: Poll): 'for' | 'against' | 'undecided' => {
  const tokens = max(1n, max(poll.supplyTokens, poll.tokensFor + poll.tokensAgainst))
  const reputation = max(1n, max(poll.supplyReputation, poll.reputationFor + poll.reputationAgainst))
  const scoreFor = poll.tokensFor * reputation + poll.reputationFor * tokens
  const scoreAgainst = poll.tokensAgainst * reputation + poll.reputationAgainst * tokens
  if (scoreFor === scoreAgainst) return 'undecided'
  return scoreFor > scoreAgainst ? 'for' : 'against'
}
