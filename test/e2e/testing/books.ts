/**
 * What protocol.md says that everybody has, worked out beside the chain: the formulas in this file are written from the document
 * alone. Wei and base units.
 */
export interface Books {
  /** E, X, S, Q and F of protocol.md section 1. */
  pool: bigint
  escrowed: bigint
  tokens: bigint
  reputation: bigint
  forfeited: bigint
  /** By name. */
  readonly members: Map<string, Held>
}

/** What is free; `locked…` is what records of hers hold besides. */
export interface Held {
  ether: bigint
  tokens: bigint
  reputation: bigint
  lockedTokens: bigint
}

export type Currency = 'tokens' | 'reputation'

export const UNIT = 10n ** 18n
const BASE_PRICE = 5n * 10n ** 13n
const BASIS_POINTS = 10_000n
export const GRANT = 10_000n * UNIT
export const STIPEND = 10n ** 12n
/** Percent of the seats in order of arrival. */
const SEATS = [36n, 24n, 17n, 13n, 10n] as const

export const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b)

export const heldBy = ({ members }: Books, name: string): Held => {
  const known = members.get(name)
  if (known !== undefined) return known
  const held = { ether: 0n, tokens: 0n, reputation: 0n, lockedTokens: 0n }
  members.set(name, held)
  return held
}

/** P = max((E+X)/(S+F), basePrice/1e18), as a fraction. Section 2. */
export const priceOf = ({ pool, escrowed, tokens, forfeited }: Books): readonly [bigint, bigint] => {
  const [value, supply] = [pool + escrowed, tokens + forfeited]
  return supply === 0n || value * UNIT < BASE_PRICE * supply ? [BASE_PRICE, UNIT] : [value, supply]
}

/** Section 2, "mint". Answers the cost. */
export const mint = (books: Books, name: string, amount: bigint): bigint => {
  if (books.tokens + books.forfeited === 0n && books.pool > 0n) books.forfeited = ceilDiv(books.pool * UNIT, BASE_PRICE)
  const [numerator, denominator] = priceOf(books)
  const held = heldBy(books, name)
  const share = min(books.tokens, held.tokens + held.lockedTokens)
  const cost = ceilDiv(amount * numerator * (books.tokens + share + 2n * amount), denominator * (books.tokens + amount))
  held.ether -= cost
  held.tokens += amount
  books.tokens += amount
  books.pool += cost
  return cost
}

/** Section 3, "register". */
export const register = (books: Books, name: string): void => {
  const held = heldBy(books, name)
  held.reputation += GRANT
  books.reputation += GRANT
  if (books.pool < STIPEND) return
  books.pool -= STIPEND
  held.ether += STIPEND
}

export interface Task {
  readonly weight: bigint
  claimer: string
  lock: bigint
  validationStake: bigint
  readonly approve: string[]
  readonly reject: string[]
  outcome: 'open' | 'passed' | 'failed' | 'nobody' | 'passed undecided'
}

/** A project's own figures. */
export interface Project {
  readonly cost: bigint
  readonly proposer: string
  readonly collateral: { readonly currency: Currency; readonly amount: bigint }
  readonly required: { readonly [currency in Currency]: bigint }
  readonly stakes: Map<string, { tokens: bigint; reputation: bigint }>
  readonly tasks: Task[]
  staked: { tokens: bigint; reputation: bigint }
  escrow: bigint
  pot: bigint
}

const part = (cost: bigint, bps: bigint): bigint => (cost * bps) / BASIS_POINTS
export const needOf = (cost: bigint): bigint => cost + part(cost, 100n) + 2n * part(cost, 500n)
const payOf = ({ cost }: Project, { weight }: Task): bigint => (cost * weight) / BASIS_POINTS
const validatorsOf = ({ cost }: Project, { weight }: Task): bigint => (cost * 500n * weight) / (BASIS_POINTS * BASIS_POINTS)

/** ceil(S·cost/E) and ceil(Q·cost/E*); the devnet's pool has no memory, so E* is E. */
const requirement = (books: Books, cost: bigint, currency: Currency): bigint => ceilDiv(books[currency] * cost, books.pool)

const forfeit = (books: Books, currency: Currency, amount: bigint): void => {
  books[currency] -= amount
  if (currency === 'tokens') books.forfeited += amount
}

/** Section 4, "Propose". */
export const propose = (books: Books, proposer: string, cost: bigint, currency: Currency): Project => {
  const required = { tokens: requirement(books, cost, 'tokens'), reputation: requirement(books, cost, 'reputation') }
  const amount = ceilDiv(required[currency] * 500n, BASIS_POINTS)
  heldBy(books, proposer)[currency] -= amount
  const nothing = { stakes: new Map(), tasks: [], staked: { tokens: 0n, reputation: 0n }, escrow: 0n, pot: 0n }
  return { cost, proposer, required, collateral: { currency, amount }, ...nothing }
}

/** Section 4, "Stake". Answers whether the project is Staked by it. */
export const stake = (books: Books, project: Project, name: string, currency: Currency, wanted: bigint): boolean => {
  const now = (of: Currency): bigint =>
    books.pool >= needOf(project.cost) ? max(project.required[of], requirement(books, project.cost, of)) : project.required[of]
  const amount = min(wanted, now(currency) - project.staked[currency])
  const held = project.stakes.get(name) ?? { tokens: 0n, reputation: 0n }
  held[currency] += amount
  project.stakes.set(name, held)
  project.staked[currency] += amount
  heldBy(books, name)[currency] -= amount
  const isMet = books.pool >= needOf(project.cost) && project.staked.tokens >= now('tokens') && project.staked.reputation >= now('reputation')
  if (isMet) becomeStaked(books, project)
  return isMet
}

const becomeStaked = (books: Books, project: Project): void => {
  const { cost, proposer, collateral } = project
  books.pool -= needOf(cost)
  project.escrow = cost + 2n * part(cost, 500n)
  project.pot = part(cost, 500n)
  books.escrowed += project.escrow
  heldBy(books, proposer).ether += part(cost, 100n)
  heldBy(books, proposer)[collateral.currency] += collateral.amount
}

const fromEscrow = (books: Books, project: Project, amount: bigint): bigint => {
  project.escrow -= amount
  books.escrowed -= amount
  return amount
}
const back = (books: Books, project: Project, amount: bigint): void => void (books.pool += fromEscrow(books, project, amount))
const pay = (books: Books, project: Project, name: string, amount: bigint): void =>
  void (heldBy(books, name).ether += fromEscrow(books, project, amount))

/** Section 4, "Stake": at the deadline. The collateral is forfeited, unless both requirements fixed at proposal were met. */
export const expire = (books: Books, { stakes, collateral }: Project): void => {
  for (const [name, { tokens, reputation }] of stakes) {
    heldBy(books, name).tokens += tokens
    heldBy(books, name).reputation += reputation
  }
  forfeit(books, collateral.currency, collateral.amount)
}

export const addTasks = ({ tasks }: Project, weights: readonly bigint[]): void => {
  for (const weight of weights) {
    tasks.push({ weight, claimer: '', lock: 0n, validationStake: 0n, approve: [], reject: [], outcome: 'open' })
  }
}

/** Section 4, "Work". */
export const claim = (books: Books, project: Project, task: Task, name: string): void => {
  task.claimer = name
  task.lock = ceilDiv(project.staked.reputation * task.weight, BASIS_POINTS)
  heldBy(books, name).reputation -= task.lock
}

export const runOut = (books: Books, task: Task): void => {
  forfeit(books, 'reputation', task.lock)
  task.lock = 0n
  task.claimer = ''
}

/** max(1, ceil(cost·weight·1,000 / (1e8·P))). */
export const handIn = (books: Books, project: Project, task: Task): void => {
  const [numerator, denominator] = priceOf(books)
  task.validationStake = max(1n, ceilDiv(project.cost * task.weight * 1_000n * denominator, BASIS_POINTS * BASIS_POINTS * numerator))
}

/** Escrow that no evidence can earn goes back. */
export const endActive = (books: Books, project: Project): void => {
  const earning = project.tasks.filter(({ validationStake }) => validationStake > 0n)
  const earmarked = earning.reduce((sum, task) => sum + payOf(project, task) + validatorsOf(project, task), 0n)
  back(books, project, project.escrow - earmarked - project.pot)
}

export const validate = (books: Books, task: Task, name: string, isApproved: boolean): void => {
  heldBy(books, name).tokens -= task.validationStake
  heldBy(books, name).lockedTokens += task.validationStake
  ;(isApproved ? task.approve : task.reject).push(name)
}

/** Section 4, "Outcome of a task"; `poll` is what a disputed task's poll says. */
export const settle = (books: Books, project: Project, task: Task, poll?: 'for' | 'against' | 'undecided'): void => {
  const { approve, reject, claimer, lock } = task
  const isUndecided = poll === 'undecided' || approve.length + reject.length === 0
  const isPassed = poll === undefined ? approve.length > 0 : poll === 'for' || (isUndecided && approve.length > reject.length)
  const right = isPassed ? approve : reject
  const isFault = !isPassed && !isUndecided
  if (isPassed) pay(books, project, claimer, payOf(project, task))
  else back(books, project, payOf(project, task))
  if (isFault) forfeit(books, 'reputation', lock)
  else heldBy(books, claimer).reputation += lock
  if (isPassed) {
    heldBy(books, claimer).reputation += lock
    books.reputation += lock
  }
  task.outcome = isPassed ? 'passed' : 'failed'
  if (isUndecided || right.length === 0) back(books, project, validatorsOf(project, task))
  else payValidators(books, project, task, right)
  for (const name of [...approve, ...reject]) {
    heldBy(books, name).lockedTokens -= task.validationStake
    if (isUndecided || right.includes(name)) heldBy(books, name).tokens += task.validationStake
    else forfeit(books, 'tokens', task.validationStake)
  }
}

/** Seat i > 1 gets floor(V·(n·wᵢ + Σ_{j>n} wⱼ)/(100n)), the first the rest. */
const payValidators = (books: Books, project: Project, task: Task, right: readonly string[]): void => {
  const total = validatorsOf(project, task)
  const n = BigInt(right.length)
  const empty = SEATS.slice(right.length).reduce((sum, share) => sum + share, 0n)
  const pays = right.map((_, i) => (total * (n * (SEATS[i] ?? 0n) + empty)) / (100n * n))
  const others = pays.slice(1).reduce((sum, wei) => sum + wei, 0n)
  right.forEach((name, i) => pay(books, project, name, i === 0 ? total - others : (pays[i] ?? 0n)))
}

/** Section 4, "End". Answers the stage: 6 Complete, 7 Failed. */
export const end = (books: Books, project: Project): 6 | 7 => {
  const passed = project.tasks.filter(({ outcome }) => outcome === 'passed').reduce((sum, { weight }) => sum + weight, 0n)
  if (passed < 6_667n) {
    forfeit(books, 'tokens', project.staked.tokens)
    forfeit(books, 'reputation', project.staked.reputation)
    back(books, project, project.pot)
    return 7
  }
  const kept = (project.pot * passed) / BASIS_POINTS
  back(books, project, project.pot - kept)
  for (const [name, { tokens, reputation }] of project.stakes) {
    const minted = (reputation * 5_000n * passed) / (BASIS_POINTS * BASIS_POINTS)
    heldBy(books, name).tokens += tokens
    heldBy(books, name).reputation += reputation + minted
    books.reputation += minted
    pay(books, project, name, (kept * tokens) / project.staked.tokens)
  }
  back(books, project, project.escrow)
  return 6
}
