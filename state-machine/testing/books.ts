import { systemAddress, ZERO_ADDRESS, type Address } from '../codec/address.ts'
import type { Event } from '../codec/events.ts'
import { AMOUNT_LIMIT, SIDES, STAGES, type Currency, type KindName, type Parameters, type RecordName } from '../params.ts'
import { needOf, proposerPay, taskPay } from '../rules/project-terms.ts'
import { burnProceeds } from '../rules/token.ts'
import type { Id } from '../state/keys.ts'
import type { RecordOf } from '../state/layout.ts'
import type { Ledger } from '../state/ledger.ts'
import type { Change } from './watched-ledger.ts'

interface Pair {
  tokens: bigint
  reputation: bigint
}
const pair = (): Pair => ({ tokens: 0n, reputation: 0n })

/** What the books know of a project beside its own record. */
interface ProjectBook {
  readonly stakes: Pair
  seats: number
  failed: boolean
  filled: bigint
  paid: bigint
  returned: bigint
}

/** A call that succeeded, and the pool before it. */
export interface Happened {
  readonly kind: KindName
  readonly events: readonly Event[]
  readonly before: RecordOf<'pool'>
  readonly escrows: ReadonlyMap<bigint, bigint>
  readonly fees: bigint
}

/** A broken invariant, told by its number in protocol.md section 10. */
export class BrokenInvariant extends Error {
  readonly code = 'BrokenInvariant'
}
const must = (holds: boolean, what: string): void => {
  if (!holds) throw new BrokenInvariant(what)
}
const same = (what: string, left: bigint, right: bigint): void => {
  if (left !== right) throw new BrokenInvariant(`${what}: ${left} is not ${right}`)
}

/** Records of one call by type, so that each is read after those that it needs. */
const ORDER: readonly RecordName[] = ['project', 'account', 'rights', 'proposal', 'stake', 'task', 'seat', 'ballot', 'withdrawal', 'tokenWithdrawal', 'bridged']

/**
 * Double-entry books over everything that records hold, kept call by call from what each call changed. They know no rule: only which
 * record belongs to whom.
 */
export class Books {
  readonly #ledger: Ledger
  readonly #parameters: Parameters
  #ether = 0n
  #escrows = 0n
  /** Tokens ever withdrawn to L1. */
  #out = 0n
  readonly #supply = pair()
  readonly #held = pair()
  readonly #locked = new Map<string, Pair>()
  /** Amounts of ballots that are not settled, by voter and currency. */
  readonly #ballots = new Map<string, Map<string, bigint>>()
  readonly #projects = new Map<bigint, ProjectBook>()
  readonly #touched = new Set<Address>()
  readonly #touchedProjects = new Set<bigint>()

  constructor(ledger: Ledger, parameters: Parameters) {
    this.#ledger = ledger
    this.#parameters = parameters
  }

  book(id: bigint): ProjectBook {
    const known = this.#projects.get(id)
    if (known !== undefined) return known
    const made: ProjectBook = { stakes: pair(), seats: 0, failed: false, filled: 0n, paid: 0n, returned: 0n }
    this.#projects.set(id, made)
    return made
  }

  #lock(owner: Address, currency: Currency, change: bigint, counts = true): void {
    if (change === 0n) return
    const known = this.#locked.get(owner) ?? pair()
    known[currency] += change
    this.#locked.set(owner, known)
    if (counts) this.#supply[currency] += change
    this.#touched.add(owner)
  }

  #record(name: RecordName, ids: readonly Id[], before: unknown, after: unknown): void {
    if (name === 'project') this.#project(ids[0] as bigint, before as RecordOf<'project'>, after as RecordOf<'project'>)
    else if (name === 'account') this.#account(ids[0] as Address, before as RecordOf<'account'>, after as RecordOf<'account'>)
    else if (name === 'rights') {
      const [was, is] = [before as RecordOf<'rights'>, after as RecordOf<'rights'>]
      this.#lock(ids[0] as Address, 'tokens', is.tokens - was.tokens)
      this.#lock(ids[0] as Address, 'reputation', is.reputation - was.reputation)
      must(is.tokensHigh <= is.tokens && is.reputationHigh <= is.reputation, '2: rights below their high')
    } else if (name === 'proposal') this.#proposal(ids[0] as bigint, before as RecordOf<'proposal'>, after as RecordOf<'proposal'>)
    else if (name === 'stake') this.#stake(ids, before as RecordOf<'stake'>, after as RecordOf<'stake'>)
    else if (name === 'task') {
      const [was, is] = [before as RecordOf<'task'>, after as RecordOf<'task'>]
      this.#touchedProjects.add(ids[0] as bigint)
      this.#lock(was.claimer, 'reputation', -was.collateral)
      this.#lock(is.claimer, 'reputation', is.collateral)
    } else if (name === 'seat') this.#seat(ids, before as RecordOf<'seat'>, after as RecordOf<'seat'>)
    else if (name === 'ballot') this.#ballot(ids, after as RecordOf<'ballot'>)
    else if (name === 'bridged') this.#supply.tokens += (after as RecordOf<'bridged'>).tokens - (before as RecordOf<'bridged'>).tokens
    else if (name === 'tokenWithdrawal') this.#out += (after as RecordOf<'tokenWithdrawal'>).amount - (before as RecordOf<'tokenWithdrawal'>).amount
    else if (name === 'withdrawal') this.#ether += (after as RecordOf<'withdrawal'>).value - (before as RecordOf<'withdrawal'>).value
  }

  #project(id: bigint, was: RecordOf<'project'>, is: RecordOf<'project'>): void {
    this.#escrows += is.escrow - was.escrow
    this.#touchedProjects.add(id)
    const book = this.book(id)
    if (is.stage !== STAGES.failed || book.failed) return
    book.failed = true
    this.#supply.tokens -= book.stakes.tokens
    this.#supply.reputation -= book.stakes.reputation
  }

  #account(address: Address, was: RecordOf<'account'>, is: RecordOf<'account'>): void {
    this.#ether += is.ether - was.ether
    this.#supply.tokens += is.tokens - was.tokens
    this.#supply.reputation += is.reputation - was.reputation
    this.#held.tokens += is.heldTokens - was.heldTokens
    this.#held.reputation += is.heldReputation - was.heldReputation
    must([is.ether, is.tokens, is.reputation, is.heldTokens, is.heldReputation, is.due].every((amount) => amount >= 0n && amount < AMOUNT_LIMIT), `2: ${address} out of bounds`)
    this.#touched.add(address)
  }

  #proposal(id: bigint, was: RecordOf<'proposal'>, is: RecordOf<'proposal'>): void {
    const { proposer } = this.#ledger.get('project', id)
    this.#lock(proposer, is.collateralIn === 0n ? 'tokens' : 'reputation', is.collateral - was.collateral)
  }

  #stake([id, staker]: readonly Id[], was: RecordOf<'stake'>, is: RecordOf<'stake'>): void {
    const book = this.book(id as bigint)
    for (const currency of ['tokens', 'reputation'] as const) {
      book.stakes[currency] += is[currency] - was[currency]
      this.#lock(staker as Address, currency, is[currency] - was[currency], !book.failed)
    }
    this.#touchedProjects.add(id as bigint)
  }

  #seat([id, index, validator]: readonly Id[], was: RecordOf<'seat'>, is: RecordOf<'seat'>): void {
    const open = (seat: RecordOf<'seat'>): boolean => seat.side !== SIDES.none && seat.settled === 0n
    const change = Number(open(is)) - Number(open(was))
    const { validationStake } = this.#ledger.get('task', id as bigint, index as bigint)
    this.book(id as bigint).seats += change
    this.#lock(validator as Address, 'tokens', BigInt(change) * validationStake)
    this.#touchedProjects.add(id as bigint)
  }

  #ballot([id, index, voter, currency]: readonly Id[], { amount, settled }: RecordOf<'ballot'>): void {
    const owner = `${String(voter)}:${String(currency)}`
    const open = this.#ballots.get(owner) ?? new Map<string, bigint>()
    this.#ballots.set(owner, open)
    const place = `${String(id)}:${String(index)}`
    if (amount > 0n && settled === 0n) open.set(place, amount)
    else open.delete(place)
    this.#touched.add(voter as Address)
  }

  /** 2 and 8: rights are bound by ballots that are open, by as much as the largest, and by nothing else. */
  #checkRights(owner: Address): void {
    const rights = this.#ledger.get('rights', owner)
    for (const [currency, count, high] of [[0n, rights.tokensOpen, rights.tokensHigh], [1n, rights.reputationOpen, rights.reputationHigh]] as const) {
      const open = this.#ballots.get(`${owner}:${currency}`)
      same(`8: open ballots of ${owner}`, count, BigInt(open?.size ?? 0))
      for (const amount of open?.values() ?? []) must(high >= amount, `8: a ballot of ${owner} is not backed by her rights`)
      must(count > 0n || high === 0n, `8: rights of ${owner} are bound by nothing`)
    }
  }

  /** Takes in what a call changed. */
  enter(changes: readonly Change[]): void {
    this.#touched.clear()
    this.#touchedProjects.clear()
    for (const type of ORDER) {
      for (const { name, ids, before, after } of changes) if (name === type) this.#record(name, ids, before, after)
    }
  }

  /** 1, 2, 4 and 6 of protocol.md section 10, for all that the last call changed. */
  check(paidIn: bigint): void {
    const pool = this.#ledger.get('pool')
    same('1: ether', pool.ether + pool.escrowed + pool.dividendPot + this.#ether, paidIn)
    same('2: X', pool.escrowed, this.#escrows)
    same('2: S', pool.tokens, this.#supply.tokens)
    const { tokens: bridged } = this.#ledger.get('bridged')
    must(bridged >= 0n && bridged <= this.#out, '2: more tokens came back from L1 than went there')
    same('2: Q', pool.reputation, this.#supply.reputation)
    same('2: what earns, tokens', this.#ledger.get('stream', 0n).earning, this.#held.tokens)
    same('2: what earns, reputation', this.#ledger.get('stream', 1n).earning, this.#held.reputation)
    must([pool.ether + pool.escrowed, pool.tokens + pool.forfeited, pool.reputation, pool.dividendPot].every((amount) => amount >= 0n && amount < AMOUNT_LIMIT), '2: totals')
    for (const address of this.#touched) {
      const { tokens, heldTokens, reputation, heldReputation } = this.#ledger.get('account', address)
      const locked = this.#locked.get(address) ?? pair()
      same(`2: tokens held by ${address}`, heldTokens, tokens + locked.tokens)
      same(`2: reputation held by ${address}`, heldReputation, reputation + locked.reputation)
      this.#checkRights(address)
    }
    for (const id of this.#touchedProjects) this.#checkProject(id)
    must(burnProceeds(pool, pool.tokens) <= pool.ether, '6: the whole supply is worth more than the pool')
  }

  #checkProject(id: bigint): void {
    const { stage, unsettled, escrow, pot, stakedTokens, stakedReputation } = this.#ledger.get('project', id)
    const { stakes, seats, filled, paid, returned } = this.book(id)
    must(escrow >= pot && pot >= 0n, `2: project ${id} owes more than it has`)
    if (stage < STAGES.complete) {
      same(`2: tokens staked on ${id}`, stakedTokens, stakes.tokens)
      same(`2: reputation staked on ${id}`, stakedReputation, stakes.reputation)
    } else if (unsettled === 0n && seats === 0 && stakes.tokens + stakes.reputation === 0n) same(`4: escrow of ${id}`, escrow, 0n)
    if (filled > 0n) same(`5: escrow of ${id}`, escrow, filled - paid - returned)
  }

  /**
   * 3 and 5: supplies move by their causes alone, and escrow goes to those whom events name, or to the pool. `escrows` is what the call's
   * project had before; `fees` is what the pool got beside the call.
   */
  explain({ kind, events, before, escrows, fees }: Happened): void {
    const after = this.#ledger.get('pool')
    const minted = (contract: 'token' | 'reputation') => sum(events, ({ name, contract: c, args }) => (name === 'Transfer' && c === contract && args[0] === ZERO_ADDRESS ? args[2] : 0n))
    const gone = (contract: 'token' | 'reputation') => sum(events, ({ name, contract: c, args }) => (name === 'Transfer' && c === contract && args[1] === ZERO_ADDRESS ? args[2] : 0n))
    const forfeited = sum(events, ({ name, contract, args }) => (name === 'Transfer' && contract === 'token' && args[1] === ZERO_ADDRESS && args[0] === PROJECTS ? args[2] : 0n))
    same('3: S', after.tokens - before.tokens, minted('token') - gone('token'))
    same('3: Q', after.reputation - before.reputation, minted('reputation') - gone('reputation'))
    if (kind !== 'mint' || before.tokens + before.forfeited > 0n) same('3: F', after.forfeited - before.forfeited, forfeited)
    must(minted('token') === 0n || kind === 'mint', `3: ${kind} mints tokens`)
    must(minted('reputation') === 0n || GRANTS.has(kind), `3: ${kind} mints reputation`)
    must(gone('token') === forfeited || kind === 'burn', `3: ${kind} burns tokens`)
    for (const [id, escrow] of escrows) this.#explainEscrow(id, escrow, events, before, { ...after, ether: after.ether - fees })
  }

  #explainEscrow(id: bigint, was: bigint, events: readonly Event[], before: RecordOf<'pool'>, after: RecordOf<'pool'>): void {
    const { cost, escrow } = this.#ledger.get('project', id)
    const becameStaked = events.some(({ name, args }) => name === 'StageChanged' && args[1] === STAGES.staked)
    const filled = becameStaked ? needOf(cost, this.#parameters) : 0n
    const paid = sum(events, ({ name, args }) => {
      if (name === 'TaskSettled') return args[3] === true ? taskPay(cost, this.#ledger.get('task', id, args[1] as bigint).weight) : 0n
      if (name === 'ValidationSettled') return args[3]
      return name === 'StakeSettled' ? args[4] : 0n
    }) + (becameStaked ? proposerPay(cost, this.#parameters) : 0n)
    // What a dividend without holders gives the pool in the same call comes from its pot.
    const returned = after.ether - before.ether + filled - (before.dividendPot - after.dividendPot)
    same(`5: escrow of ${id}`, escrow - was, filled - paid - returned)
    must(returned >= 0n, `5: project ${id} takes from the pool`)
    const book = this.book(id)
    book.filled += filled
    book.paid += paid
    book.returned += returned
  }
}

const GRANTS: ReadonlySet<KindName> = new Set(['register', 'settleTask', 'settleStake'])
const PROJECTS = systemAddress('projects')
const sum = (events: readonly Event[], amountOf: (event: Event) => unknown): bigint => {
  let total = 0n
  for (const event of events) {
    const amount = amountOf(event)
    if (typeof amount === 'bigint') total += amount
  }
  return total
}
