import type { Address } from '../codec/address.ts'
import { toHex } from '../codec/bytes.ts'
import { runCall } from '../execute/call.ts'
import { targetOf } from '../execute/transaction.ts'
import { KINDS, STAGES, type KindName, type ParameterName } from '../params.ts'
import type { Argument } from '../codec/argument.ts'
import type { RecordOf } from '../state/layout.ts'
import { createLedger } from '../state/ledger.ts'
import { createRandom, type Random } from '../tree/testing/scenario.ts'
import { Books, BrokenInvariant } from './books.ts'
import { isEnded, nextDeed, nextWait, PEOPLE, type Deed } from './random-deeds.ts'
import { pick, recoverTraffic } from './traffic.ts'
import { boundOf, recordsOf, watched } from './watched-ledger.ts'
import { addressOf, createWorld, DAY, enrolled, ETHER, genesisOf, START, type World } from './world.ts'

/** What a run of histories saw, by call and by how it ended. */
export type Tally = Map<string, number>

export interface HistoryOptions {
  readonly seed: number
  readonly calls: number
  readonly parameters?: { readonly [name in ParameterName]?: bigint }
  readonly tally?: Tally
}

const note = (tally: Tally | undefined, what: string): void => void tally?.set(what, (tally.get(what) ?? 0) + 1)

interface Settling {
  readonly kind: KindName
  readonly args: readonly Argument[]
}
type Known = ReturnType<typeof watched>['known']

const isStake = ({ tokens, reputation }: RecordOf<'stake'>): boolean => tokens + reputation > 0n

/** Every settling call that could be due, from all records that there are. */
function settlings(world: World, known: Known, projects: bigint): Settling[] {
  const calls: Settling[] = []
  for (let id = 1n; id <= projects; id++) {
    const { stage, deadline } = world.ledger.get('project', id)
    // Whether a proposal is Staked is no settling: of two that the pool could pay, the one that somebody looks at first is.
    if (stage !== STAGES.proposed || world.now >= deadline) calls.push({ kind: 'advance', args: [id] })
  }
  for (const { name, ids } of known.values()) {
    const [id = 0n, ...more] = ids
    if (name === 'stake' && isStake(world.ledger.get(name, ...ids))) calls.push({ kind: 'settleStake', args: [id, ...more] })
    if (name === 'task') calls.push({ kind: 'settleTask', args: [id, ...more] })
    if (name === 'seat') calls.push({ kind: 'settleValidation', args: [id, ...more] })
    if (name === 'ballot') calls.push({ kind: 'settleBallot', args: [id, ...more] })
  }
  return calls
}

/** Runs all that is due in a random order, until nothing is. */
function settleAll(world: World, known: Known, random: Random): void {
  let open = settlings(world, known, world.pool().projects)
  for (let moved = true; moved; ) {
    moved = false
    for (let i = open.length - 1; i > 0; i--) {
      const j = random(i + 1)
      const [a, b] = [open[i], open[j]]
      if (a !== undefined && b !== undefined) [open[i], open[j]] = [b, a]
    }
    const before = open
    open = []
    for (const one of before) {
      if (world.call(pick(random, PEOPLE), one.kind, one.args).error === undefined) moved = true
      else open.push(one)
    }
  }
}

/** All balances, in words. Credits are none: they refill by rounding with each change. */
const balancesOf = (world: World): string => {
  const { ether, escrowed, tokens, forfeited, reputation, dividendPot } = world.pool()
  const accounts = PEOPLE.map((address) => {
    const a = world.account(address)
    return [a.ether, a.tokens, a.reputation, a.heldTokens, a.heldReputation, a.due].join()
  })
  return [ether, escrowed, tokens, forfeited, reputation, dividendPot, ...accounts].join(' ')
}

/** 7: settles all that is due at this time in two orders; each must leave the same. Everything is undone. */
function checkOrders(world: World, known: Known, random: Random): void {
  const mark = world.ledger.mark()
  const results = [1, 2].map(() => {
    settleAll(world, known, random)
    const balances = balancesOf(world)
    world.ledger.undoTo(mark)
    return balances
  })
  if (results[0] !== results[1]) throw new BrokenInvariant(`7: the order of settling decides: ${results.join(' / ')}`)
}

/** 8: lets time pass and settles; every project must end, every escrow be empty, every lock open. Everything is undone. */
function checkNothingSticks(world: World, known: Known, random: Random): void {
  const mark = world.ledger.mark()
  const { now } = world
  // Four times: Staked, Active, Validation and Voting may each still be to come.
  world.now += 1_000n * DAY
  settleAll(world, known, random)
  const { projects, escrowed, tokens, reputation } = world.pool()
  const must = (holds: boolean, what: string): void => {
    if (!holds) throw new BrokenInvariant(`8: ${what}`)
  }
  for (let id = 1n; id <= projects; id++) {
    const { stage, escrow } = world.ledger.get('project', id)
    must(isEnded(stage) && escrow === 0n, `project ${id} is in stage ${stage} with ${escrow} wei`)
  }
  must(escrowed === 0n, 'escrows are not empty')
  for (const { name, ids } of known.values()) {
    if (name !== 'rights') continue
    const owner = ids[0] as Address
    const rights = world.ledger.get('rights', owner)
    for (const [currency, amount] of [rights.tokens, rights.reputation].entries()) {
      if (amount > 0n) must(world.call(owner, 'withdrawRights', [BigInt(currency), amount]).error === undefined, `${owner} cannot withdraw rights`)
    }
  }
  const free = [...known.values()].filter(({ name }) => name === 'account').map(({ ids }) => world.account(ids[0] as Address))
  must(free.reduce((sum, account) => sum + account.tokens, 0n) === tokens, 'tokens are locked')
  must(free.reduce((sum, account) => sum + account.reputation, 0n) === reputation, 'reputation is locked')
  const { ether } = world.pool()
  for (const { name, ids } of known.values()) {
    if (name === 'account' && world.account(ids[0] as Address).tokens > 0n) world.call(ids[0] as Address, 'burn', [world.account(ids[0] as Address).tokens, 0n])
  }
  must(world.pool().tokens === 0n && world.pool().ether >= 0n && world.pool().ether <= ether, '6: burning everything')
  world.now = now
  world.ledger.undoTo(mark)
}

const textOf = (value: Argument): string => {
  if (typeof value === 'bigint' || typeof value === 'boolean' || typeof value === 'string') return String(value)
  return value instanceof Uint8Array ? toHex(value).slice(0, 10) : `${value.length} items`
}

/** A community of nine, seven of them members, with tokens, reputation and a pool. */
function founded(options: HistoryOptions): { readonly world: World; readonly watch: ReturnType<typeof watched>; readonly paidIn: bigint } {
  const genesis = genesisOf({ poolMemory: 0n, dividendPeriod: 5n * DAY, recoveryDelay: DAY, ...options.parameters })
  const inner = createWorld(genesis, recoverTraffic)
  const watch = watched(createLedger({ get: () => undefined }))
  const world: World = {
    ...inner, ledger: watch.ledger,
    call: (sender, kind, args = [], { value = 0n } = {}) =>
      runCall({ ledger: watch.ledger, config: inner.config, now: world.now, sender, to: targetOf({ kind, args }, PEOPLE[0] ?? sender), value, call: { kind, args } }),
    account: (address) => watch.ledger.get('account', address),
    pool: () => watch.ledger.get('pool'),
    setAccount: (address, change) => watch.ledger.put('account', { ...watch.ledger.get('account', address), ...change }, address),
    setPool: (change) => watch.ledger.put('pool', { ...watch.ledger.get('pool'), ...change }),
  }
  for (const person of PEOPLE) world.setAccount(person, { ether: 1_000n * ETHER })
  PEOPLE.slice(0, 7).forEach((person, i) => enrolled(world, person, 100 + i))
  for (const person of PEOPLE) world.call(person, 'mint', [1_000n * ETHER], { value: 100n * ETHER })
  world.call(addressOf(9), 'donate', [], { value: 50n * ETHER })
  world.now = START
  return { world, watch, paidIn: BigInt(PEOPLE.length) * 1_000n * ETHER }
}

/**
 * A history of calls by many members with time jumps; after each the invariants of protocol.md section 10 are checked (7 and 8 at some),
 * and that the call asked for no more records than its kind declares. Throws BrokenInvariant with the seed, the step and the call.
 */
export function runHistory(options: HistoryOptions): void {
  const { seed, calls, tally } = options
  const random = createRandom(seed)
  const { world, watch, paidIn } = founded(options)
  const { parameters } = world.config.genesis
  const books = new Books(world.ledger, parameters)
  books.enter(watch.all())
  for (let step = 0; step < calls; step++) {
    world.now += nextWait(random)
    const deed = nextDeed(world, random)
    try {
      note(tally, `${deed.kind} ${act({ world, watch, books, paidIn, tally }, deed) ?? 'ok'}`)
      if (random(700) === 0) {
        // A generator of its own: what is checked must not change what happens next.
        const order = createRandom(seed ^ step)
        checkOrders(world, watch.known, order)
        checkNothingSticks(world, watch.known, order)
      }
    } catch (error) {
      const { sender, kind, args, value } = deed
      throw new BrokenInvariant(`seed ${seed}, step ${step}, time ${world.now}: ${kind}(${args.map(textOf).join(', ')}) by ${sender} with ${value}`, { cause: error })
    }
  }
  const recounted = new Books(world.ledger, parameters)
  recounted.enter(watch.all())
  recounted.check(paidIn)
}

interface Running {
  readonly world: World
  readonly watch: ReturnType<typeof watched>
  readonly books: Books
  readonly paidIn: bigint
  readonly tally: Tally | undefined
}

/** One call with all checks; answers its error. */
function act({ world, watch, books, paidIn, tally }: Running, { sender, kind, args, value }: Deed): string | undefined {
  const before = world.pool()
  watch.begin()
  const { error, events } = world.call(sender, kind, args, { value })
  const records = recordsOf(watch.seen, sender)
  if (records > boundOf(kind)) throw new BrokenInvariant(`${kind} asks for ${records} records, not ${boundOf(kind)}: ${[...watch.seen.keys()].join(' ')}`)
  if (error !== undefined) {
    const changed = watch.changed()
    if (changed.length > 0) throw new BrokenInvariant(`a failed call changed ${changed.map(({ name }) => name).join()}`)
    return error
  }
  const escrows = new Map([...watch.seen.values()].flatMap((one) => (one.name === 'project' ? [[one.ids[0] as bigint, (one.before as { readonly escrow: bigint }).escrow] as const] : [])))
  for (const { name, args: facts } of events) if (name === 'StageChanged') note(tally, `stage ${String(facts[1])}`)
  books.enter(watch.changed())
  books.explain(kind, events, before, KINDS[kind].contract === 'projects' ? escrows : new Map())
  books.check(paidIn)
  return undefined
}
