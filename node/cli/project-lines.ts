import { ether, formatAmount } from './amounts.ts'
import { bar, weightText } from './bars.ts'
import { money, currencyAt } from './currency.ts'
import { formatDeadline } from './durations.ts'
import { table } from './output.ts'
import { shortAddress, shortHash } from './people.ts'
import { NO_HASH, payOf, type ProjectFacts, type TaskListFacts } from './project-facts.ts'
import { deadlineMeaning } from './stages.ts'
import type { TaskFacts } from './task-facts.ts'

/** A project for a terminal: what it is, what it waits for, and its lists and tasks. */
export function projectLines(facts: ProjectFacts): readonly string[] {
  return [...head(facts), ...requirements(facts), ...lists(facts), ...tasks(facts), ...seats(facts), ...polls(facts)]
}

function head({ id, stage, view, time, uri }: ProjectFacts): readonly string[] {
  const ends = stage === 'voting' && time.now < view.commitEnd ? view.commitEnd : view.deadline
  const meaning = deadlineMeaning(stage, time.now, view.commitEnd)
  return table([
    ['project', String(id)],
    ['stage', stage],
    ...(meaning === undefined ? [] : [['until', `${formatDeadline(ends, time.now)}: ${meaning}`]]),
    ['cost', ether(view.cost)],
    ['in escrow', ether(view.escrow)],
    ['proposer', view.proposer],
    ['content', uri === '' ? view.contentHash : `${view.contentHash}, ${uri}`],
    ...(stage === 'proposed' ? [] : [['staked', `${money(view.stakedTokens, 'tokens')}, ${money(view.stakedReputation, 'reputation')}`]]),
    ...(view.collateral === 0n ? [] : [['collateral', money(view.collateral, currencyAt(view.collateralIn))]]),
    ...(view.evidenceWeight === 0 ? [] : [['done', `${bar(BigInt(view.evidenceWeight), 10_000n)} has evidence`], ['passed', `${bar(BigInt(view.passedWeight), 10_000n)}, ${view.unsettled} to settle, ${view.disputed} disputed`]]),
  ])
}

function requirements({ stage, view, required }: ProjectFacts): readonly string[] {
  if (stage !== 'proposed') return []
  const row = (name: string, staked: bigint, wanted: bigint): readonly string[] => {
    const missing = wanted > staked ? wanted - staked : 0n
    return [name, bar(staked, wanted), `${formatAmount(staked)} of ${formatAmount(wanted)}, ${missing === 0n ? 'all there' : `${formatAmount(missing)} missing`}`]
  }
  return ['', 'Required:', ...table([row('tokens', view.stakedTokens, required.tokens), row('reputation', view.stakedReputation, required.reputation)])]
}

function lists({ stage, lists: all }: ProjectFacts): readonly string[] {
  if (stage !== 'staked' || all.length === 0) return stage === 'staked' ? ['', 'No task list has been submitted yet: `distribute tasks submit` does.'] : []
  return ['', 'Task lists, by support:', ...table(all.map((list) => [shortHash(list.root), bar(list.tally, list.whole), `${list.tasks?.length ?? '?'} tasks${list.leads ? ', leads' : ''}`]))]
}

/** The lists with their tasks, as `tasks show` has them. */
export function taskListLines(all: readonly TaskListFacts[], cost: bigint): readonly string[] {
  return all.flatMap(({ root, tally, whole, leads, tasks: listed }) => [
    `${root}  ${bar(tally, whole)}${leads ? '  leads' : ''}`,
    ...(listed === undefined
      ? ['  its tasks are not known here']
      : table(listed.map(({ title, weight, contentHash }, index) => [`  ${index}`, weightText(BigInt(weight)), ether(payOf(cost, weight)), title === '' ? contentHash : title]))),
  ])
}

function tasks({ tasks: all, view, time }: ProjectFacts): readonly string[] {
  if (all.length === 0) return []
  const rows = all.map((task) => [String(task.index), weightText(BigInt(task.weight)), ether(payOf(view.cost, task.weight)), taskState(task, time.now), seatsText(task), task.title === '' ? shortHash(task.contentHash ?? '0x') : task.title])
  return ['', ...table([['task', 'weight', 'pay', 'state', 'seats', 'title'], ...rows])]
}

function taskState({ view }: TaskFacts, now: bigint): string {
  if (view.settled) return view.passed ? 'passed' : 'failed'
  if (!NO_HASH.test(view.evidenceHash)) return view.approvals > 0 && view.rejections > 0 ? 'disputed' : `evidence of ${shortAddress(view.claimer)}`
  if (NO_HASH.test(view.claimer)) return 'open'
  return view.claimEnd > now ? `claimed by ${shortAddress(view.claimer)}` : 'open (a claim ran out)'
}

const seatsText = ({ view, poll }: TaskFacts): string => (view.approvals + view.rejections === 0 ? '–' : `${view.approvals} for, ${view.rejections} against${poll === undefined ? '' : ', poll'}`)

function seats({ tasks: all }: ProjectFacts): readonly string[] {
  const rows = all.flatMap((task) => task.seats.map(({ validator, side, position, settled, pay }) => [String(task.index), side, String(position), validator, `${ether(pay)}${settled ? ', settled' : ' if right'}`]))
  return rows.length === 0 ? [] : ['', ...table([['task', 'side', 'seat', 'validator', 'pay'], ...rows])]
}

function polls({ tasks: all }: ProjectFacts): readonly string[] {
  const rows = all.flatMap(({ index, poll }) => (poll === undefined ? [] : [[String(index), `${formatAmount(poll.tokensFor)} tokens, ${formatAmount(poll.reputationFor)} reputation`, `${formatAmount(poll.tokensAgainst)} tokens, ${formatAmount(poll.reputationAgainst)} reputation`]]))
  return rows.length === 0 ? [] : ['', ...table([['poll', 'revealed for', 'revealed against'], ...rows])]
}
