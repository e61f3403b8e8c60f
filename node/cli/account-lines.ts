import type { Ballot, Claim, Member, Seat, Stake } from '@distribute/client/words'
import type { Account } from './account.ts'
import { ether, formatAmount } from './amounts.ts'
import { percent } from './bars.ts'
import { money } from './currency.ts'
import { formatDeadline } from './durations.ts'
import { table } from './output.ts'

type Rows = readonly (readonly string[])[]

/** An account for a terminal: what it has, what holds it, and what waits for it. `now` in seconds. */
export function accountLines(account: Account, now: bigint): readonly string[] {
  return [...balances(account, now), ...stakes(account), ...claims(account, now), ...seats(account), ...ballots(account, now)]
}

function balances(account: Account, now: bigint): readonly string[] {
  const { tokens, reputation, credits, proposed } = account
  return table([
    ['account', `${account.account}, ${account.isMember ? 'a member' : 'no member'}`],
    ['ether', formatAmount(account.ether)],
    ['tokens', `${formatAmount(tokens.free)} free, ${formatAmount(tokens.held)} held`],
    ['reputation', `${formatAmount(reputation.free)} free, ${formatAmount(reputation.held)} held`],
    ['dividends', `${ether(account.owedDividend)} owed`],
    ['credits', `${percent(credits.available, credits.capacity)} of ${credits.capacity} gas a day`],
    ['rights in tokens', rightsText(tokens)],
    ['rights in reputation', rightsText(reputation)],
    ...recovery(account, now),
    ...(proposed.length === 0 ? [] : [['proposed', proposed.map(({ id, stage }) => `${id} (${stage ?? 'none'})`).join(', ')]]),
  ])
}

function rightsText({ rights: { amount, committed, openBallots } }: Member['tokens']): string {
  const one = openBallots === 1n
  return `${formatAmount(amount)}, of which ${openBallots} open ballot${one ? '' : 's'} hold${one ? 's' : ''} ${formatAmount(committed)}`
}

function recovery({ recovery: moving }: Member, now: bigint): Rows {
  if (moving === null) return []
  return [['recovery', moving.finished ? `moved to ${moving.to}` : `to ${moving.to}, ready ${formatDeadline(moving.readyAt, now)}`]]
}

const section = (head: readonly string[], rows: Rows): readonly string[] => (rows.length === 0 ? [] : ['', ...table([head, ...rows])])
const placeOf = ({ project, index }: { readonly project: bigint; readonly index: bigint }): string => `project ${project} task ${index}`

function stakes({ stakes: all }: Account): readonly string[] {
  return section(['staked on', 'stage', 'stake', 'earns'], all.map((stake) => [`project ${stake.project}`, stake.stage ?? 'none', stakeText(stake), earnings(stake)]))
}

const stakeText = ({ tokens, reputation }: Stake): string =>
  (tokens + reputation === 0n ? 'nothing any more' : `${money(tokens, 'tokens')}, ${money(reputation, 'reputation')}`)

function earnings({ stage, tokens, reputation, expected }: Stake): string {
  if (tokens + reputation === 0n || stage === 'failed' || stage === 'expired') return '–'
  return `${ether(expected.ether)}, ${money(expected.reputation, 'reputation')}${stage === 'complete' ? '' : ' if all passes'}`
}

function claims({ claims: all }: Account, now: bigint): readonly string[] {
  return section(['claimed', 'stage', 'pay', 'state'], all.map((claim) => [placeOf(claim), claim.stage ?? 'none', ether(claim.pay), claimState(claim, now)]))
}

function claimState({ status, claimEnd, collateral }: Claim, now: bigint): string {
  const locked = `${money(collateral, 'reputation')} locked`
  if (status === 'passed' || status === 'failed') return status
  if (status === 'lost') return 'ran out'
  if (status === 'ran-out') return `ran out, ${locked} will be forfeited`
  return status === 'claimed' ? `evidence is due ${formatDeadline(claimEnd, now)}, ${locked}` : `waits for its judgement, ${locked}`
}

function seats({ seats: all }: Account): readonly string[] {
  return section(['validated', 'seat', 'stake', 'pay'], all.map((seat) => [placeOf(seat), `${seat.side} ${seat.position}`, money(seat.stake, 'tokens'), seatPay(seat)]))
}

function seatPay({ pay, payIfRight, settled }: Seat): string {
  return pay === null ? `${ether(payIfRight)} if right` : `${ether(pay)}${settled ? ', settled' : ''}`
}

function ballots({ ballots: all }: Account, now: bigint): readonly string[] {
  return section(['voted on', 'stage', 'ballot', 'state'], all.map((ballot) => [placeOf(ballot), ballot.stage ?? 'none', money(ballot.amount, ballot.currency), ballotState(ballot, now)]))
}

function ballotState({ revealed, settled, commitEnd, revealEnd }: Ballot, now: bigint): string {
  if (settled) return 'settled'
  if (revealed) return 'revealed'
  if (now < commitEnd) return `to be revealed from ${formatDeadline(commitEnd, now)}`
  return now < revealEnd ? `reveal it by ${formatDeadline(revealEnd, now)}: distribute vote reveal` : 'not revealed in time'
}
