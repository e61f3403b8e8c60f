import { secp256k1 } from '@noble/curves/secp256k1'
import { systemAddress, ZERO_ADDRESS, type Address } from '../codec/address.ts'
import type { Argument } from '../codec/argument.ts'
import { bigintToBytes, concat, isZero, toHex } from '../codec/bytes.ts'
import { encodeCalldata } from '../codec/call.ts'
import { recoverAddress } from '../codec/recover.ts'
import { runCall } from '../execute/call.ts'
import { targetOf } from '../execute/transaction.ts'
import { BASIS_POINTS, FIELD_BYTES, KINDS, RECORDS, type FieldType, type KindName, type ParameterName, type RecordName, type RecordShape } from '../params.ts'
import { lowestEther } from '../rules/pool.ts'
import { membershipDigest, recoveryDigest } from '../rules/typed-data.ts'
import type { Genesis } from '../state/genesis.ts'
import { recordKey, type Id } from '../state/keys.ts'
import { encodeAny, type AnyRecord } from '../state/layout.ts'
import { createLedger, type Ledger, type StateReader } from '../state/ledger.ts'
import { createRandom, type Random } from '../tree/testing/scenario.ts'
import { accountOfKey } from './chain.ts'
import { nextDeed, nextWait, PEOPLE, type Deed } from './random-deeds.ts'
import { randomParameters } from './random-parameters.ts'
import { argumentsNear, scrambled, timeNear, type Named } from './scrambled-records.ts'
import { Settlings } from './settlings.ts'
import { oneIn, pick } from './traffic.ts'
import { watched, type WatchedLedger } from './watched-ledger.ts'
import { DAY, ETHER, genesisOf, identityOf, worldOver, type World } from './world.ts'

/** A rule wrote a number that its field cannot hold: what no language may ever come to. */
export class FieldOverflow extends RangeError {
  readonly code = 'FieldOverflow'
}

/** One call and every record that it asked for, words before and after as 0x-hex (`0x` where absent). Numbers are decimal. */
export interface CallTrace {
  readonly kind: KindName
  readonly time: string
  readonly sender: Address
  readonly to: Address
  readonly value: string
  readonly callData: string
  readonly records: readonly { readonly record: RecordName; readonly key: string; readonly words: string; readonly after: string }[]
  /** The broken rule; null where none was. */
  readonly error: string | null
  /** The records' contents are made up: no history leads to them. */
  readonly scrambled: boolean
}

export interface HistoryTrace {
  readonly genesis: {
    readonly chainId: string
    readonly registrar: Address
    readonly operator: Address
    readonly parameters: { readonly [name: string]: string }
  }
  readonly calls: readonly CallTrace[]
}

export interface TraceOptions {
  readonly seed: number
  readonly calls: number
  /** Of each kind, outcome and wealth so many calls are told, then no more; the map is shared by histories. */
  readonly most: number
  readonly told: Map<string, number>
}

const REGISTRAR_KEY = 7
const ORDER = secp256k1.CURVE.n

const shapeOf = (name: RecordName): RecordShape => RECORDS[name]
const typesOf = new Map<RecordName, readonly (readonly [string, FieldType])[]>(
  (Object.keys(RECORDS) as RecordName[]).map((name) => [name, shapeOf(name).words.flatMap((word) => Object.entries(word))]),
)

function checkWidths(name: RecordName, record: AnyRecord): void {
  for (const [field, type] of typesOf.get(name) ?? []) {
    const value = record[field]
    const isWrong = typeof value === 'bigint' && (value < 0n || value >> BigInt(8 * FIELD_BYTES[type]) !== 0n)
    if (isWrong) throw new FieldOverflow(`${name}.${field} = ${value}`)
  }
}

/** A ledger that throws FieldOverflow where a field would lose bits. */
function strict(inner: Ledger): Ledger {
  return {
    get: (name, ...ids) => inner.get(name, ...ids),
    put: (name, record, ...ids) => {
      checkWidths(name, record)
      inner.put(name, record, ...ids)
    },
    mark: () => inner.mark(),
    undoTo: (mark) => inner.undoTo(mark),
    flush: () => inner.flush(),
    changes: () => inner.changes(),
    get loaded() {
      return inner.loaded
    },
  }
}

/** r ‖ s ‖ v by the registrar; one in eight is not quite what it should be. */
function signatureOf(digest: Uint8Array, random: Random): Uint8Array {
  const { r, s, recovery } = secp256k1.sign(digest, bigintToBytes(BigInt(oneIn(random, 16) ? 8 : REGISTRAR_KEY), 32))
  const signature = concat(bigintToBytes(r, 32), bigintToBytes(s, 32), Uint8Array.of(27 + recovery))
  if (!oneIn(random, 8)) return signature
  return pick(random, [
    concat(bigintToBytes(r, 32), bigintToBytes(ORDER - s, 32), Uint8Array.of(28 - recovery)),
    concat(bigintToBytes(r, 32), bigintToBytes(s, 32), Uint8Array.of(recovery)),
    concat(bigintToBytes(0n, 32), bigintToBytes(s, 32), Uint8Array.of(27)),
    concat(bigintToBytes(ORDER, 32), bigintToBytes(s, 32), Uint8Array.of(28)),
    concat(bigintToBytes(r, 32), bigintToBytes(0n, 32), Uint8Array.of(27)),
    concat(bigintToBytes(5n, 32), bigintToBytes(s, 32), Uint8Array.of(27)),
    concat(signature, Uint8Array.of(0)),
    signature.subarray(0, 64),
    new Uint8Array(0),
  ])
}

const isBytes = (value: Argument | undefined): value is Uint8Array => value instanceof Uint8Array

/** A deed whose signature, if it has one, is the registrar's in truth. */
function signed({ kind, args, ...rest }: Deed, { chainId }: Genesis, random: Random): Deed {
  const [first, second, deadline] = args
  if (typeof first !== 'string' || typeof deadline !== 'bigint') return { kind, args, ...rest }
  if (kind === 'register' && isBytes(second)) {
    return { ...rest, kind, args: [first, second, deadline, signatureOf(membershipDigest(chainId, first, second, deadline), random)] }
  }
  if (kind !== 'startRecovery' || typeof second !== 'string') return { kind, args, ...rest }
  return { ...rest, kind, args: [first, second, deadline, signatureOf(recoveryDigest(chainId, first, second, deadline), random)] }
}

/** wei that everybody brings; in one community of three it is such that products pass 256 bits. */
const wealthOf = (seed: number): bigint => (seed % 3 === 0 ? 1n << 92n : 1_000n * ETHER)

/** Who is rich buys more than a random deed does. */
function lavish(deed: Deed, { account }: World, seed: number, random: Random): Deed {
  const wealth = wealthOf(seed)
  if (deed.kind !== 'mint' || wealth === 1_000n * ETHER || oneIn(random, 4)) return deed
  return { ...deed, args: [wealth >> BigInt(2 + random(30))], value: account(deed.sender).ether >> BigInt(random(3)) }
}

interface Scene {
  readonly world: World
  readonly watch: WatchedLedger
  readonly settlings: Settlings
}

/** A community of nine, seven of them members, with tokens and a pool, as in project-history.ts; but its signatures are real. */
function founded(parameters: { readonly [name in ParameterName]?: bigint }, wealth: bigint, random: Random): Scene {
  const genesis = genesisOf({ dividendPeriod: 5n * DAY, recoveryDelay: DAY, ...parameters }, { registrar: accountOfKey(REGISTRAR_KEY) })
  const watch = watched(strict(createLedger({ get: () => undefined })))
  const world = worldOver(watch.ledger, { genesis, recover: recoverAddress })
  for (const person of PEOPLE) world.deposit(person, wealth)
  PEOPLE.slice(0, 7).forEach((person, i) => {
    const args = [person, identityOf(100 + i), world.now + 1n, new Uint8Array(0)]
    while (world.account(person).member === 0n) world.call(person, 'register', signed({ sender: person, kind: 'register', args, value: 0n }, genesis, random).args)
  })
  const affordable = (wealth * ETHER) / (200n * genesis.parameters.basePrice)
  const tokens = affordable < wealth / 4n ? affordable : wealth / 4n
  for (const person of PEOPLE) world.call(person, 'mint', [tokens], { value: wealth / 10n })
  for (const person of PEOPLE.slice(7)) world.call(person, 'donate', [], { value: wealth / 20n })
  return { world, watch, settlings: new Settlings() }
}

const wordsOf = (name: RecordName, record: unknown): string => {
  const words = encodeAny(name, record as AnyRecord)
  return isZero(words) ? '0x' : toHex(words)
}

const RECEIVERS = [...PEOPLE.slice(0, 4), ZERO_ADDRESS, systemAddress('token'), systemAddress('chain')]

interface Request extends Deed {
  readonly to: Address
  readonly now: bigint
}

type Told = Pick<CallTrace, 'records' | 'error' | 'scrambled'>

const traceOf = ({ kind, args, sender, to, value, now }: Request, told: Told): CallTrace => ({
  kind, sender, to, time: now.toString(), value: value.toString(), callData: kind === 'send' ? '0x' : toHex(encodeCalldata({ kind, args })), ...told,
})

/** What a record that was present, and is all zeros now, looks like; one that was absent stays so. */
const afterOf = (name: RecordName, before: string, record: unknown): string => {
  const words = wordsOf(name, record)
  return words === '0x' && before !== '0x' ? toHex(encodeAny(name, record as AnyRecord)) : words
}

const nowIn = <N extends RecordName>(ledger: Ledger, name: N, ids: readonly Id[]): unknown => ledger.get<N>(name, ...ids)

/** Every record that has been asked for, before and after. */
const recordsIn = ({ ledger, seen }: WatchedLedger): CallTrace['records'] =>
  [...seen.values()].map(({ name, ids, before }) => {
    const words = wordsOf(name, before)
    return { record: name, key: toHex(recordKey(name, ...ids)), words, after: afterOf(name, words, nowIn(ledger, name, ids)) }
  })

/** The call as it happens in the history. */
function live({ world, watch, settlings }: Scene, request: Request): CallTrace {
  watch.begin()
  const { error } = world.call(request.sender, request.kind, request.args, { value: request.value, to: request.to })
  settlings.enter(watch.changed())
  return traceOf(request, { records: recordsIn(watch), error: error ?? null, scrambled: false })
}

/** A call on other records; undefined where it leads to what no record can hold. */
function dreamt(genesis: Genesis, request: Request, stored: readonly Named[]): CallTrace | undefined {
  const words = new Map(stored.map(({ name, ids, record }) => [toHex(recordKey(name, ...ids)), encodeAny(name, record)]))
  const reader: StateReader = { get: (key) => { const found = words.get(toHex(key)); return found === undefined || isZero(found) ? undefined : found } }
  const watch = watched(strict(createLedger(reader)))
  const { kind, args, sender, value, now } = request
  const call = { kind, args }
  try {
    const config = { genesis, recover: recoverAddress }
    const { error } = runCall({ ledger: watch.ledger, config, now, sender, to: targetOf(call, request.to), value, call })
    return traceOf(request, { records: recordsIn(watch), error: error ?? null, scrambled: true })
  } catch (error) {
    // Also a division by zero: a state that nothing leads to.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function tell({ seed, most, told }: TraceOptions, calls: CallTrace[], trace: CallTrace | undefined): void {
  if (trace === undefined) return
  const what = `${trace.kind} ${trace.error ?? 'ok'} ${trace.scrambled ? 'scrambled' : ''} ${wealthOf(seed)}`
  const count = told.get(what) ?? 0
  if (count >= most) return
  told.set(what, count + 1)
  calls.push(trace)
}

/** Where proposals turn: periods, and the largest cost that the share of the pool allows, or that the pool can pay. */
function endsIn(world: World): readonly bigint[] {
  const { parameters } = world.config.genesis
  const lowest = lowestEther(world.pool(), world.now, parameters)
  const wholeNeed = BASIS_POINTS + parameters.proposerBps + parameters.validatorsBps + parameters.stakersBps
  const costs = [(lowest * parameters.maxCostShare) / BASIS_POINTS, (lowest * BASIS_POINTS) / wholeNeed]
  return [parameters.minStakingPeriod, parameters.maxStakingPeriod, ...costs]
}

/** Calls that a kind's table refuses never reach its rule. */
const isRun = ({ kind, value }: Deed): boolean => value === 0n || KINDS[kind].payable

/**
 * A history of calls as in project-history.ts, each with all that its rule read and wrote, for other languages to run. Beside each
 * call stands one like it on records with some fields made up. Throws FieldOverflow where a rule of a true history writes a number
 * that its field cannot hold.
 */
export function traceHistory(options: TraceOptions): HistoryTrace {
  const random = createRandom(options.seed)
  const parameters = randomParameters(options.seed)
  const scene = founded(parameters, wealthOf(options.seed), random)
  const { world, watch } = scene
  const { genesis } = world.config
  const calls: CallTrace[] = []
  for (let step = 0; step < options.calls; step++) {
    world.now += nextWait(world, random)
    const deed = lavish(signed(nextDeed(scene, random), genesis, random), world, options.seed, random)
    const request = { ...deed, to: pick(random, RECEIVERS), now: world.now }
    if (!isRun(deed)) continue
    tell(options, calls, live(scene, request))
    const seen = [...watch.seen.values()].map(({ name, ids, before }) => ({ name, ids, record: before as AnyRecord }))
    const other = { ...request, now: timeNear(seen, random, request.now), args: argumentsNear(request.kind, request.args, seen, endsIn(world), random) }
    tell(options, calls, dreamt(genesis, other, scrambled(seen, random, other.now)))
  }
  const { chainId, registrar, operator } = genesis
  const all = Object.entries(genesis.parameters).map(([name, value]) => [name, value.toString()])
  return { genesis: { chainId: chainId.toString(), registrar, operator, parameters: Object.fromEntries(all) as { [name: string]: string } }, calls }
}
