import { BLOB, blobHeadOf, elementsOf, placeOfElement, SEGMENT } from '@distribute/state-machine'
import type { BlobOpening } from '@distribute/bridge-contracts'
import { BlobError } from './errors.ts'
import type { Kzg } from './kzg.ts'
import type { BlobReader } from './reader.ts'

/** What a batch in blobs holds. */
export interface BlobContent {
  /** Of its L1 block, in seconds. */
  readonly l1Time: bigint
  /** Versioned hashes. */
  readonly blobs: readonly Uint8Array[]
  readonly segments: readonly Uint8Array[]
}

/** Shows on L1 that a blob holds the body of segment `index` of a batch. Rejects with BlobError. */
export type OpenSegment = (content: BlobContent, index: number) => Promise<BlobOpening>

export interface OpeningDependencies {
  readonly kzg: Pick<Kzg, 'prove'>
  readonly blobs: Pick<BlobReader, 'read'>
}

const ELEMENT_BYTES = 32

export const createOpenSegment = ({ kzg, blobs: reader }: OpeningDependencies): OpenSegment => async ({ l1Time, blobs, segments }, index) => {
  const [hash, segment] = [blobs[Math.floor(index / BLOB.runs)], segments[index]]
  if (hash === undefined || segment === undefined) throw new BlobError('NotFound', `the batch has no segment ${index} in a blob`)
  const blob = await reader.read({ hash, l1Time })
  const bodyBytes = segment.length - SEGMENT.headBytes
  const { first, count } = elementsOf(index, bodyBytes)
  const elements = Array.from({ length: count }, (_, i) => first + i)
  const { commitment, proofs } = await kzg.prove(blob, elements.map(placeOfElement))
  const firstBytes = Uint8Array.from(elements, (element) => blob[element * ELEMENT_BYTES] ?? 0)
  const end = (first + count) * ELEMENT_BYTES
  const rest = blob.slice(end - (count * BLOB.elementBytes - bodyBytes), end)
  return { blobs, heads: segments.map(blobHeadOf), commitment, proofs, firstBytes, rest }
}
