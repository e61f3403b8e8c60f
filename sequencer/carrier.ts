import { BLOB, fitsBlob } from '@distribute/state-machine'
import type { PlanLimits } from './batch-plan.ts'
import { costOf } from './budget.ts'
import type { BlockBytes, Carrier, Load } from './ports.ts'

/** What a batch in blobs can hold: its calldata is 40 bytes a segment. */
export const BLOB_ROOM = { maxBytes: Number.POSITIVE_INFINITY, maxSegments: BLOB.runs * BLOB.most } as const

/** The limits of a batch that travels so. */
export const limitsFor = <L extends PlanLimits>(carrier: Carrier, limits: L): L => (carrier === 'blob' ? { ...limits, ...BLOB_ROOM } : limits)

/** The first blocks, as many as blobs can carry: none where the first one's segments were cut for calldata. */
export function carriable(blocks: readonly BlockBytes[]): readonly BlockBytes[] {
  let segments = 0
  const end = blocks.findIndex((block) => {
    segments += block.segments.length
    return segments > BLOB_ROOM.maxSegments || !block.segments.every(({ bytes }) => fitsBlob(bytes))
  })
  return end < 0 ? blocks : blocks.slice(0, end)
}

export function loadOf(blocks: readonly BlockBytes[]): Load {
  const segments = blocks.flatMap((block) => block.segments)
  return { segments: segments.length, bytes: costOf(segments) }
}

/** wei a gas. */
export interface Prices {
  readonly gas: bigint
  readonly blobGas: bigint
}

/** EIP-7623: each byte that is not zero, and nearly none is. */
const FLOOR_GAS_A_BYTE = 40n
/** Measured with full blobs; what both ways cost alike is left out. */
const GAS_A_BLOB_SEGMENT = 1_400n

/** The cheaper way for such a load at these prices; calldata where they cost the same. */
export function cheaperCarrier({ segments, bytes }: Load, { gas, blobGas }: Prices): Carrier {
  const blobs = BigInt(Math.ceil(segments / BLOB.runs) * BLOB.bytes)
  const inBlobs = blobs * blobGas + BigInt(segments) * GAS_A_BLOB_SEGMENT * gas
  return inBlobs < BigInt(bytes) * FLOOR_GAS_A_BYTE * gas ? 'blob' : 'calldata'
}
