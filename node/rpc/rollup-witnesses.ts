import { encodeGenesis, inboxAt, toHex, witnessesOf } from '@distribute/state-machine'
import type { InboxEntry, SegmentWitness, WitnessedStretch } from '@distribute/state-machine'
import type { RpcContext } from './context.ts'
import { optional, uint64 } from './decoders.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import type { StoredBatch } from './ports.ts'
import { refuseRead } from './read-state.ts'

/** Of an answer, so that none holds up the others for long. */
const MOST_SEGMENTS = 16

/** Blocks of a batch from the one with segment `from` on, as far as an answer goes. */
interface Stretch extends WitnessedStretch {
  /** The block behind which they stand. */
  readonly before: bigint
}

/** Undefined where the batch has no such segment. */
async function stretchFrom({ deps: { chain } }: RpcContext, batch: StoredBatch, from: bigint): Promise<Stretch | undefined> {
  const segments: Uint8Array[] = []
  let [start, before] = [0n, batch.firstBlock - 1n]
  for (let number = batch.firstBlock; number <= batch.lastBlock && segments.length < Number(from - start) + MOST_SEGMENTS; number++) {
    const own = (await chain.segmentsOf(number)) ?? []
    const end = start + BigInt(own.length)
    if (segments.length === 0 && end <= from) [start, before] = [end, number]
    else segments.push(...own.map(({ bytes }) => bytes))
  }
  const skipped = Number(from - start)
  return segments.length <= skipped ? undefined : { before, segments: segments.slice(0, skipped + MOST_SEGMENTS), from: skipped }
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
  const inbox = inboxAt(chain.inbox.view(batch.inboxLength), batch.inboxLength)
  const made = await chain.useNearTreeAt(stretch.before, (tree) => witnessesOf(tree, chain.config, inbox, stretch)).catch(refuseRead)
  const next = from + BigInt(made.length)
  return { segments: made.map((witness, i) => formatWitness(stretch.segments[stretch.from + i], witness)), next: next < batch.segments ? quantity(next) : null }
}

export const rollupWitnesses: MethodTable = {
  rollup_getWitnesses: method([uint64, optional(uint64, 0n)], witnesses),
  rollup_getGenesis: method([], ({ deps }) => encodeGenesis(deps.chain.config.genesis)),
}
