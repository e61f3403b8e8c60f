import { ZERO_ADDRESS, type Address } from '../codec/address.ts'
import type { Argument } from '../codec/argument.ts'
import { toHex } from '../codec/bytes.ts'
import type { Event } from '../codec/events.ts'
import { executeEntry } from '../execute/entry.ts'
import { kindGas } from '../execute/gas.ts'
import { KINDS, type ErrorName } from '../params.ts'
import { createLedger, type Ledger } from '../state/ledger.ts'
import { createRandom, type Random } from '../tree/testing/scenario.ts'
import { Books, BrokenInvariant } from './books.ts'
import { depositOf, sendOf, tokenDepositOf } from './chain.ts'
import { checkEnd, checkEverythingEnds, checkOrders } from './foresight.ts'
import { nextDeed, nextWait, PEOPLE, type Deed } from './random-deeds.ts'
import type { SomeParameters } from './random-parameters.ts'
import { advanceOf, Settlings } from './settlings.ts'
import { oneIn, pick, recoverTraffic } from './traffic.ts'
import { boundOf, recordsOf, watched, type WatchedLedger } from './watched-ledger.ts'
import { DAY, enrolled, ETHER, genesisOf, worldOver, type World } from './world.ts'

/** What a run of histories saw, by call and by how it ended. */
export type Tally = Map<string, number>

export interface HistoryOptions {
  readonly seed: number
  readonly calls: number
  readonly parameters?: SomeParameters
  readonly tally?: Tally
  /** Runs after each call that succeeded, as if it had been a part of it: to show that faults are found. `peek` writes unseen. */
  readonly fault?: Fault
}

export type Fault = (world: World, peek: World, deed: Deed) => void

/** After so many calls everything is counted anew, from all records that there are, and compared with what was kept call by call. */
const RECOUNT = 500

const note = (tally: Tally | undefined, what: string): void => void tally?.set(what, (tally.get(what) ?? 0) + 1)

interface History {
  /** The community, and the same one as seen by checks: those are watched by nobody, and take back what they do. */
  readonly world: World
  readonly peek: World
  readonly watch: WatchedLedger
  readonly books: Books
  readonly settlings: Settlings
  readonly tally: Tally | undefined
  readonly fault: Fault | undefined
  /** Projects of which 7 and 8 have been shown for this state and time. */
  readonly shown: Set<bigint>
  /** wei that L1 has sent. */
  paidIn: bigint
}

const LAST = PEOPLE.at(-1) ?? ZERO_ADDRESS

/** A community of nine, seven of them members, with tokens and a pool. */
export function founded({ parameters, tally, fault }: HistoryOptions): History {
  const config = { genesis: genesisOf({ poolMemory: 0n, dividendPeriod: 5n * DAY, recoveryDelay: DAY, ...parameters }), recover: recoverTraffic }
  const ledger: Ledger = createLedger({ get: () => undefined })
  const watch = watched(ledger)
  const world = worldOver(watch.ledger, config)
  for (const person of PEOPLE) world.deposit(person, 1_000n * ETHER)
  PEOPLE.slice(0, 7).forEach((person, i) => enrolled(world, person, 100 + i))
  // A thousand, or as many as a few ether buy where they are dear.
  const affordable = (5n * ETHER * ETHER) / config.genesis.parameters.basePrice
  const tokens = affordable < 1_000n * ETHER ? affordable : 1_000n * ETHER
  for (const person of PEOPLE) world.call(person, 'mint', [tokens], { value: 100n * ETHER })
  world.call(LAST, 'donate', [], { value: 50n * ETHER })
  const books = new Books(watch.ledger, config.genesis.parameters)
  books.enter(watch.all())
  return {
    world, peek: worldOver(ledger, config), watch, books, settlings: new Settlings(), tally, fault, shown: new Set(),
    paidIn: BigInt(PEOPLE.length) * 1_000n * ETHER,
  }
}

/** How a deed ended; `fees` is what reached the pool beside it, and `direct` says that nobody paid any. */
interface Ended {
  readonly error: ErrorName | undefined
  readonly events: readonly Event[]
  readonly fees: bigint
  readonly direct: boolean
}

const RECEIVER = PEOPLE[0] ?? ZERO_ADDRESS

/** The same call as a message from L1, with its two fees. protocol.md section 1: the enqueue fee is the pool's at once. */
function sendFromL1(history: History, { sender, kind, args, value }: Deed, fee: bigint): Ended | undefined {
  const { world } = history
  history.paidIn += fee
  const entry = sendOf({ from: sender, to: RECEIVER, value, call: { kind, args }, fee }, world.now)
  const outcome = executeEntry({ ledger: world.ledger, config: world.config, now: world.now }, 0n, entry)
  if (!outcome.included) return undefined
  const { feeToPool, baseFee } = world.config.genesis.parameters
  return { error: outcome.error, events: outcome.events, fees: fee + feeToPool * baseFee * kindGas(kind), direct: false }
}

function callDirectly({ world }: History, { sender, kind, args, value }: Deed): Ended {
  const { error, events } = world.call(sender, kind, args, { value, to: RECEIVER })
  return { error, events, fees: 0n, direct: true }
}

/** What the escrows of all projects that the last call asked for held before it. */
const escrowsBefore = (watch: WatchedLedger): ReadonlyMap<bigint, bigint> => {
  const escrows = new Map<bigint, bigint>()
  for (const { name, ids, before } of watch.seen.values()) if (name === 'project') escrows.set(ids[0] as bigint, (before as { readonly escrow: bigint }).escrow)
  return escrows
}

function checkRecords({ watch, world }: History, { sender, kind }: Deed): void {
  const { operator } = world.config.genesis
  const records = recordsOf(watch.seen, sender) - (watch.seen.has(operator) ? 1 : 0)
  if (records > boundOf(kind)) throw new BrokenInvariant(`${kind} asks for ${records} records, not ${boundOf(kind)}: ${[...watch.seen.keys()].join(' ')}`)
}

/** One call with invariants 1 to 6; answers how it ended. */
function act(history: History, deed: Deed, fee: bigint | undefined): string {
  const { world, watch, books, settlings, tally } = history
  const before = world.pool()
  watch.begin()
  const ended = fee === undefined ? callDirectly(history, deed) : sendFromL1(history, deed, fee)
  if (ended !== undefined && ended.error === undefined) history.fault?.(world, history.peek, deed)
  checkRecords(history, deed)
  const changed = watch.changed()
  if (ended?.error !== undefined && ended.direct && changed.length > 0) throw new BrokenInvariant(`a failed call changed ${changed.map(({ name }) => name).join()}`)
  if (changed.length > 0) history.shown.clear()
  for (const { name, args: facts } of ended?.events ?? []) if (name === 'StageChanged') note(tally, `stage ${String(facts[1])}`)
  books.enter(changed)
  settlings.enter(changed)
  const { events = [], fees = 0n } = ended ?? {}
  if (ended !== undefined && ended.error === undefined) books.explain({ kind: deed.kind, events, before, escrows: escrowsBefore(watch), fees })
  books.check(history.paidIn)
  return ended === undefined ? 'skipped' : ended.error ?? 'ok'
}

/** Ether or tokens arrive from L1, for somebody or the operator. */
function deposit(history: History, random: Random): void {
  const { world, watch, books } = history
  const value = BigInt(random(5)) * ETHER
  watch.begin()
  const run = { ledger: world.ledger, config: world.config, now: world.now }
  const to = oneIn(random, 8) ? world.config.genesis.operator : pick(random, PEOPLE)
  if (oneIn(random, 3)) executeEntry(run, 0n, tokenDepositOf(to, value, world.now))
  else {
    executeEntry(run, 0n, depositOf(to, value, world.now))
    history.paidIn += value
  }
  books.enter(watch.changed())
  books.check(history.paidIn)
}

/** 7 and 8 for one project: all that it takes is its own records, the pool and accounts. */
function checkProject({ peek, settlings, shown }: History, id: bigint, random: Random): void {
  if (shown.has(id) || id === 0n || id > peek.pool().projects) return
  shown.add(id)
  const open = settlings.of(id)
  checkOrders(peek, PEOPLE, [...advanceOf(peek, id), ...open], random)
  checkEnd(peek, PEOPLE, id, open, random)
}

/** Everything from all records that there are: books, what is to settle, and 7 and 8 over all projects at once. */
function recount({ peek, watch, settlings, paidIn }: History, random: Random): void {
  const all = watch.all()
  const books = new Books(peek.ledger, peek.config.genesis.parameters)
  books.enter(all)
  books.check(paidIn)
  const found = new Settlings()
  found.enter(all)
  if (found.slots().join() !== settlings.slots().join()) throw new BrokenInvariant('what is to settle has been lost sight of')
  const ids = Array.from({ length: Number(peek.pool().projects) }, (_, i) => BigInt(i + 1))
  const open = ids.flatMap((id) => found.of(id))
  checkOrders(peek, PEOPLE, [...ids.flatMap((id) => advanceOf(peek, id)), ...open], random)
  const accounts = all.filter(({ name }) => name === 'account').map(({ ids: [address] }) => address as Address)
  checkEverythingEnds(peek, accounts, ids, open, random)
}

const textOf = (value: Argument): string => {
  if (typeof value === 'bigint' || typeof value === 'boolean' || typeof value === 'string') return String(value)
  return value instanceof Uint8Array ? toHex(value).slice(0, 10) : `${value.length} items`
}

/** The project that a call is about, or any. */
function concerned({ peek }: History, { kind, args }: Deed, random: Random): bigint {
  const { projects } = peek.pool()
  const [id] = args
  const isAbout = kind !== 'propose' && KINDS[kind].inputs[0] === 'uint256' && ['projects', 'voting'].includes(KINDS[kind].contract)
  if (kind === 'propose') return projects
  return isAbout && typeof id === 'bigint' ? id : projects === 0n ? 0n : projects - BigInt(random(Number(projects < 6n ? projects : 6n)))
}

/**
 * A history of calls by many members, a part of them from L1, with deposits and time jumps. After each call all invariants of protocol.md
 * section 10 are checked: 1 to 6 for all that the call changed, 7 and 8 for the project that it was about (or another one); and after
 * every 500 calls, and at the end, for everything. No call may ask for more records than its kind declares. Throws BrokenInvariant
 * with the seed, the step and the call.
 */
export function runHistory(options: HistoryOptions): void {
  const { seed, calls, tally } = options
  const random = createRandom(seed)
  // A generator of its own: what is checked must not change what happens next.
  const order = createRandom(seed ^ 0x0dd)
  const history = founded(options)
  const { world, peek } = history
  for (let step = 0; step < calls; step++) {
    const wait = nextWait(world, random)
    if (wait > 0n) history.shown.clear()
    world.now += wait
    peek.now = world.now
    if (oneIn(random, 40)) deposit(history, random)
    const deed = nextDeed(history, random)
    const fee = oneIn(random, 10) ? BigInt(random(1_000)) : undefined
    try {
      note(tally, `${deed.kind} ${act(history, deed, fee)}`)
      checkProject(history, concerned(history, deed, order), order)
      if (step % RECOUNT === RECOUNT - 1 || step === calls - 1) recount(history, order)
    } catch (error) {
      const { sender, kind, args, value } = deed
      throw new BrokenInvariant(`seed ${seed}, step ${step}, time ${world.now}: ${kind}(${args.map(textOf).join(', ')}) by ${sender} with ${value}`, { cause: error })
    }
  }
}
