import { BASIS_POINTS, type Currency, type Parameters } from '../params.ts'
import type { RecordOf } from '../state/layout.ts'
import { max, min, mulDiv, mulDivUp } from './arithmetic.ts'
import { lowestEther } from './pool.ts'

type Pool = RecordOf<'pool'>
type Project = RecordOf<'project'>
type Proposal = RecordOf<'proposal'>

const share = (cost: bigint, bps: bigint): bigint => mulDiv(cost, bps, BASIS_POINTS)

/** wei that a project takes from the pool when it is staked. protocol.md section 4, "Propose". */
export const needOf = (cost: bigint, p: Parameters): bigint =>
  cost + share(cost, p.proposerBps) + share(cost, p.validatorsBps) + share(cost, p.stakersBps)

/** What the proposer earns once the project is staked, in wei. */
export const proposerPay = (cost: bigint, p: Parameters): bigint => share(cost, p.proposerBps)

/** The stakers' pot in wei, before passed weight cuts it. */
export const fullPot = (cost: bigint, p: Parameters): bigint => share(cost, p.stakersBps)

/** A task's pay in wei: floor(cost·w/1e4). */
export const taskPay = (cost: bigint, weight: bigint): bigint => mulDiv(cost, weight, BASIS_POINTS)

/** The validators' pay of a task in wei: floor(cost·500·w/1e8). */
export const validatorsPay = (cost: bigint, weight: bigint, p: Parameters): bigint =>
  mulDiv(cost * p.validatorsBps, weight, BASIS_POINTS * BASIS_POINTS)

/** What the pool asks for a cost now, in base units: ceil(S·cost/E) tokens, ceil(Q·cost/E*) reputation. E and E* are above 0. */
export const requirement = (pool: Pool, lowest: bigint, cost: bigint, currency: Currency): bigint =>
  currency === 'tokens' ? mulDivUp(pool.tokens, cost, pool.ether) : mulDivUp(pool.reputation, cost, lowest)

export const fixedRequirement = (proposal: Proposal, currency: Currency): bigint =>
  currency === 'tokens' ? proposal.requiredTokens : proposal.requiredReputation

export const stakedOf = (project: Project, currency: Currency): bigint =>
  currency === 'tokens' ? project.stakedTokens : project.stakedReputation

export interface ProjectTerms {
  readonly pool: Pool
  readonly project: Project
  readonly proposal: Proposal
  /** Seconds. */
  readonly now: bigint
  readonly parameters: Parameters
}

/** Whether the pool of the last two windows could pay the project now. */
export const isAffordable = ({ pool, project, now, parameters }: ProjectTerms): boolean =>
  lowestEther(pool, now, parameters) >= needOf(project.cost, parameters)

/** What is required now: the larger of what was fixed and the same formula now, as long as the pool could pay, else what was fixed. */
export const requiredNow = (terms: ProjectTerms, currency: Currency): bigint => {
  const { pool, project, proposal, now, parameters } = terms
  const fixed = fixedRequirement(proposal, currency)
  if (!isAffordable(terms)) return fixed
  return max(fixed, requirement(pool, lowestEther(pool, now, parameters), project.cost, currency))
}

/** From when on nobody may unstake: the last min(unstakeFreeze, a quarter of the period). */
export const frozenFrom = ({ project, proposal, parameters }: Pick<ProjectTerms, 'project' | 'proposal' | 'parameters'>): bigint =>
  project.deadline - min(parameters.unstakeFreeze, proposal.period / 4n)
