import { encodeGenesis, inboxAt, toHex, witnessesOf } from '@distribute/state-machine'
import type { InboxEntry, SegmentWitness } from '@distribute/state-machine'
import type { RpcContext } from './context.ts'
import { optional, uint64 } from './decoders.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import type { StoredBatch } from './ports.ts'
import { refuseRead } from './read-state.ts'

/** Segments of an answer, so that none holds up the others for long. A block begun is told whole. */
const MOST_SEGMENTS = 16

/** Blocks of a batch, one after the other, and what of them was asked for. */
interface Stretch {
  /** Behind which the first of them stands. */
  readonly before: bigint
  readonly segments: readonly Uint8Array[]
  /** Place in the batch of the first segment. */
  readonly first: bigint
  /** Of the one behind the last; undefined where the batch ends. */
  readonly next: bigint | undefined
}

/** From the block with segment `from` on. Undefined where the batch has no such segment. */
async function stretchFrom({ deps: { chain } }: RpcContext, batch: StoredBatch, from: bigint): Promise<Stretch | undefined> {
  const segments: Uint8Array[] = []
  let [at, first, before] = [0n, 0n, batch.firstBlock - 1n]
  for (let number = batch.firstBlock; number <= batch.lastBlock; number++) {
    const own = (await chain.segmentsOf(number)) ?? []
    at += BigInt(own.length)
    if (at <= from) [first, before] = [at, number]
    else segments.push(...own.map(({ bytes }) => bytes))
    if (segments.length >= MOST_SEGMENTS) break
  }
  if (segments.length === 0) return undefined
  return { before, segments, first, next: at < batch.segments ? at : undefined }
}

const formatEntry = ({ kind, time, from, value, payload }: InboxEntry): unknown =>
  ({ kind: quantity(BigInt(kind)), time: quantity(time), from, value: quantity(value), payload: toHex(payload) })

const formatWitness = (bytes: Uint8Array | undefined, { keys, proof, entries }: SegmentWitness): unknown => ({
  bytes: toHex(bytes ?? new Uint8Array(0)),
  keys: keys.map(toHex),
  multiproof: toHex(proof),
  firstEntry: quantity(entries.first),
  entries: entries.list.map(formatEntry),
})

/** A batch's segments, and for each what lets anybody run it again who has the root before it; null where this node has no such segment. */
async function witnesses(context: RpcContext, index: bigint, from: bigint): Promise<unknown> {
  const { chain } = context.deps
  const batch = await chain.batches.get(index)
  const stretch = batch === undefined ? undefined : await stretchFrom(context, batch, from)
  if (batch === undefined || stretch === undefined) return null
  const { before, segments, first, next } = stretch
  const inbox = inboxAt(chain.inbox.view(batch.inboxLength), batch.inboxLength)
  const made = await chain.useNearTreeAt(before, (tree) => witnessesOf(tree, chain.config, inbox, segments)).catch(refuseRead)
  return { first: quantity(first), segments: made.map((witness, i) => formatWitness(segments[i], witness)), next: next === undefined ? null : quantity(next) }
}

export const rollupWitnesses: MethodTable = {
  rollup_getWitnesses: method([uint64, optional(uint64, 0n)], witnesses),
  rollup_getGenesis: method([], ({ deps }) => encodeGenesis(deps.chain.config.genesis)),
}
