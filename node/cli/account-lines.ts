import type { AccountFacts, BallotFacts, ClaimFacts } from './account-facts.ts'
import { ether, formatAmount } from './amounts.ts'
import { percent } from './bars.ts'
import type { ChainTime } from './chain-time.ts'
import { money } from './currency.ts'
import { formatDeadline } from './durations.ts'
import { table } from './output.ts'

/** An account for a terminal: what it has, what holds it, and what waits for it. */
export function accountLines(facts: AccountFacts, { now }: ChainTime): readonly string[] {
  return [...balances(facts), ...stakes(facts), ...claims(facts, now), ...seats(facts), ...ballots(facts, now)]
}

function balances({ account, member, free, heldTokens, credits, owedDividend, rights, proposed }: AccountFacts): readonly string[] {
  return table([
    ['account', `${account}, ${member ? 'a member' : 'no member'}`],
    ['ether', formatAmount(free.ether)],
    ['tokens', `${formatAmount(free.tokens)} free, ${formatAmount(heldTokens)} held`],
    ['reputation', `${formatAmount(free.reputation)} free`],
    ['dividends', `${ether(owedDividend)} owed`],
    ['credits', `${percent(credits.available, credits.capacity)} of ${credits.capacity} gas a day`],
    ...rights.map(({ currency, amount, high, open }) => [`rights in ${currency}`, `${formatAmount(amount)}, of which ${open} open ballot${open === 1 ? '' : 's'} hold${open === 1 ? 's' : ''} ${formatAmount(high)}`]),
    ...(proposed.length === 0 ? [] : [['proposed', proposed.map(({ project, stage }) => `${project} (${stage})`).join(', ')]]),
  ])
}

const section = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => (rows.length === 0 ? [] : ['', ...table([head, ...rows])])

function stakes({ stakes: all }: AccountFacts): readonly string[] {
  return section(['staked on', 'stage', 'stake'], all.map(({ project, stage, tokens, reputation }) => [`project ${project}`, stage, `${money(tokens, 'tokens')}, ${money(reputation, 'reputation')}`]))
}

function claims({ claims: all }: AccountFacts, now: bigint): readonly string[] {
  return section(['claimed', 'stage', 'pay', 'state'], all.map((claim) => [`project ${claim.project} task ${claim.task}`, claim.stage, ether(claim.pay), claimState(claim, now)]))
}

function claimState({ settled, passed, hasEvidence, claimEnd, collateral }: ClaimFacts, now: bigint): string {
  if (settled) return passed ? 'passed' : 'failed'
  if (hasEvidence) return `waits for its judgement, ${money(collateral, 'reputation')} locked`
  return `evidence is due ${formatDeadline(claimEnd, now)}, ${money(collateral, 'reputation')} locked`
}

function seats({ seats: all }: AccountFacts): readonly string[] {
  return section(['validated', 'stage', 'seat', 'pay'], all.map(({ project, task, stage, side, position, pay, settled }) => [`project ${project} task ${task}`, stage, `${side} ${position}`, settled ? 'settled' : `${ether(pay)} if right`]))
}

function ballots({ ballots: all }: AccountFacts, now: bigint): readonly string[] {
  return section(['voted on', 'stage', 'ballot', 'state'], all.map((ballot) => [`project ${ballot.project} task ${ballot.task}`, ballot.stage, money(ballot.amount, ballot.currency), ballotState(ballot, now)]))
}

function ballotState({ revealed, settled, revealFrom, revealUntil }: BallotFacts, now: bigint): string {
  if (settled) return 'settled'
  if (revealed) return 'revealed'
  if (now < revealFrom) return `to be revealed from ${formatDeadline(revealFrom, now)}`
  return now < revealUntil ? `reveal it by ${formatDeadline(revealUntil, now)}: distribute vote reveal` : 'not revealed in time'
}
