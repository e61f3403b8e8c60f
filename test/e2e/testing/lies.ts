import { readFileSync, writeFileSync } from 'node:fs'
import {
  asciiBytes, concat, decodeItem, decodeRecord, decodeSegment, encodeInboxSegment, encodeRecord, encodeTransactionSegment, executeSegment, keccak256, recordKey,
  ZERO_HASH, type Address, type KindName, type RecordOf,
} from '@distribute/state-machine'
import type { FalseState } from './false-state.ts'
import { signedItem } from './signed-item.ts'

/** What a sequencer can claim that is not so (issue 4). */
export const LIES = [
  'wrong root', 'wrong chain record', 'skipped transaction', 'doubled mint', 'changed recipient', 'unread entry', 'too many transactions', 'too many records',
  'root over garbage', 'right roots on a false claim',
] as const
export type LieName = (typeof LIES)[number]

/** What a liar is told: which lie, and about whom. */
export interface Order {
  readonly lie: LieName
  /** Who mints and sends. */
  readonly member: Address
  /** To whom, and to whom not. */
  readonly receiver: Address
  readonly thief: Address
  /** Signs what stands in segments that are made to be lied about. */
  readonly accomplice: `0x${string}`
}

export const orderLie = (file: string, order: Order): void => writeFileSync(file, JSON.stringify(order))

export const readOrder = (file: string | undefined): Order | undefined => {
  try {
    return file === undefined ? undefined : (JSON.parse(readFileSync(file, 'utf8')) as Order)
  } catch {
    return undefined
  }
}

/** What the claimed state behind a segment is, instead of what the segment leads to; or a root that is no state's. */
export type Falsehood = (state: FalseState, bytes: Uint8Array) => Uint8Array | undefined

/** Where in a batch the lie is told. Undefined: nothing in it can be lied about so. */
export interface Told {
  readonly at: number
  readonly falsehood: Falsehood
}

export interface Scene {
  readonly order: Order
  /** Before the batch. */
  readonly state: FalseState
  /** L1's time, or a little before it. */
  readonly t: bigint
}

export interface Lie {
  /** A block of its own, behind those of the batch, of one segment. */
  readonly block?: (scene: Scene) => Promise<Uint8Array>
  readonly tell: (segments: readonly Uint8Array[], order: Order) => Told | undefined
}

interface Changes {
  readonly chain: readonly []
  readonly account: readonly [Address]
  readonly withdrawal: readonly [bigint]
}

const change = <N extends keyof Changes>({ tree }: FalseState, name: N, ids: Changes[N], to: (record: RecordOf<N>) => Partial<RecordOf<N>>): void => {
  const key = recordKey(name, ...ids)
  const record = decodeRecord(name, tree.get(key))
  tree.apply([{ key, words: encodeRecord(name, { ...record, ...to(record) }) }])
}

export const execute = ({ tree, inbox, config }: FalseState, bytes: Uint8Array): void => void tree.apply(executeSegment(tree, bytes, inbox, config).writes)

/** Executes `instead`, in one go or in several, and says of it that it was this segment. */
const executeAs = (state: FalseState, bytes: Uint8Array, instead: readonly Uint8Array[]): void => {
  const { open, bodyHash } = decodeRecord('chain', state.tree.get(recordKey('chain')))
  for (const other of instead) execute(state, other)
  const before = open === 1n ? bodyHash : ZERO_HASH
  change(state, 'chain', [], () => ({ bodyHash: keccak256(concat(before, keccak256(bytes))) }))
}

/** Of what decodes in a segment and is a transaction. */
export const kindsIn = (bytes: Uint8Array): readonly (KindName | undefined)[] => decodeSegment(bytes).items.map((bytesOfItem) => {
  const item = decodeItem(bytesOfItem)
  return item?.type === 'transaction' ? item.transaction.call.kind : undefined
})

const lastOf = (segments: readonly Uint8Array[]): number => segments.length - 1
const firstWith = (segments: readonly Uint8Array[], kind: KindName): number | undefined => {
  const at = segments.findIndex((bytes) => kindsIn(bytes).includes(kind))
  return at < 0 ? undefined : at
}
const at = (place: number | undefined, falsehood: Falsehood): Told | undefined => (place === undefined ? undefined : { at: place, falsehood })

/** Right, and something besides. */
const spoilt = (spoil: (state: FalseState) => void): Falsehood => (state, bytes) => {
  execute(state, bytes)
  spoil(state)
  return undefined
}

const steal = ({ thief }: Order): Falsehood => spoilt((state) => change(state, 'withdrawal', [1_000n], () => ({ to: thief, value: 1n })))

/** As if what is past the limits had stood in a segment of its own. */
const overLimits = (count: number): Falsehood => (state, bytes) => {
  const { head, items } = decodeSegment(bytes)
  executeAs(state, bytes, [encodeTransactionSegment({ ...head, last: false }, items.slice(0, count)), encodeTransactionSegment(head, items.slice(count))])
  return undefined
}

const manyOf = (kind: 'send' | 'validate', count: number) => async ({ order, state, t }: Scene): Promise<Uint8Array> => {
  const items = await Promise.all(Array.from({ length: count }, (_, i) => signedItem({ state, privateKey: order.accomplice, ahead: BigInt(i), kind, to: order.receiver })))
  return encodeTransactionSegment({ last: true, inbox: false, t }, items)
}

/** So many calls of these kinds fit: one fewer than stand there. */
const TRANSFERS = 16
const VALIDATIONS = 5

export const TELL: Readonly<Record<LieName, Lie>> = {
  'wrong root': { tell: (segments) => (segments.length < 2 ? undefined : at(0, (state, bytes) => (execute(state, bytes), new Uint8Array(32).fill(7)))) },
  'wrong chain record': { tell: (segments) => at(lastOf(segments), spoilt((state) => change(state, 'chain', [], ({ number }) => ({ number: number + 1n })))) },
  'skipped transaction': {
    tell: (segments) => at(firstWith(segments, 'send'), (state, bytes) => {
      const { head, items } = decodeSegment(bytes)
      executeAs(state, bytes, [encodeTransactionSegment(head, items.slice(0, -1))])
      return undefined
    }),
  },
  'doubled mint': {
    tell: (segments, { member }) => at(firstWith(segments, 'mint'), spoilt((state) =>
      change(state, 'account', [member], ({ tokens, heldTokens }) => ({ tokens: 2n * tokens, heldTokens: 2n * heldTokens })))),
  },
  'changed recipient': {
    tell: (segments, { receiver, thief }) => at(firstWith(segments, 'send'), spoilt((state) => {
      change(state, 'account', [receiver], ({ ether }) => ({ ether: ether - 1n }))
      change(state, 'account', [thief], ({ ether }) => ({ ether: ether + 1n }))
    })),
  },
  'unread entry': {
    block: ({ t }) => Promise.resolve(encodeInboxSegment({ last: true, inbox: true, t }, 0)),
    tell: (segments) => at(lastOf(segments), spoilt((state) => change(state, 'chain', [], ({ cursor }) => ({ cursor: cursor + 1n })))),
  },
  'too many transactions': { block: manyOf('send', TRANSFERS + 1), tell: (segments) => at(lastOf(segments), overLimits(TRANSFERS)) },
  'too many records': { block: manyOf('validate', VALIDATIONS + 1), tell: (segments) => at(lastOf(segments), overLimits(VALIDATIONS)) },
  'root over garbage': {
    block: () => Promise.resolve(Uint8Array.of(1, 0, 0, 0, 0, 0, ...asciiBytes('these are no transactions'))),
    tell: (segments, order) => at(lastOf(segments), steal(order)),
  },
  'right roots on a false claim': { tell: (segments, order) => at(0, steal(order)) },
}

/** What of a state must fit a lie before it is told. */
export const isReady = ({ order, state }: Scene): boolean =>
  order.lie !== 'unread entry' || state.inbox.length > decodeRecord('chain', state.tree.get(recordKey('chain'))).cursor
