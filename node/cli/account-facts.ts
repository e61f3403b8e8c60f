import type { Hex } from 'viem'
import { getContractEvents, readContract } from 'viem/actions'
import { chain, dividends, projectEvents, projects, reputation, token, voting } from './contracts.ts'
import { CURRENCIES, type Currency } from '@distribute/state-machine'
import { currencyAt } from './currency.ts'
import { fromAllBlocks } from './event-log.ts'
import { readHoldings, type Holdings } from './holdings.ts'
import type { L2Reader } from './l2.ts'
import { payOf, readProject } from './project-facts.ts'
import { stageName, type StageName } from './stages.ts'
import { readSeat, type SeatFacts } from './task-facts.ts'

export interface RightsFacts {
  readonly currency: Currency
  readonly amount: bigint
  /** What open ballots hold of it. */
  readonly high: bigint
  readonly open: number
}

interface OfProject {
  readonly project: bigint
  readonly stage: StageName
}
export interface StakeFacts extends OfProject {
  readonly tokens: bigint
  readonly reputation: bigint
}
export interface ClaimFacts extends OfProject {
  readonly task: bigint
  readonly collateral: bigint
  readonly claimEnd: bigint
  readonly hasEvidence: boolean
  readonly settled: boolean
  readonly passed: boolean
  /** wei, if it passes */
  readonly pay: bigint
}
export interface AccountSeat extends OfProject, SeatFacts {
  readonly task: bigint
}
export interface BallotFacts extends OfProject {
  readonly task: bigint
  readonly currency: Currency
  readonly amount: bigint
  readonly revealed: boolean
  readonly settled: boolean
  /** Unix seconds: from when and until when it is to be revealed. */
  readonly revealFrom: bigint
  readonly revealUntil: bigint
}

export interface AccountFacts {
  readonly account: Hex
  readonly member: boolean
  readonly free: Holdings
  /** Tokens in all records: free, staked, locked. */
  readonly heldTokens: bigint
  /** gas */
  readonly credits: { readonly available: bigint; readonly capacity: bigint }
  /** wei */
  readonly owedDividend: bigint
  readonly rights: readonly RightsFacts[]
  readonly proposed: readonly OfProject[]
  readonly stakes: readonly StakeFacts[]
  readonly claims: readonly ClaimFacts[]
  readonly seats: readonly AccountSeat[]
  readonly ballots: readonly BallotFacts[]
}

/** Everything an account has on this chain. Found by the events it stands in, read as it is now. */
export async function readAccountFacts(l2: L2Reader, account: Hex): Promise<AccountFacts> {
  const { reader } = l2
  const [free, member, heldTokens, [available, capacity], owedDividend, rights] = await Promise.all([
    readHoldings(l2, account),
    readContract(reader, { ...reputation, functionName: 'isMember', args: [account] }),
    readContract(reader, { ...token, functionName: 'held', args: [account] }),
    readContract(reader, { ...chain, functionName: 'creditsOf', args: [account] }),
    readContract(reader, { ...dividends, functionName: 'owedDividend', args: [account] }),
    Promise.all([CURRENCIES.tokens, CURRENCIES.reputation].map((currency) => readRights(l2, account, currency))),
  ])
  const [proposed, stakes, claims, seats, ballots] = await Promise.all([
    readProposed(l2, account), readStakes(l2, account), readClaims(l2, account), readSeats(l2, account), readBallots(l2, account),
  ])
  return { account, member, free, heldTokens, credits: { available, capacity }, owedDividend, rights, proposed, stakes, claims, seats, ballots }
}

async function readRights({ reader }: L2Reader, account: Hex, currency: number): Promise<RightsFacts> {
  const [amount, high, open] = await readContract(reader, { ...voting, functionName: 'rightsOf', args: [account, currency] })
  return { currency: currencyAt(currency), amount, high, open }
}

async function readProposed(l2: L2Reader, proposer: Hex): Promise<readonly OfProject[]> {
  const events = await fromAllBlocks(l2, (range) => getContractEvents(l2.reader, { ...projects, eventName: 'Proposed', args: { proposer }, ...range }))
  return Promise.all(distinct(events.map(({ args }) => ({ project: args.id ?? 0n }))).map(async ({ project }) => ({ project, stage: stageName((await readProject(l2, project)).stage) })))
}

async function readStakes(l2: L2Reader, staker: Hex): Promise<readonly StakeFacts[]> {
  const events = await fromAllBlocks(l2, (range) => getContractEvents(l2.reader, { ...projects, eventName: 'Staked', args: { staker }, ...range }))
  const stakes = await Promise.all(distinct(events.map(({ args }) => ({ project: args.id ?? 0n }))).map(async ({ project }) => {
    const [{ stage }, [tokens, held]] = await Promise.all([readProject(l2, project), readContract(l2.reader, { ...projects, functionName: 'stakeOf', args: [project, staker] })])
    return { project, stage: stageName(stage), tokens, reputation: held }
  }))
  return stakes.filter(({ tokens, reputation: held }) => tokens + held > 0n)
}

async function readClaims(l2: L2Reader, claimer: Hex): Promise<readonly ClaimFacts[]> {
  const events = await fromAllBlocks(l2, (range) => getContractEvents(l2.reader, { ...projectEvents, eventName: 'TaskClaimed', args: { claimer }, ...range }))
  const claims = await Promise.all(distinct(events.map(({ args }) => ({ project: args.id ?? 0n, task: args.index ?? 0n }))).map(async ({ project, task }) => {
    const [{ stage, cost }, view] = await Promise.all([readProject(l2, project), readContract(l2.reader, { ...projects, functionName: 'taskOf', args: [project, task] })])
    const { collateral, claimEnd, settled, passed } = view
    const facts = { project, stage: stageName(stage), task, collateral, claimEnd, hasEvidence: !/^0x0+$/.test(view.evidenceHash), settled, passed, pay: payOf(cost, view.weight) }
    return { claimer: view.claimer, facts }
  }))
  return claims.flatMap(({ claimer: now, facts }) => (now.toLowerCase() === claimer.toLowerCase() ? [facts] : []))
}

async function readSeats(l2: L2Reader, validator: Hex): Promise<readonly AccountSeat[]> {
  const events = await fromAllBlocks(l2, (range) => getContractEvents(l2.reader, { ...projects, eventName: 'Validated', args: { validator }, ...range }))
  return Promise.all(distinct(events.map(({ args }) => ({ project: args.id ?? 0n, task: args.index ?? 0n }))).map(async ({ project, task }) => {
    const [{ stage }, seat] = await Promise.all([readProject(l2, project), readSeat(l2, { id: project, index: task, validator })])
    return { project, stage: stageName(stage), task, ...seat }
  }))
}

async function readBallots(l2: L2Reader, voter: Hex): Promise<readonly BallotFacts[]> {
  const events = await fromAllBlocks(l2, (range) => getContractEvents(l2.reader, { ...voting, eventName: 'Committed', args: { voter }, ...range }))
  const places = distinct(events.map(({ args }) => ({ project: args.id ?? 0n, task: args.index ?? 0n, currency: args.currency ?? 0 })))
  return Promise.all(places.map(async ({ project, task, currency }) => {
    const [{ stage, commitEnd, deadline }, [, amount, revealed, settled]] = await Promise.all([
      readProject(l2, project), readContract(l2.reader, { ...voting, functionName: 'ballotOf', args: [project, task, voter, currency] }),
    ])
    return { project, stage: stageName(stage), task, currency: currencyAt(currency), amount, revealed, settled, revealFrom: commitEnd, revealUntil: deadline }
  }))
}

function distinct<T extends object>(places: readonly T[]): readonly T[] {
  return [...new Map(places.map((place) => [Object.values(place).join(), place])).values()]
}
