import { fixedRequirement, frozenFrom, isAffordable, needOf, requiredNow, stakedOf, STAGES, toHex } from '@distribute/state-machine'
import type { Currency, ProjectTerms } from '@distribute/state-machine'
import { textAt } from '../words/arguments.ts'
import { decodeCall } from '../words/decode-call.ts'
import { currencyName, stageName } from '../words/stage-names.ts'
import type { RpcContext } from './context.ts'
import { listShown } from './distribute-lists.ts'
import { missingOf, nextStep } from './distribute-next.ts'
import { fields, id, required } from './distribute-params.ts'
import { locate, readHead } from './distribute-reading.ts'
import type { Located, Reading } from './distribute-reading.ts'
import { hashOrNull, isZeroHash, showStake } from './distribute-shows.ts'
import { listTaskLists, tasksOfList } from './distribute-task-lists.ts'
import { showTasks } from './distribute-tasks.ts'
import { projectOf } from './distribute-views.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import type { RpcChain } from './ports.ts'

export const termsOf = ({ ledger, parameters, time }: Reading, project: bigint): ProjectTerms => ({
  pool: ledger.get('pool'),
  project: ledger.get('project', project),
  proposal: ledger.get('proposal', project),
  now: time,
  parameters,
})

/** Where a project was proposed; its event alone has the address of its description. */
export async function locateProposal(chain: RpcChain, project: bigint): Promise<Located | undefined> {
  const { proposer } = readHead(chain).ledger.get('project', project)
  const place = await chain.catalog.proposal(proposer, project)
  return place === undefined ? undefined : locate(chain, place)
}

const uriIn = ({ transaction }: Located): string | null => {
  const call = decodeCall(transaction)
  return call?.kind === 'propose' ? textAt(call.args, 4) : null
}

/** What a list shows of a project: its stage as a call now would find it. Undefined where there is none. */
export function showSummary(reading: Reading, project: bigint, proposal: Located): object | undefined {
  const view = projectOf(reading, project)
  if (view === undefined) return undefined
  const { stage } = reading.ledger.get('project', project)
  return {
    id: quantity(project),
    stage: stageName(BigInt(view.stage)) ?? null,
    due: stage !== BigInt(view.stage),
    proposer: view.proposer.toLowerCase(),
    cost: quantity(view.cost),
    deadline: quantity(view.deadline),
    contentHash: view.contentHash,
    uri: uriIn(proposal),
    stakedTokens: quantity(view.stakedTokens),
    stakedReputation: quantity(view.stakedReputation),
    evidenceWeight: quantity(view.evidenceWeight),
    passedWeight: quantity(view.passedWeight),
    at: proposal.at,
  }
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

/** The accepted task list's root: from Active on. */
function acceptedOf({ project }: ProjectTerms): Uint8Array | undefined {
  const { stage, leader } = project
  return stage >= STAGES.active && stage !== STAGES.expired && !isZeroHash(leader) ? leader : undefined
}

function showMoney(reading: Reading, project: bigint): object {
  const terms = termsOf(reading, project)
  const { collateral, collateralIn, period } = terms.proposal
  const { escrow, pot, unsettled, disputed, commitEnd, leader } = terms.project
  const accepted = acceptedOf(terms)
  const next = nextStep(terms)
  return {
    period: quantity(period),
    collateral: { currency: currencyName(collateralIn), amount: quantity(collateral) },
    need: quantity(needOf(terms.project.cost, reading.parameters)),
    affordable: isAffordable(terms),
    requirements: { tokens: requirement(terms, 'tokens'), reputation: requirement(terms, 'reputation') },
    unstakeUntil: quantity(frozenFrom(terms)),
    escrow: quantity(escrow),
    pot: quantity(pot),
    unsettled: quantity(unsettled),
    disputed: quantity(disputed),
    commitEnd: quantity(commitEnd),
    leader: hashOrNull(leader),
    accepted: accepted === undefined ? null : toHex(accepted),
    next: next === undefined ? null : { deadline: quantity(next.deadline), words: next.words },
  }
}

const FIRST_PAGE = { cursor: undefined, limit: undefined } as const
const FIRST_STAKES = { limit: 50 }

/** One project in full; null where there is none. */
async function project(context: RpcContext, number: bigint): Promise<unknown> {
  const { chain } = context.deps
  if (number === 0n || number > readHead(chain).ledger.get('pool').projects) return null
  const proposal = await locateProposal(chain, number)
  const accepted = acceptedOf(termsOf(readHead(chain), number))
  const tasks = accepted === undefined ? [] : await tasksOfList(chain, number, accepted)
  const taskLists = await listTaskLists(context, number, FIRST_PAGE)
  const stakes = await listShown(context, chain.catalog.stakes({ project: number }, FIRST_STAKES), showStake)
  const shown = await showTasks(chain, number, tasks)
  const reading = readHead(chain)
  const summary = proposal === undefined ? undefined : showSummary(reading, number, proposal)
  if (summary === undefined) return null
  return { ...summary, ...showMoney(reading, number), tasks: shown, taskLists, stakes }
}

export const distributeProject: MethodTable = {
  distribute_project: method([fields({ id })], (context, filter) => project(context, required(filter.id, 'id'))),
}
