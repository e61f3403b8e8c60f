import { systemAddress, ZERO_ADDRESS, type Address } from '../codec/address.ts'
import { isZero, toHex } from '../codec/bytes.ts'
import { encodeCalldata } from '../codec/call.ts'
import { recoverAddress } from '../codec/recover.ts'
import { runCall } from '../execute/call.ts'
import { targetOf } from '../execute/transaction.ts'
import { BASIS_POINTS, KINDS, type KindName, type RecordName } from '../params.ts'
import { lowestEther } from '../rules/pool.ts'
import type { Genesis } from '../state/genesis.ts'
import { recordKey, type Id } from '../state/keys.ts'
import { encodeAny, type AnyRecord } from '../state/layout.ts'
import { createLedger, type Ledger, type StateReader } from '../state/ledger.ts'
import { createRandom } from '../tree/testing/scenario.ts'
import { founded, lavish, signed, wealthOf } from './founding.ts'
import { nextDeed, nextWait, PEOPLE, type Deed } from './random-deeds.ts'
import { randomParameters } from './random-parameters.ts'
import { argumentsNear, scrambled, timeNear, type Named } from './scrambled-records.ts'
import { Settlings } from './settlings.ts'
import { strict } from './strict-ledger.ts'
import { pick } from './traffic.ts'
import { watched, type WatchedLedger } from './watched-ledger.ts'
import type { World } from './world.ts'

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

interface Scene {
  readonly world: World
  readonly watch: WatchedLedger
  readonly settlings: Settlings
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
export function endsIn(world: World): readonly bigint[] {
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
  const watch = watched(strict(createLedger({ get: () => undefined })))
  const world = founded({ parameters, wealth: wealthOf(options.seed), random, ledger: watch.ledger, recover: recoverAddress })
  const scene = { world, watch, settlings: new Settlings() }
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
