import { bigintToBytes, bytesToBigint, decodeRlp, encodeRlp, addressFromBytes, addressToBytes, type Address, type RlpItem } from '@distribute/state-machine'
import { TAKEOVER_CAUSES, type ClaimEvent, type SequencerKeys, type TakeoverCause } from '@distribute/bridge-contracts'
import type { StoredBatch } from '../storage/batch-row.ts'
import { DerivationError } from './errors.ts'

/** What a claim adds to a batch's data. */
export type ClaimPart = Pick<StoredBatch, 'claimId' | 'round' | 'claimant' | 'claimTime' | 'rootsRoot' | 'lastRoot' | 'cursor'>

/** Where on L1 it was logged. */
export interface EventPlace {
  readonly l1Block: bigint
  readonly l1Hash: Uint8Array
  readonly transactionHash: Uint8Array
  readonly logIndex: bigint
}

/** What became of claims, as it is kept: with what it takes to undo it, as L1 may take it back. */
export type StoredEvent =
  | { readonly kind: 'void'; readonly place: EventPlace; readonly index: bigint; readonly end: bigint; readonly round: bigint; readonly claimId: Uint8Array }
  | { readonly kind: 'roots'; readonly place: EventPlace; readonly index: bigint; readonly claimId: Uint8Array; readonly before: ClaimPart }
  | { readonly kind: 'sequencer'; readonly place: EventPlace; readonly term: bigint; readonly cause: TakeoverCause; readonly previous: SequencerKeys; readonly current: SequencerKeys; readonly since: bigint; readonly firstBatch: bigint }
  | { readonly kind: 'takeoverCancelled'; readonly place: EventPlace; readonly term: bigint; readonly cancelled: SequencerKeys; readonly current: SequencerKeys }

export const placeOfEvent = ({ place: { blockNumber, blockHash, transactionHash, logIndex } }: ClaimEvent): EventPlace =>
  ({ l1Block: blockNumber, l1Hash: blockHash, transactionHash, logIndex: BigInt(logIndex) })

const KINDS = ['void', 'roots', 'sequencer', 'takeoverCancelled'] as const
const number = (value: bigint): Uint8Array => bigintToBytes(value, 8)
const keysOf = ({ poster, signer, staker }: SequencerKeys): RlpItem[] => [poster, signer, staker].map(addressToBytes)
const claimOf = ({ claimId, round, claimant, claimTime, rootsRoot, lastRoot, cursor }: ClaimPart): RlpItem[] =>
  [claimId, number(round), addressToBytes(claimant), number(claimTime), rootsRoot, lastRoot, number(cursor)]

const contentOf = (event: StoredEvent): RlpItem[] => {
  if (event.kind === 'void') return [number(event.index), number(event.end), number(event.round), event.claimId]
  if (event.kind === 'roots') return [number(event.index), event.claimId, ...claimOf(event.before)]
  if (event.kind === 'takeoverCancelled') return [number(event.term), ...keysOf(event.cancelled), ...keysOf(event.current)]
  const { term, cause, since, firstBatch } = event
  return [...[term, BigInt(TAKEOVER_CAUSES.indexOf(cause)), since, firstBatch].map(number), ...keysOf(event.previous), ...keysOf(event.current)]
}

export const encodeEvents = (events: readonly StoredEvent[]): Uint8Array =>
  encodeRlp(events.map((event) => {
    const { l1Block, l1Hash, transactionHash, logIndex } = event.place
    return [number(BigInt(KINDS.indexOf(event.kind))), number(l1Block), l1Hash, transactionHash, number(logIndex), ...contentOf(event)]
  }))

/** Throws DerivationError CorruptNotes. */
export const decodeEvents = (bytes: Uint8Array): readonly StoredEvent[] => {
  const list = decodeRlp(bytes)
  if (list === undefined || list instanceof Uint8Array) throw corrupt('they are no list')
  return list.map(decodeEvent)
}

const decodeEvent = (item: RlpItem): StoredEvent => {
  const fields = createFields(item)
  const kind = KINDS[Number(fields.number())]
  const place = { l1Block: fields.number(), l1Hash: fields.bytes(), transactionHash: fields.bytes(), logIndex: fields.number() }
  if (kind === 'void') return { kind, place, index: fields.number(), end: fields.number(), round: fields.number(), claimId: fields.bytes() }
  if (kind === 'roots') return { kind, place, index: fields.number(), claimId: fields.bytes(), before: takeClaim(fields) }
  if (kind === 'takeoverCancelled') return { kind, place, term: fields.number(), cancelled: takeKeys(fields), current: takeKeys(fields) }
  if (kind === 'sequencer') return { kind, place, ...takeTerm(fields), previous: takeKeys(fields), current: takeKeys(fields) }
  throw corrupt('one is of no kind')
}

interface Fields {
  bytes(): Uint8Array
  number(): bigint
  address(): Address
}

/** The items of a list, taken one after the other. */
const createFields = (item: RlpItem): Fields => {
  const items = item instanceof Uint8Array ? [] : item
  let at = 0
  const bytes = (): Uint8Array => {
    const field = items[at++]
    if (field instanceof Uint8Array) return field
    throw corrupt('one ends too soon')
  }
  return { bytes, number: () => bytesToBigint(bytes()), address: () => addressFromBytes(bytes(), 0) }
}

const takeClaim = (fields: Fields): ClaimPart => ({
  claimId: fields.bytes(), round: fields.number(), claimant: fields.address(), claimTime: fields.number(),
  rootsRoot: fields.bytes(), lastRoot: fields.bytes(), cursor: fields.number(),
})
const takeTerm = (fields: Fields): { readonly term: bigint; readonly cause: TakeoverCause; readonly since: bigint; readonly firstBatch: bigint } => {
  const [term, cause] = [fields.number(), TAKEOVER_CAUSES[Number(fields.number())]]
  if (cause === undefined) throw corrupt('one has no cause')
  return { term, cause, since: fields.number(), firstBatch: fields.number() }
}
const takeKeys = (fields: Fields): SequencerKeys => ({ poster: fields.address(), signer: fields.address(), staker: fields.address() })

const corrupt = (how: string): DerivationError => new DerivationError('CorruptNotes', `the notes of what became of claims: ${how}`)
