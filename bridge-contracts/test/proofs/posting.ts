import { BLOB, decodeSegment, encodeTransactionSegment, KINDS, SEGMENT } from '@distribute/state-machine'
import type { KindName } from '@distribute/state-machine'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { START } from '../machine/testing/history.ts'
import type { Case, Stand } from './case.ts'
import { openCourt } from './court.ts'
import { casesPlayed, communityAmong } from './measure.ts'
import type { Say } from './measure.ts'

/** Gas of L1 that posting in calldata costs an operation. */
export interface Posting {
  readonly name: string
  readonly operations: number
  readonly segments: number
  /** of the batch's transaction, by its receipt */
  readonly batch: number
  readonly each: number
}

const MIX = fileURLToPath(new URL('../../../state-machine/testing/bench-kinds.ts', import.meta.url))
const MIX_CALLS = 6_000
/** A batch's segments in bytes: L1's nodes pass on transactions of 131,072. */
const BATCH_BYTES = 100_000
const BATCH_SEGMENTS = 100
const MIX_OPERATIONS = 640
const OVERHEAD = 160

type Items = ReadonlyMap<KindName, readonly Uint8Array[]>
type List = readonly { readonly kind: KindName; readonly item: Uint8Array }[]

/** What of all calls of random histories each kind is. */
function sharesOfMix(): readonly (readonly [KindName, number])[] {
  const text = execFileSync(process.execPath, ['--import', 'tsx', MIX, String(MIX_CALLS)], { encoding: 'utf8' })
  const { kinds } = JSON.parse(text.trim().split('\n').at(-1) ?? '{}') as { readonly kinds: Readonly<Record<string, { readonly share: number }>> }
  return (Object.keys(KINDS) as KindName[]).map((kind) => [kind, kinds[kind]?.share ?? 0])
}

/** As a sequencer fills them: in order, within all limits of a segment. */
export function segmentsOf(list: List, most: number = SEGMENT.maxBytes): readonly Uint8Array[] {
  const segments: Uint8Array[] = []
  let [items, records, bytes]: [Uint8Array[], number, number] = [[], SEGMENT.sharedRecords, SEGMENT.headBytes]
  const flush = (): void => {
    if (items.length > 0) segments.push(encodeTransactionSegment({ last: true, inbox: false, t: START }, items))
    ;[items, records, bytes] = [[], SEGMENT.sharedRecords, SEGMENT.headBytes]
  }
  for (const { kind, item } of list) {
    const isFull = items.length === SEGMENT.transactions || records + KINDS[kind].records > SEGMENT.records || bytes + 2 + item.length > most
    if (isFull) flush()
    items.push(item)
    records += KINDS[kind].records
    bytes += 2 + item.length
  }
  flush()
  return segments
}

const itemOf = ({ segment }: Case): Uint8Array => segment.subarray(SEGMENT.headBytes + 2)

/** As many of one kind as a batch carries, all those of the play in turn. */
function batchOf(kind: KindName, items: Items): List {
  const own = items.get(kind) ?? []
  const mean = own.reduce((sum, { length }) => sum + length + 2, 0) / own.length
  const aSegment = Math.min(SEGMENT.transactions, Math.floor((SEGMENT.records - SEGMENT.sharedRecords) / KINDS[kind].records), Math.floor((SEGMENT.maxBytes - SEGMENT.headBytes) / mean))
  const segments = Math.min(BATCH_SEGMENTS, Math.floor(BATCH_BYTES / (aSegment * mean + OVERHEAD)))
  return Array.from({ length: aSegment * segments }, (_, i) => ({ kind, item: own[i % own.length]! }))
}

/** A mix in which kinds stand as evenly as their shares allow: each time the one that is most behind. */
function mixOf(shares: readonly (readonly [KindName, number])[], items: Items, operations: number): List {
  const given = new Map<KindName, number>()
  return Array.from({ length: operations }, (_, i) => {
    const [kind] = shares.reduce((best, one) => (one[1] * (i + 1) - (given.get(one[0]) ?? 0) > best[1] * (i + 1) - (given.get(best[0]) ?? 0) ? one : best))
    const count = given.get(kind) ?? 0
    given.set(kind, count + 1)
    const own = items.get(kind) ?? []
    return { kind, item: own[count % own.length]! }
  })
}

/** All items of the play, by kind. */
async function itemsPlayed(stand: Stand): Promise<Items> {
  const items = new Map<KindName, Uint8Array[]>()
  for (const one of await casesPlayed(stand)) items.set(one.kind, [...(items.get(one.kind) ?? []), itemOf(one)])
  return items
}

/** Real batches of the mix, and of each kind by itself. */
export async function measurePosting(say: Say = () => undefined): Promise<readonly Posting[]> {
  const stand = communityAmong(1_000)
  const items = await itemsPlayed(stand)
  const court = await openCourt(stand.config.genesis)
  try {
    const rows: Posting[] = []
    const batches = [['the mix', mixOf(sharesOfMix(), items, MIX_OPERATIONS)] as const, ...[...items.keys()].map((kind) => [kind, batchOf(kind, items)] as const)]
    for (const [name, list] of batches) {
      say(`posting: ${name}`)
      const segments = segmentsOf(list)
      const batch = await court.postingGas(segments)
      rows.push({ name, operations: list.length, segments: segments.length, batch, each: batch / list.length })
    }
    return rows
  } finally {
    await court.close()
  }
}

/** What posting in six full blobs costs an operation, and what it costs in calldata. */
export interface BlobPosting extends Posting {
  /** blob gas */
  readonly eachBlob: number
  /** gas, of a full batch in calldata */
  readonly eachInCalldata: number
}

/** Behind them comes the batch's last block, which is in the figures. */
const BLOB_SEGMENTS = BLOB.runs * BLOB.most - 1

/** Of the builder under load (sequencer/builder.ts). */
const BLOCK_TRANSACTIONS = 5_714

/** As the builder makes them: of a block's segments the first alone has a time. */
function asBlocks(segments: readonly Uint8Array[]): readonly Uint8Array[] {
  let inBlock = 0
  return segments.map((segment, i) => {
    const { items } = decodeSegment(segment)
    const t = inBlock === 0 ? START : 0n
    inBlock += items.length
    const last = i + 1 === segments.length || inBlock + SEGMENT.transactions > BLOCK_TRANSACTIONS
    if (last) inBlock = 0
    return encodeTransactionSegment({ last, inbox: false, t }, items)
  })
}

function inBlobs(list: List): { readonly segments: readonly Uint8Array[]; readonly operations: number } {
  const segments = asBlocks(segmentsOf(list, SEGMENT.headBytes + SEGMENT.blobBytes).slice(0, BLOB_SEGMENTS))
  const operations = segments.reduce((sum, segment) => sum + decodeSegment(segment).items.length, 0)
  return { segments, operations }
}

/** Batches of six full blobs, of the mix and of each of these kinds, beside full ones in calldata. */
export async function measureBlobPosting(kinds: readonly KindName[], say: Say = () => undefined): Promise<readonly BlobPosting[]> {
  const stand = communityAmong(1_000)
  const items = await itemsPlayed(stand)
  const court = await openCourt(stand.config.genesis)
  const shares = sharesOfMix()
  const most = BLOB_SEGMENTS * SEGMENT.transactions
  const lists = [
    { name: 'the mix', calldata: mixOf(shares, items, MIX_OPERATIONS), blobs: mixOf(shares, items, most) },
    ...kinds.map((kind) => ({ name: kind, calldata: batchOf(kind, items), blobs: repeated(kind, items, most) })),
  ]
  try {
    const rows: BlobPosting[] = []
    for (const { name, calldata, blobs } of lists) {
      say(`posting in blobs: ${name}`)
      const { segments, operations } = inBlobs(blobs)
      const batch = await court.postingGas(segments, true)
      const eachInCalldata = (await court.postingGas(segmentsOf(calldata))) / calldata.length
      rows.push({ name, operations, segments: segments.length, batch, each: batch / operations, eachBlob: (BLOB.most * BLOB.bytes) / operations, eachInCalldata })
    }
    return rows
  } finally {
    await court.close()
  }
}

const repeated = (kind: KindName, items: Items, count: number): List => {
  const own = items.get(kind) ?? []
  return Array.from({ length: count }, (_, i) => ({ kind, item: own[i % own.length]! }))
}
