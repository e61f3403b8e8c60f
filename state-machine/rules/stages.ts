import { isZero } from '../codec/bytes.ts'
import { BASIS_POINTS, STAGES } from '../params.ts'
import type { RecordOf } from '../state/layout.ts'
import { mulDiv } from './arithmetic.ts'
import { broken, DONE, type CallContext, type Verdict } from './context.ts'
import { fillEscrow, payFromEscrow, returnEscrow } from './escrow.ts'
import { forfeit, forfeitSupply, unlock } from './holdings.ts'
import {
  fixedRequirement, fullPot, isAffordable, needOf, proposerPay, requiredNow, stakedOf, type ProjectTerms,
} from './project-terms.ts'
import { currencyOf } from './currency.ts'

export type Project = RecordOf<'project'>

const projectOf = ({ ledger }: CallContext, id: bigint): Project => ledger.get('project', id)

/** Changes fields of a project. */
export const changeProject = ({ ledger }: CallContext, id: bigint, change: Partial<Project>): void =>
  ledger.put('project', { ...ledger.get('project', id), ...change }, id)

export const termsOf = ({ ledger, now, genesis }: CallContext, id: bigint): ProjectTerms => ({
  pool: ledger.get('pool'),
  project: ledger.get('project', id),
  proposal: ledger.get('proposal', id),
  now,
  parameters: genesis.parameters,
})

/** Enters a stage that lasts until `deadline`, in seconds. */
export const enterStage = (context: CallContext, id: bigint, stage: bigint, deadline: bigint): void => {
  changeProject(context, id, { stage, deadline })
  context.emit({ name: 'StageChanged', contract: 'projects', args: [id, stage, deadline] })
}

const collateralOf = (context: CallContext, id: bigint) => {
  const { collateral: amount, collateralIn } = context.ledger.get('proposal', id)
  return { amount, currency: currencyOf(collateralIn) ?? 'tokens' }
}

const settleCollateral = (context: CallContext, id: bigint, returned: boolean): void => {
  const { proposer } = projectOf(context, id)
  const collateral = collateralOf(context, id)
  context.ledger.put('proposal', { ...context.ledger.get('proposal', id), collateral: 0n }, id)
  if (returned) unlock(context, proposer, collateral, 'projects')
  else forfeit(context, proposer, collateral)
}

/** Proposed to Staked: the money moves now, and only now. protocol.md section 4, "Stake". */
const becomeStaked = (context: CallContext, id: bigint): void => {
  const { parameters } = context.genesis
  const { cost, proposer } = projectOf(context, id)
  const pay = proposerPay(cost, parameters)
  fillEscrow(context, id, needOf(cost, parameters))
  payFromEscrow(context, id, proposer, pay)
  changeProject(context, id, { pot: fullPot(cost, parameters) })
  settleCollateral(context, id, true)
  enterStage(context, id, STAGES.staked, context.now + parameters.staked)
}

const isFullyStaked = (terms: ProjectTerms): boolean =>
  isAffordable(terms) &&
  stakedOf(terms.project, 'tokens') >= requiredNow(terms, 'tokens') &&
  stakedOf(terms.project, 'reputation') >= requiredNow(terms, 'reputation')

const metFixedRequirements = ({ project, proposal }: ProjectTerms): boolean =>
  project.stakedTokens >= fixedRequirement(proposal, 'tokens') &&
  project.stakedReputation >= fixedRequirement(proposal, 'reputation')

const expire = (context: CallContext, id: bigint): void => {
  settleCollateral(context, id, metFixedRequirements(termsOf(context, id)))
  enterStage(context, id, STAGES.expired, projectOf(context, id).deadline)
}

/** The stakes are forfeited at once; escrow that is owed to nobody goes back to the pool. protocol.md section 4, "End". */
export const fail = (context: CallContext, id: bigint, owedToNobody: bigint): void => {
  const { stakedTokens, stakedReputation, deadline } = projectOf(context, id)
  forfeitSupply(context, { currency: 'tokens', amount: stakedTokens })
  forfeitSupply(context, { currency: 'reputation', amount: stakedReputation })
  returnEscrow(context, id, owedToNobody)
  changeProject(context, id, { pot: 0n })
  enterStage(context, id, STAGES.failed, deadline)
}

/** Enough weight passed: what the rest would have brought the stakers goes back to the pool. */
export const complete = (context: CallContext, id: bigint): void => {
  const { pot, passedWeight, stakedTokens, deadline } = projectOf(context, id)
  const kept = mulDiv(pot, passedWeight, BASIS_POINTS)
  returnEscrow(context, id, pot - kept)
  changeProject(context, id, { pot: kept, unsettledTokens: stakedTokens })
  enterStage(context, id, STAGES.complete, deadline)
}

/** Staked to Active; `from` is the deadline that began it, or the block's time. */
export const becomeActive = (context: CallContext, id: bigint, from: bigint): void =>
  enterStage(context, id, STAGES.active, from + context.genesis.parameters.active)

/** Active to Validation, or to Failed where nothing was done; escrow that no evidence can earn goes back. */
export const endActive = (context: CallContext, id: bigint, from: bigint): void => {
  const { evidenceWeight, escrow, earmarked, pot } = projectOf(context, id)
  if (evidenceWeight === 0n) return fail(context, id, escrow)
  returnEscrow(context, id, escrow - earmarked - pot)
  enterStage(context, id, STAGES.validation, from + context.genesis.parameters.validation)
}

const beginVoting = (context: CallContext, id: bigint): void => {
  const { deadline } = projectOf(context, id)
  const { commit, reveal } = context.genesis.parameters
  changeProject(context, id, { commitEnd: deadline + commit })
  enterStage(context, id, STAGES.voting, deadline + commit + reveal)
}

/** Does the next thing that is due; false where nothing is. */
const step = (context: CallContext, id: bigint): boolean => {
  const { stage, deadline, leader, escrow, disputed } = projectOf(context, id)
  const isOver = context.now >= deadline
  if (stage === STAGES.proposed && !isOver && isFullyStaked(termsOf(context, id))) becomeStaked(context, id)
  else if (stage === STAGES.proposed && isOver) expire(context, id)
  else if (stage === STAGES.staked && isOver && isZero(leader)) fail(context, id, escrow)
  else if (stage === STAGES.staked && isOver) becomeActive(context, id, deadline)
  else if (stage === STAGES.active && isOver) endActive(context, id, deadline)
  else if (stage === STAGES.validation && isOver && disputed > 0n) beginVoting(context, id)
  else return false
  return true
}

/** Brings a project to the stage that it has at the block's time; true where anything changed. */
export const advanceProject = (context: CallContext, id: bigint): boolean => {
  let changed = false
  while (step(context, id)) changed = true
  return changed
}

/** Whether there is such a project. Ids count from 1. */
export const isProject = ({ ledger }: CallContext, id: bigint): boolean => id > 0n && id <= ledger.get('pool').projects

/** advance(id): by anybody. protocol.md section 4. */
export const advance = (context: CallContext, id: bigint): Verdict => {
  if (!isProject(context, id)) return broken('UnknownProject')
  return advanceProject(context, id) ? DONE : broken('NothingDue')
}

/**
 * What every other call on a project begins with: that it exists, then the implicit advance. `run` is the call itself; where it
 * fails, the advance is undone with it. protocol.md section 1 and 11.
 */
export const onProject = (context: CallContext, id: bigint, run: (project: Project) => Verdict): Verdict => {
  if (!isProject(context, id)) return broken('UnknownProject')
  advanceProject(context, id)
  return run(projectOf(context, id))
}

