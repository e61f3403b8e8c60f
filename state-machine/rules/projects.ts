import type { Address } from '../codec/address.ts'
import { AMOUNT_LIMIT, BASIS_POINTS, CURRENCIES, MAX_URI_BYTES, STAGES, type Currency, type ErrorName } from '../params.ts'
import type { RecordOf } from '../state/layout.ts'
import { min, mulDiv, mulDivUp } from './arithmetic.ts'
import { broken, DONE, returns, type CallContext, type Verdict } from './context.ts'
import { currencyOf } from './currency.ts'
import { payFromEscrow, returnEscrow } from './escrow.ts'
import { freeOf, lock, unlock } from './holdings.ts'
import { lowestEther } from './pool.ts'
import { frozenFrom, fullPot, needOf, requiredNow, requirement, stakedOf } from './project-terms.ts'
import { grantReputation } from './reputation.ts'
import { advanceProject, changeProject, onProject, termsOf, type Project } from './stages.ts'
import { changeHeld } from './streams.ts'

export interface ProposalArguments {
  /** wei */
  readonly cost: bigint
  /** seconds */
  readonly stakingPeriod: bigint
  readonly collateralIn: bigint
  readonly contentHash: Uint8Array
  readonly uri: Uint8Array
}

const argumentsError = ({ cost, stakingPeriod, collateralIn, uri }: ProposalArguments, context: CallContext): ErrorName | undefined => {
  const { minStakingPeriod, maxStakingPeriod } = context.genesis.parameters
  if (cost === 0n) return 'ZeroAmount'
  if (cost >= AMOUNT_LIMIT) return 'AmountTooLarge'
  if (stakingPeriod < minStakingPeriod || stakingPeriod > maxStakingPeriod) return 'BadPeriod'
  if (currencyOf(collateralIn) === undefined) return 'BadCurrency'
  return uri.length > MAX_URI_BYTES ? 'UriTooLong' : undefined
}

const poolError = ({ ledger, now, genesis }: CallContext, cost: bigint): ErrorName | undefined => {
  const pool = ledger.get('pool')
  const lowest = lowestEther(pool, now, genesis.parameters)
  if (cost * BASIS_POINTS > lowest * genesis.parameters.maxCostShare) return 'CostShareTooLarge'
  if (needOf(cost, genesis.parameters) > lowest) return 'PoolTooSmall'
  return pool.tokens === 0n || pool.reputation === 0n ? 'EmptySupply' : undefined
}

/**
 * propose(cost, stakingPeriod, collateralIn, contentHash, uri): fixes what must be staked, as shares of the pool, and takes the
 * collateral. Returns the project's id, from 1. protocol.md section 4.
 */
export const propose = (context: CallContext, proposal: ProposalArguments): Verdict => {
  const { ledger, sender, now } = context
  const { parameters } = context.genesis
  const { cost, stakingPeriod: period, contentHash, uri } = proposal
  const error = argumentsError(proposal, context) ?? poolError(context, cost)
  const currency = currencyOf(proposal.collateralIn)
  if (error !== undefined || currency === undefined) return broken(error ?? 'BadCurrency')
  const pool = ledger.get('pool')
  const lowest = lowestEther(pool, now, parameters)
  const requiredTokens = requirement(pool, lowest, cost, 'tokens')
  const requiredReputation = requirement(pool, lowest, cost, 'reputation')
  const required = currency === 'tokens' ? requiredTokens : requiredReputation
  const collateral = mulDivUp(required, parameters.collateralBps, BASIS_POINTS)
  if (freeOf(context, sender, currency) < collateral) return broken('InsufficientBalance')
  const id = pool.projects + 1n
  ledger.put('pool', { ...pool, projects: id })
  const deadline = now + period
  ledger.put('project', { ...ledger.get('project', id), proposer: sender, cost, stage: STAGES.proposed, deadline }, id)
  const collateralIn = BigInt(CURRENCIES[currency])
  ledger.put('proposal', { contentHash, requiredTokens, requiredReputation, period, collateralIn, collateral }, id)
  context.emit({ name: 'Proposed', contract: 'projects', args: [id, sender, cost, deadline, contentHash, uri] })
  lock(context, sender, { currency, amount: collateral }, 'projects')
  return returns(id)
}

const amountError = (currency: Currency | undefined, amount: bigint): ErrorName | undefined => {
  if (currency === undefined) return 'BadCurrency'
  if (amount === 0n) return 'ZeroAmount'
  return amount >= AMOUNT_LIMIT ? 'AmountTooLarge' : undefined
}

/** Changes what an account has staked on a project, and the project's sum. */
const changeStake = (context: CallContext, id: bigint, { currency, amount }: { currency: Currency; amount: bigint }): void => {
  const { ledger, sender } = context
  const stake = ledger.get('stake', id, sender)
  ledger.put('stake', { ...stake, [currency]: stake[currency] + amount }, id, sender)
  const project = ledger.get('project', id)
  const staked = stakedOf(project, currency) + amount
  changeProject(context, id, currency === 'tokens' ? { stakedTokens: staked } : { stakedReputation: staked })
}

/** stake(id, currency, amount): clipped to what is still required. Returns what was staked, in base units. */
export const stake = (context: CallContext, id: bigint, number: bigint, amount: bigint): Verdict => {
  const currency = currencyOf(number)
  const error = amountError(currency, amount)
  if (error !== undefined || currency === undefined) return broken(error ?? 'BadCurrency')
  return onProject(context, id, (project) => {
    if (project.stage !== STAGES.proposed) return broken('WrongStage')
    const missing = requiredNow(termsOf(context, id), currency) - stakedOf(project, currency)
    if (missing <= 0n) return broken('NothingRequired')
    const staked = { currency, amount: min(amount, missing) }
    if (freeOf(context, context.sender, currency) < staked.amount) return broken('InsufficientBalance')
    lock(context, context.sender, staked, 'projects')
    changeStake(context, id, staked)
    context.emit({ name: 'Staked', contract: 'projects', args: [id, context.sender, number, staked.amount] })
    advanceProject(context, id)
    return returns(staked.amount)
  })
}

/** unstake(id, currency, amount): while Proposed, but not in the last part of the period. */
export const unstake = (context: CallContext, id: bigint, number: bigint, amount: bigint): Verdict => {
  const currency = currencyOf(number)
  const error = amountError(currency, amount)
  if (error !== undefined || currency === undefined) return broken(error ?? 'BadCurrency')
  return onProject(context, id, (project) => {
    if (project.stage !== STAGES.proposed) return broken('WrongStage')
    if (context.now >= frozenFrom(termsOf(context, id))) return broken('StakesFrozen')
    if (context.ledger.get('stake', id, context.sender)[currency] < amount) return broken('InsufficientStake')
    changeStake(context, id, { currency, amount: -amount })
    unlock(context, context.sender, { currency, amount }, 'projects')
    context.emit({ name: 'Unstaked', contract: 'projects', args: [id, context.sender, number, amount] })
    return DONE
  })
}

type Stake = RecordOf<'stake'>

const returnStake = (context: CallContext, staker: Address, { tokens, reputation }: Stake): void => {
  unlock(context, staker, { currency: 'tokens', amount: tokens }, 'projects')
  unlock(context, staker, { currency: 'reputation', amount: reputation }, 'projects')
}

/** The stakers' pot as it was when the project was completed, in wei. */
const potOf = ({ cost, passedWeight }: Project, context: CallContext): bigint =>
  mulDiv(fullPot(cost, context.genesis.parameters), passedWeight, BASIS_POINTS)

/** Stake back, a part of the pot for tokens, minted reputation for reputation. Answers the wei paid. */
const rewardStake = (context: CallContext, id: bigint, staker: Address, held: Stake): bigint => {
  const { parameters } = context.genesis
  const project = context.ledger.get('project', id)
  const pay = mulDiv(potOf(project, context), held.tokens, project.stakedTokens)
  returnStake(context, staker, held)
  payFromEscrow(context, id, staker, pay)
  const left = project.unsettledTokens - held.tokens
  const rest = project.pot - pay
  // After the last token stake, what rounding left of the pot goes back.
  const isLast = held.tokens > 0n && left === 0n
  if (isLast) returnEscrow(context, id, rest)
  changeProject(context, id, { unsettledTokens: left, pot: isLast ? 0n : rest })
  const grant = mulDiv(held.reputation * parameters.stakersReputationBps, project.passedWeight, BASIS_POINTS * BASIS_POINTS)
  grantReputation(context, staker, grant)
  return pay
}

/** The stakes of a failed project left the supply when it failed; now they leave the staker's holdings. */
const clearFailedStake = (context: CallContext, staker: Address, { tokens, reputation }: Stake): void => {
  if (tokens > 0n) changeHeld(context, staker, 'tokens', -tokens)
  if (reputation > 0n) changeHeld(context, staker, 'reputation', -reputation)
}

/** settleStake(id, staker): by anybody, once the project has ended. protocol.md section 4, "End". */
export const settleStake = (context: CallContext, id: bigint, staker: Address): Verdict =>
  onProject(context, id, ({ stage }) => {
    if (stage < STAGES.complete) return broken('WrongStage')
    const held = context.ledger.get('stake', id, staker)
    if (held.tokens === 0n && held.reputation === 0n) return broken('NothingDue')
    context.ledger.put('stake', { ...held, tokens: 0n, reputation: 0n, choice: new Uint8Array(32) }, id, staker)
    let pay = 0n
    if (stage === STAGES.complete) pay = rewardStake(context, id, staker, held)
    else if (stage === STAGES.expired) returnStake(context, staker, held)
    else clearFailedStake(context, staker, held)
    context.emit({ name: 'StakeSettled', contract: 'projects', args: [id, staker, held.tokens, held.reputation, pay] })
    return DONE
  })
