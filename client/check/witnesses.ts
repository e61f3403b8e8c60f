import { numberToHex, type Client } from 'viem'
import { Address, fromHex, type InboxEntry, type SegmentWitness } from '@distribute/state-machine'
import { ask } from '../rpc/ask.ts'
import type { Value } from '../words/answers.ts'
import { CheckError } from './errors.ts'

/** A segment as the node tells it, and what lets it be run again. */
export interface ToldSegment {
  readonly bytes: Uint8Array
  readonly witness: SegmentWitness
}

const entryOf = ({ kind, time, from, value, payload }: Value<'WitnessEntry'>): InboxEntry =>
  ({ kind: Number(kind), time, from: Address(from), value, payload: fromHex(payload) })

const segmentOf = ({ bytes, keys, multiproof, firstEntry, entries }: Value<'Witness'>): ToldSegment => ({
  bytes: fromHex(bytes),
  witness: { keys: keys.map(fromHex), proof: fromHex(multiproof), entries: { first: firstEntry, list: entries.map(entryOf) } },
})

/** All segments of a batch, with their witnesses: the node's word. Throws CheckError NoBatch, and WrongData where there are others than so many. */
export async function readToldSegments(l2: Client, batch: bigint, count: bigint): Promise<readonly ToldSegment[]> {
  const found: ToldSegment[] = []
  while (BigInt(found.length) < count) {
    const answer = await ask(l2, 'rollup_getWitnesses', [numberToHex(batch), numberToHex(found.length)])
    if (answer === null) throw new CheckError('NoBatch', `the node has no segment ${found.length} of batch ${batch}`)
    if (answer.segments.length === 0) throw new CheckError('WrongData', `the node tells none of the segments of batch ${batch} that it was asked for`)
    found.push(...answer.segments.map(segmentOf))
  }
  if (BigInt(found.length) !== count) throw new CheckError('WrongData', `batch ${batch} has ${count} segments, and the node tells ${found.length}`)
  return found
}
