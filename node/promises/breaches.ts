import { bigintToBytes, bytesToBigint, decodeRlp, encodeRlp, equalBytes, type PromiseHeader, type RlpItem } from '@distribute/state-machine'
import { BREACHES, type Breach, type SignedPromise } from '@distribute/bridge-contracts'
import type { ChainMeta } from '../chain/chain.ts'
import { PromiseError } from './errors.ts'

/** A promise that was not kept, with all that its signer signed of it. */
export interface KnownBreach {
  /** As L1 names it (docs/formats.md section 7). */
  readonly id: Uint8Array
  readonly breach: Breach
  readonly term: bigint
  /** Of the block that was promised. */
  readonly number: bigint
  /** One, or of an equivocation two. */
  readonly signed: readonly SignedPromise[]
}

/**
 * - `open`: nobody has paid for it yet;
 * - `settled`: L1 took what it costs;
 * - `given-up`: L1 says for good that it is none, or that nothing is left to be taken.
 */
export const STATES = ['open', 'settled', 'given-up'] as const
export type BreachState = (typeof STATES)[number]

export interface NotedBreach extends KnownBreach {
  readonly state: BreachState
}

/** Those that were given up, so that they are not found again. */
const MOST_GIVEN_UP = 64

const NOTE = 'brokenPromises'

export interface Breaches {
  list(): readonly NotedBreach[]
  /**
   * False where it is known, or one of the same kind and term is: one takes the stake, or the half of it, and who breaks every promise must
   * not have this node pay for a proof of each.
   */
  add(breach: KnownBreach): Promise<boolean>
  mark(id: Uint8Array, state: BreachState): Promise<void>
  /** Of one that an L1 reorg took away. */
  drop(id: Uint8Array): Promise<void>
}

export const loadBreaches = async (meta: ChainMeta): Promise<Breaches> => {
  const stored = await meta.get(NOTE)
  let known = stored === undefined ? [] : decodeBreaches(stored)
  const store = async (next: readonly NotedBreach[]): Promise<void> => {
    const givenUp = next.filter(({ state }) => state === 'given-up').slice(-MOST_GIVEN_UP)
    known = [...next.filter(({ state }) => state !== 'given-up'), ...givenUp]
    await meta.put(NOTE, encodeBreaches(known))
  }
  return {
    list: () => known,
    async add(breach) {
      const isKnown = known.some((one) => equalBytes(one.id, breach.id) || (one.state !== 'given-up' && one.term === breach.term && one.breach === breach.breach))
      if (isKnown) return false
      await store([...known, { ...breach, state: 'open' }])
      return true
    },
    mark: (id, state) => store(known.map((one) => (equalBytes(one.id, id) ? { ...one, state } : one))),
    drop: (id) => store(known.filter((one) => !equalBytes(one.id, id))),
  }
}

const encodeBreaches = (list: readonly NotedBreach[]): Uint8Array =>
  encodeRlp(list.map(({ id, breach, term, number, signed, state }) =>
    [id, bigintToBytes(BigInt(BREACHES.indexOf(breach)), 1), bigintToBytes(term, 8), bigintToBytes(number, 8), signed.map(encodeSigned), bigintToBytes(BigInt(STATES.indexOf(state)), 1)]))

const encodeSigned = ({ header, signature }: SignedPromise): RlpItem => {
  const { chainId, number, l1Number, time, parentHash, l1Hash, stateRoot, bodyHash } = header
  return [...[chainId, number, l1Number, time].map((value) => bigintToBytes(value, 32)), parentHash, l1Hash, stateRoot, bodyHash, signature]
}

/** Throws PromiseError CorruptNotes. */
const decodeBreaches = (bytes: Uint8Array): readonly NotedBreach[] => listIn(decodeRlp(bytes)).map((item) => {
  const [id, place, term, number, signed, stage] = listIn(item)
  const breach = BREACHES[Number(bytesToBigint(bytesIn(place)))]
  const state = STATES[Number(bytesToBigint(bytesIn(stage)))]
  if (breach === undefined || state === undefined) throw corrupt()
  return { id: bytesIn(id), breach, term: bytesToBigint(bytesIn(term)), number: bytesToBigint(bytesIn(number)), signed: listIn(signed).map(decodeSigned), state }
})

const decodeSigned = (item: RlpItem): SignedPromise => {
  const [chainId, number, l1Number, time, parentHash, l1Hash, stateRoot, bodyHash, signature] = listIn(item)
  const integers = { chainId: integerIn(chainId), number: integerIn(number), l1Number: integerIn(l1Number), time: integerIn(time) }
  const header: PromiseHeader = { ...integers, parentHash: bytesIn(parentHash), l1Hash: bytesIn(l1Hash), stateRoot: bytesIn(stateRoot), bodyHash: bytesIn(bodyHash) }
  return { header, signature: bytesIn(signature) }
}

const corrupt = (): PromiseError => new PromiseError('CorruptNotes', 'the notes of broken promises cannot be read')
const listIn = (item: RlpItem | undefined): readonly RlpItem[] => {
  if (item === undefined || item instanceof Uint8Array) throw corrupt()
  return item
}
const bytesIn = (item: RlpItem | undefined): Uint8Array => {
  if (item instanceof Uint8Array) return item
  throw corrupt()
}
const integerIn = (item: RlpItem | undefined): bigint => bytesToBigint(bytesIn(item))
