import { encodeTransactionSegment, KINDS, SEGMENT } from '@distribute/state-machine'
import type { KindName } from '@distribute/state-machine'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { START } from '../machine/testing/history.ts'
import type { Case } from './case.ts'
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

/** What of all calls of random histories each kind is. */
function sharesOfMix(): readonly (readonly [KindName, number])[] {
  const text = execFileSync(process.execPath, ['--import', 'tsx', MIX, String(MIX_CALLS)], { encoding: 'utf8' })
  const { kinds } = JSON.parse(text.trim().split('\n').at(-1) ?? '{}') as { readonly kinds: Readonly<Record<string, { readonly share: number }>> }
  return (Object.keys(KINDS) as KindName[]).map((kind) => [kind, kinds[kind]?.share ?? 0])
}

/** As a sequencer fills them: in order, within all limits of a segment. */
export function segmentsOf(list: readonly { readonly kind: KindName; readonly item: Uint8Array }[]): readonly Uint8Array[] {
  const segments: Uint8Array[] = []
  let [items, records, bytes]: [Uint8Array[], number, number] = [[], SEGMENT.sharedRecords, SEGMENT.headBytes]
  const flush = (): void => {
    if (items.length > 0) segments.push(encodeTransactionSegment({ last: true, inbox: false, t: START }, items))
    ;[items, records, bytes] = [[], SEGMENT.sharedRecords, SEGMENT.headBytes]
  }
  for (const { kind, item } of list) {
    const isFull = items.length === SEGMENT.transactions || records + KINDS[kind].records > SEGMENT.records || bytes + 2 + item.length > SEGMENT.maxBytes
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
function batchOf(kind: KindName, items: Items): readonly { readonly kind: KindName; readonly item: Uint8Array }[] {
  const own = items.get(kind) ?? []
  const mean = own.reduce((sum, { length }) => sum + length + 2, 0) / own.length
  const aSegment = Math.min(SEGMENT.transactions, Math.floor((SEGMENT.records - SEGMENT.sharedRecords) / KINDS[kind].records), Math.floor((SEGMENT.maxBytes - SEGMENT.headBytes) / mean))
  const segments = Math.min(BATCH_SEGMENTS, Math.floor(BATCH_BYTES / (aSegment * mean + OVERHEAD)))
  return Array.from({ length: aSegment * segments }, (_, i) => ({ kind, item: own[i % own.length]! }))
}

/** A mix in which kinds stand as evenly as their shares allow: each time the one that is most behind. */
function mixOf(shares: readonly (readonly [KindName, number])[], items: Items) {
  const given = new Map<KindName, number>()
  return Array.from({ length: MIX_OPERATIONS }, (_, i) => {
    const [kind] = shares.reduce((best, one) => (one[1] * (i + 1) - (given.get(one[0]) ?? 0) > best[1] * (i + 1) - (given.get(best[0]) ?? 0) ? one : best))
    const count = given.get(kind) ?? 0
    given.set(kind, count + 1)
    const own = items.get(kind) ?? []
    return { kind, item: own[count % own.length]! }
  })
}

/** Real batches of the mix, and of each kind by itself. */
export async function measurePosting(say: Say = () => undefined): Promise<readonly Posting[]> {
  const stand = communityAmong(1_000)
  const items = new Map<KindName, Uint8Array[]>()
  for (const one of await casesPlayed(stand)) items.set(one.kind, [...(items.get(one.kind) ?? []), itemOf(one)])
  const court = await openCourt(stand.config.genesis)
  try {
    const rows: Posting[] = []
    const batches = [['the mix', mixOf(sharesOfMix(), items)] as const, ...[...items.keys()].map((kind) => [kind, batchOf(kind, items)] as const)]
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
