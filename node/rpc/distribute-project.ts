import { fixedRequirement, frozenFrom, isAffordable, needOf, requiredNow, stakedOf, STAGES, toHex } from '@distribute/state-machine'
import type { Currency, ProjectTerms } from '@distribute/state-machine'
import { currencyName, decodeCall, stageName } from '@distribute/client/words'
import type { RpcContext } from './context.ts'
import { listShown } from './distribute-lists.ts'
import { missingOf, nextStep } from './distribute-next.ts'
import { fields, id, required } from './distribute-params.ts'
import { locate, readHead, textOrNull } from './distribute-reading.ts'
import type { Located, Reading, Sources } from './distribute-reading.ts'
import { hashOrNull, isZeroHash, showStake } from './distribute-shows.ts'
import { listTaskLists, tasksOfList } from './distribute-task-lists.ts'
import { showTasks } from './distribute-tasks.ts'
import { projectNow } from './distribute-views.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'

function termsOf(reading: Reading, id: bigint): ProjectTerms {
  const { ledger, parameters, time } = reading
  return { pool: ledger.get('pool'), project: projectNow(reading, id), proposal: ledger.get('proposal', id), now: time, parameters }
}

/** Where a project was proposed; its event alone has the address of its description. */
export async function locateProposal(sources: Sources, project: bigint): Promise<Located | undefined> {
  const { proposer } = readHead(sources).ledger.get('project', project)
  const place = await sources.chain.catalog.proposal(proposer, project)
  return place === undefined ? undefined : locate(sources.chain, place)
}

const uriIn = ({ transaction }: Located): string | null => {
  const call = decodeCall(transaction)
  return call?.kind === 'propose' ? textOrNull(call.args, 4) : null
}

function requirement(terms: ProjectTerms, currency: Currency): object {
  const isOpen = terms.project.stage === STAGES.proposed
  const fixed = fixedRequirement(terms.proposal, currency)
  return {
    fixed: quantity(fixed),
    now: quantity(isOpen ? requiredNow(terms, currency) : fixed),
    staked: quantity(stakedOf(terms.project, currency)),
    missing: quantity(isOpen ? missingOf(terms)[currency] : 0n),
  }
}

/** What a list shows of a project: its stage as a call now would find it. Undefined where a rewind took it. */
export function showSummary(reading: Reading, id: bigint, proposal: Located): object | undefined {
  const recorded = reading.ledger.get('project', id)
  if (recorded.stage === 0n) return undefined
  const terms = termsOf(reading, id)
  const { stage, proposer, cost, deadline, commitEnd, stakedTokens, stakedReputation, evidenceWeight, passedWeight } = terms.project
  const next = nextStep(terms)
  return {
    id: quantity(id),
    stage: stageName(stage) ?? null,
    due: stage !== recorded.stage,
    proposer,
    cost: quantity(cost),
    deadline: quantity(deadline),
    commitEnd: quantity(commitEnd),
    next: next === undefined ? null : { deadline: quantity(next.deadline), words: next.words },
    contentHash: toHex(terms.proposal.contentHash),
    uri: uriIn(proposal),
    requirements: { tokens: requirement(terms, 'tokens'), reputation: requirement(terms, 'reputation') },
    stakedTokens: quantity(stakedTokens),
    stakedReputation: quantity(stakedReputation),
    evidenceWeight: quantity(evidenceWeight),
    passedWeight: quantity(passedWeight),
    at: proposal.at,
  }
}

/** The accepted task list's root: from Active on. */
function acceptedOf({ project }: ProjectTerms): Uint8Array | undefined {
  const { stage, leader } = project
  return stage >= STAGES.active && stage !== STAGES.expired && !isZeroHash(leader) ? leader : undefined
}

function showMoney(reading: Reading, id: bigint): object {
  const terms = termsOf(reading, id)
  const { collateral, collateralIn, period } = terms.proposal
  const { stage, escrow, pot, unsettled, disputed, leader } = terms.project
  const accepted = acceptedOf(terms)
  return {
    period: quantity(period),
    collateral: { currency: currencyName(collateralIn), amount: quantity(stage === STAGES.proposed ? collateral : 0n) },
    need: quantity(needOf(terms.project.cost, reading.parameters)),
    affordable: isAffordable(terms),
    unstakeUntil: quantity(frozenFrom(terms)),
    escrow: quantity(escrow),
    pot: quantity(pot),
    unsettled: quantity(unsettled),
    disputed: quantity(disputed),
    leader: hashOrNull(leader),
    accepted: accepted === undefined ? null : toHex(accepted),
  }
}

const FIRST_PAGE = { cursor: undefined, limit: undefined } as const
const FIRST_STAKES = { limit: 50 }

/** One project in full; null where there is none. */
async function project(context: RpcContext, number: bigint): Promise<unknown> {
  const { deps } = context
  if (number === 0n || number > readHead(deps).ledger.get('pool').projects) return null
  const proposal = await locateProposal(deps, number)
  const accepted = acceptedOf(termsOf(readHead(deps), number))
  const tasks = accepted === undefined ? [] : await tasksOfList(deps.chain, number, accepted)
  const taskLists = await listTaskLists(context, number, FIRST_PAGE)
  const stakes = await listShown(context, deps.chain.catalog.stakes({ project: number }, FIRST_STAKES), showStake)
  const shown = await showTasks(deps, number, tasks)
  const reading = readHead(deps)
  const summary = proposal === undefined ? undefined : showSummary(reading, number, proposal)
  if (summary === undefined) return null
  return { ...summary, ...showMoney(reading, number), tasks: shown, taskLists, stakes }
}

export const distributeProject: MethodTable = {
  distribute_project: method([fields({ id })], (context, filter) => project(context, required(filter.id, 'id'))),
}
