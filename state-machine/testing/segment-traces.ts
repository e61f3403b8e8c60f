import { toHex } from '../codec/bytes.ts'
import { encodeEntry, type InboxEntry } from '../codec/entry.ts'
import { encodeInboxSegment, encodeTransactionSegment } from '../codec/segment.ts'
import { decodeItem } from '../codec/transaction.ts'
import type { ChainConfig } from '../execute/call.ts'
import type { Outcome } from '../execute/outcome.ts'
import { beginSegment, runSegment, type Inbox } from '../execute/segment.ts'
import { witnessOf } from '../execute/witness.ts'
import { ERRORS, SEGMENT, SKIPS } from '../params.ts'
import { recordKey } from '../state/keys.ts'
import { decodeRecord, encodeAny, type AnyRecord } from '../state/layout.ts'
import { createLedger } from '../state/ledger.ts'
import { genesisRecords, type Genesis } from '../state/genesis.ts'
import type { Write } from '../tree/apply.ts'
import { branchOff, createRandom, randomBytes, randomWords, type Random } from '../tree/testing/scenario.ts'
import { createTree, type Tree } from '../tree/tree.ts'
import { endsIn } from './call-traces.ts'
import { inboxOf } from './chain.ts'
import { founded, lavish, signed, wealthOf } from './founding.ts'
import { recoverNatively } from './native-signatures.ts'
import { nextDeed, nextWait, PEOPLE, type Deed } from './random-deeds.ts'
import { entryOf, itemOf, spoiled, STRANGER, type Setting } from './random-items.ts'
import { randomParameters } from './random-parameters.ts'
import { argumentsNear, scrambled, type Named } from './scrambled-records.ts'
import { Settlings } from './settlings.ts'
import { strict } from './strict-ledger.ts'
import { oneIn, pick } from './traffic.ts'
import { watched } from './watched-ledger.ts'
import { DAY, identityOf, worldOver, type World } from './world.ts'

/** A segment on a state, what shows the state to who has its root alone, and what came out. Bytes as 0x-hex, numbers as decimals. */
export interface SegmentTrace {
  readonly rootBefore: string
  readonly segment: string
  readonly keys: readonly string[]
  readonly proof: string
  readonly inbox: { readonly length: string; readonly first: string; readonly entries: readonly string[] }
  readonly rootAfter: string
  /** A byte for each item or entry, as Executor.sol answers. */
  readonly outcomes: string
  /** The same in words: what was called, and how it ended. */
  readonly what: readonly string[]
}

export interface TracedHistory {
  readonly genesis: Genesis
  readonly traces: Iterable<SegmentTrace>
}

export interface HistoryOptions {
  readonly seed: number
  readonly segments: number
}

/** A chain whose segments are being made. */
interface Scene {
  readonly random: Random
  readonly config: ChainConfig
  readonly tree: Tree
  readonly entries: InboxEntry[]
  readonly settlings: Settlings
  readonly seed: number
}

const outcomeByte = (outcome: Outcome): number => {
  if (!outcome.included) return 0x80 | SKIPS[outcome.reason]
  return outcome.error === undefined ? 0 : ERRORS.indexOf(outcome.error) + 1
}

const wordsOf = (outcome: Outcome): string => {
  if (!outcome.included) return `skipped ${outcome.reason}`
  const how = outcome.source === 'deposit' || outcome.source === 'tokenDeposit' ? outcome.source : `${outcome.call?.kind ?? ''}`
  return `${how} ${outcome.error ?? 'ok'}`
}

/** Runs a segment and tells it; writes what it did to the tree, with `back` to undo it. */
function told({ tree, config }: Scene, segment: Uint8Array, inbox: Inbox): { readonly trace: SegmentTrace; readonly back: readonly Write[] } {
  const rootBefore = toHex(tree.root())
  const { witness: { keys, proof, entries }, result } = witnessOf(tree, segment, inbox, config)
  tree.apply(result.writes)
  const trace = {
    rootBefore, segment: toHex(segment), keys: keys.map(toHex), proof: toHex(proof),
    inbox: { length: inbox.length.toString(), first: entries.first.toString(), entries: entries.list.map((entry) => toHex(encodeEntry(entry))) },
    rootAfter: toHex(tree.root()), outcomes: toHex(Uint8Array.from(result.outcomes, outcomeByte)), what: result.outcomes.map(wordsOf),
  }
  return { trace, back: result.writes.map(({ key, previous }) => ({ key, words: previous })) }
}

const chainOf = (tree: Tree) => decodeRecord('chain', tree.get(recordKey('chain')))

/** The records that a segment asks for, by name. Throws FieldOverflow where a history leads to a number that its field cannot hold. */
function namesOf({ tree, config }: Scene, segment: Uint8Array, inbox: Inbox): readonly Named[] {
  const watch = watched(strict(createLedger(tree)))
  runSegment(watch.ledger, segment, inbox, config)
  return [...watch.known.values()].map(({ name, ids, before }) => ({ name, ids, record: before as AnyRecord }))
}

const DEEPEST = 128
const LONGEST_WAIT = 60n * DAY

/** Strange leaves beside a few of these records, present or not: their keys share up to 128 bits. */
function plant({ random, tree }: Scene, beside: readonly Named[]): void {
  const chosen = beside.filter(() => oneIn(random, 6))
  tree.apply(chosen.map(({ name, ids }) => {
    const depth = oneIn(random, 4) ? DEEPEST - random(8) : random(DEEPEST + 1)
    return { key: branchOff(random, recordKey(name, ...ids), depth), words: randomWords(random) }
  }))
}

/** No clock of a record ever stands after the chain's time: that goes on, or stays. */
const notBefore = (time: bigint, one: Named): Named =>
  one.name === 'chain' && Number(one.record.time) < time ? { ...one, record: { ...one.record, time } } : one

/** The same segment on records that nothing leads to; undefined where it comes to what no record can hold. The tree stays as it is. */
function dreamt(scene: Scene, named: readonly Named[], segment: Uint8Array, inbox: Inbox): SegmentTrace | undefined {
  const { random, tree, config } = scene
  const { time } = chainOf(tree)
  const changed = scrambled(named, random, time).map((one) => notBefore(time, one)).filter(({ record }, i) => record !== named[i]?.record)
  const writes = changed.map(({ name, ids, record }) => ({ key: recordKey(name, ...ids), words: encodeAny(name, record) }))
  const undo = writes.map(({ key }) => ({ key, words: tree.get(key) ?? null })).reverse()
  tree.apply(writes)
  try {
    runSegment(strict(createLedger(tree)), segment, inbox, config)
    const { trace, back } = told(scene, segment, inbox)
    tree.apply(back)
    return trace
  } catch (error) {
    // Also a division by zero: a state that nothing leads to.
    if (error instanceof RangeError) return undefined
    throw error
  } finally {
    tree.apply(undo)
  }
}

const taskWith = (weight: bigint, random: Random) => ({ weight, contentHash: randomBytes(random, 32) })

/** Deeds that communities seldom see: the dearest proposal there can be, task lists whose weights are wrong, an identity that somebody has. */
function odd(deed: Deed, { random }: Scene, world: World): Deed {
  const [first = 0n, ...rest] = deed.args
  if (deed.kind === 'propose' && oneIn(random, 12)) return { ...deed, args: [pick(random, endsIn(world)) + BigInt(random(2)), ...rest] }
  if (deed.kind === 'submitTaskList' && oneIn(random, 12)) {
    const least = random(2)
    return { ...deed, args: [first, Array.from({ length: 1 + random(34) }, () => taskWith(BigInt(least + random(3) * 3_333), random))] }
  }
  if (!oneIn(random, 60)) return deed
  const member = pick(random, [...PEOPLE.slice(6), STRANGER])
  return { ...deed, kind: 'register', args: [member, identityOf(100 + random(9)), world.now + BigInt(random(50)), new Uint8Array(0)], value: 0n }
}

/** What somebody does next, at times with an argument at a bound. */
function deedIn(scene: Scene, world: World): Deed {
  const { random, config, settlings, seed } = scene
  const deed = lavish(signed(odd(nextDeed({ world, settlings }, random), scene, world), config.genesis, random), world, seed, random)
  if (!oneIn(random, 12)) return deed
  const near = [{ name: 'pool', ids: [], record: { ...world.pool() } }, { name: 'account', ids: [deed.sender], record: { ...world.account(deed.sender) } }] as const
  return { ...deed, args: argumentsNear(deed.kind, deed.args, near, endsIn(world), random) }
}

const settingOf = ({ config, random }: Scene, world: World): Setting => ({
  genesis: config.genesis, random, nonceOf: (account) => world.account(account).nonce,
})

/** Items one after the other, each made from the state that those before it left; sometimes more than fit. */
function transactionSegment(scene: Scene, inbox: Inbox, t: bigint): Uint8Array {
  const { random, tree, config, settlings } = scene
  const head = { last: random(3) > 0, inbox: false, t }
  const watch = watched(createLedger(tree))
  const run = beginSegment(watch.ledger, head, inbox, config)
  const world = worldOver(watch.ledger, config)
  world.now = watch.ledger.get('chain').time
  const isGreedy = oneIn(random, 12)
  const items: Uint8Array[] = []
  for (let size = 0, most = oneIn(random, 6) ? random(4) : 18; items.length < most;) {
    watch.begin()
    const deed = deedIn(scene, world)
    if (!isGreedy && !run.fits(deed.kind)) break
    const bytes = itemOf(deed, settingOf(scene, world))
    size += bytes.length + 2
    if (size > SEGMENT.maxBytes - 6) break
    items.push(bytes)
    const item = decodeItem(bytes)
    if (item === undefined) run.skipUndecodable()
    else run.execute(item)
    settlings.enter(watch.changed())
  }
  return encodeTransactionSegment(head, items)
}

/** New entries; the segment reads as many, or not all of them, or more than there are. */
function inboxSegment(scene: Scene, t: bigint): Uint8Array {
  const { random, tree, config, entries } = scene
  const world = worldOver(createLedger(tree), config)
  world.now = chainOf(tree).time
  for (let count = random(5); count > 0; count--) entries.push(entryOf(deedIn(scene, world), settingOf(scene, world), world.now))
  return encodeInboxSegment({ last: random(3) > 0, inbox: true, t }, oneIn(random, 20) ? random(65_536) : random(6))
}

/** What deeds one by one wait for in all. */
const waitIn = (world: World, random: Random): bigint => nextWait(world, random) + nextWait(world, random) + nextWait(world, random) + nextWait(world, random)

function nextSegment(scene: Scene): Uint8Array {
  const { random, tree, config, entries } = scene
  const world = worldOver(createLedger(tree), config)
  world.now = chainOf(tree).time
  // Credits take a day to come. Else as much time passes as between so many calls.
  const t = world.now + (chainOf(tree).number === 0n ? DAY : waitIn(world, random))
  const draw = random(60)
  if (draw === 0) return randomBytes(random, random(oneIn(random, 4) ? 1_000 : 40))
  const segment = draw < 10 ? inboxSegment(scene, t) : transactionSegment(scene, inboxOf(entries), t)
  return draw === 1 || draw === 59 ? spoiled(random, segment) : segment
}

/** Those whose credits run out, and those who can do as much as they like. */
const creditsFor = (seed: number) => (seed % 8 === 3 ? { memberCredits: 100_000n, creditsPerEther: 3_000n } : {})

function foundedOn(tree: Tree, { seed }: HistoryOptions, random: Random): Genesis {
  const ledger = createLedger(tree)
  const parameters = { ...randomParameters(seed), ...creditsFor(seed) }
  const world = founded({ parameters, wealth: wealthOf(seed), random, ledger, recover: recoverNatively, tokens: seed % 16 !== 5 })
  const { genesis } = world.config
  tree.apply([...ledger.flush(), ...genesisRecords(genesis)])
  return genesis
}

function* tracesOf(scene: Scene, segments: number): Generator<SegmentTrace, undefined> {
  const { random, entries } = scene
  for (let done = 0; done < segments; done++) {
    const segment = nextSegment(scene)
    const inbox = inboxOf(entries)
    const named = namesOf(scene, segment, inbox)
    if (oneIn(random, 4)) plant(scene, named)
    const dream = oneIn(random, 4) ? dreamt(scene, named, segment, inbox) : undefined
    if (dream !== undefined) yield dream
    const { time } = chainOf(scene.tree)
    const { trace, back } = told(scene, segment, inbox)
    // Broken bytes can say any time; what comes after would be the end of all deadlines.
    if (chainOf(scene.tree).time > time + LONGEST_WAIT) scene.tree.apply(back)
    yield trace
  }
  return undefined
}

/**
 * A community's history as segments in their bytes, for other languages to run: what random members may do and what they may not, broken
 * bytes, entries from L1, strange leaves beside records, and now and then the same segment on records that no history leads to.
 */
export function tracedHistory(options: HistoryOptions): TracedHistory {
  const { seed, segments } = options
  const random = createRandom(seed)
  const tree = createTree()
  const genesis = foundedOn(tree, options, random)
  const scene: Scene = { random, config: { genesis, recover: recoverNatively }, tree, entries: [], settlings: new Settlings(), seed }
  return { genesis, traces: tracesOf(scene, segments) }
}
