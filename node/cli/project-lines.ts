import { taskPay } from '@distribute/state-machine'
import type { Project } from '@distribute/client/words'
import { ether, formatAmount } from './amounts.ts'
import { bar, weightText } from './bars.ts'
import { money } from './currency.ts'
import { formatDeadline } from './durations.ts'
import { table } from './output.ts'
import { shortAddress, shortHash } from './people.ts'
import type { ProjectSight, TitledList, WholeProject } from './whole-project.ts'

/** A project for a terminal: what it is, what it waits for, its stakers, lists and tasks. */
export function projectLines({ project, time: { now } }: ProjectSight): readonly string[] {
  return [...head(project, now), ...requirements(project), ...stakes(project), ...lists(project), ...tasks(project, now), ...seats(project), ...polls(project)]
}

const section = (title: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => (rows.length === 0 ? [] : ['', ...table([title, ...rows])])

function head(project: WholeProject, now: bigint): readonly string[] {
  const { id, stage, due, next, cost, escrow, proposer, contentHash, uri, collateral } = project
  return table([
    ['project', String(id)],
    ['stage', `${stage ?? 'none'}${due ? ' (due: `distribute advance` records it)' : ''}`],
    ...(next === null ? [] : [['until', `${formatDeadline(next.deadline, now)}: then ${next.words}`]]),
    ['cost', ether(cost)],
    ['in escrow', ether(escrow)],
    ['proposer', proposer],
    ['content', uri === null ? contentHash : `${contentHash}, ${uri}`],
    ...(stage === 'proposed' ? [] : [['staked', `${money(project.stakedTokens, 'tokens')}, ${money(project.stakedReputation, 'reputation')}`]]),
    ...(collateral.amount === 0n ? [] : [['collateral', money(collateral.amount, collateral.currency)]]),
    ...progress(project),
  ])
}

function progress({ evidenceWeight, passedWeight, unsettled, disputed }: WholeProject): readonly (readonly string[])[] {
  if (evidenceWeight === 0n) return []
  return [['done', `${bar(evidenceWeight, 10_000n)} has evidence`], ['passed', `${bar(passedWeight, 10_000n)}, ${unsettled} to settle, ${disputed} disputed`]]
}

function requirements({ stage, affordable, need, requirements: { tokens, reputation } }: WholeProject): readonly string[] {
  if (stage !== 'proposed') return []
  const row = (name: string, { staked, now, missing }: Project['requirements']['tokens']): readonly string[] =>
    [name, bar(staked, now), `${formatAmount(staked)} of ${formatAmount(now)}, ${missing === 0n ? 'all there' : `${formatAmount(missing)} missing`}`]
  const pool = affordable ? [] : [`The pool does not hold the ${ether(need)} that it takes.`]
  return ['', 'Required:', ...table([row('tokens', tokens), row('reputation', reputation)]), ...pool]
}

function stakes({ stakes: all }: WholeProject): readonly string[] {
  const open = all.filter(({ tokens, reputation }) => tokens + reputation > 0n)
  return section(['staker', 'stake', 'supports'], open.map(({ account, tokens, reputation, choice }) =>
    [account, `${money(tokens, 'tokens')}, ${money(reputation, 'reputation')}`, choice === null ? '–' : shortHash(choice)]))
}

function lists({ stage, taskLists }: WholeProject): readonly string[] {
  if (stage !== 'staked') return []
  if (taskLists.length === 0) return ['', 'No task list has been submitted yet: `distribute tasks submit` does.']
  return ['', 'Task lists, by support:', ...table(taskLists.map(({ root, tally, total, count, isLeader }) => [shortHash(root), bar(tally, total), `${count} tasks${isLeader ? ', leads' : ''}`]))]
}

/** The lists with their tasks, as `tasks show` has them. `cost` is the project's, in wei. */
export function taskListLines(all: readonly TitledList[], cost: bigint): readonly string[] {
  return all.flatMap(({ root, tally, total, isLeader, tasks: listed }) => [
    `${root}  ${bar(tally, total)}${isLeader ? '  leads' : ''}`,
    ...table(listed.map(({ index, title, weight, contentHash }) => [`  ${index}`, weightText(weight), ether(taskPay(cost, weight)), title === '' ? contentHash : title])),
  ])
}

type WholeTask = WholeProject['tasks'][number]

function tasks({ tasks: all }: WholeProject, now: bigint): readonly string[] {
  return section(['task', 'weight', 'pay', 'state', 'seats', 'title'], all.map((task) =>
    [String(task.index), weightText(task.weight), ether(task.pay), taskState(task, now), seatsText(task), task.title === '' ? shortHash(task.contentHash) : task.title]))
}

function taskState({ status, claim, undecided }: WholeTask, now: bigint): string {
  if (status === 'failed' && undecided) return 'failed without fault'
  if (status === 'ran-out') return 'open (a claim ran out)'
  if (claim === null || status === 'passed' || status === 'failed' || status === 'disputed') return status
  const who = shortAddress(claim.claimer)
  return status === 'claimed' ? `claimed by ${who}, evidence due ${formatDeadline(claim.claimEnd, now)}` : `evidence of ${who}`
}

const seatsText = ({ approvals, rejections, poll }: WholeTask): string =>
  (approvals + rejections === 0n ? '–' : `${approvals} for, ${rejections} against${poll === null ? '' : ', poll'}`)

function seats({ tasks: all }: WholeProject): readonly string[] {
  return section(['task', 'side', 'seat', 'validator', 'pay'], all.flatMap(({ index, validators }) => validators.map(({ side, position, account, pay, payIfRight, settled }) =>
    [String(index), side, String(position), account, pay === null ? `${ether(payIfRight)} if right` : `${ether(pay)}${settled ? ', settled' : ''}`])))
}

function polls({ tasks: all }: WholeProject): readonly string[] {
  const votes = (tokens: bigint, reputation: bigint): string => `${money(tokens, 'tokens')}, ${money(reputation, 'reputation')}`
  return section(['poll', 'revealed for', 'revealed against', 'so far'], all.flatMap(({ index, poll }) =>
    (poll === null ? [] : [[String(index), votes(poll.tokensFor, poll.reputationFor), votes(poll.tokensAgainst, poll.reputationAgainst), poll.outcome]])))
}
