import { keccak256 } from '../hash.ts'
import type { Bytes32 } from '../hash.ts'
import { BLOB, SEGMENT } from '../params.ts'
import { bigintToBytes, concat, readU16 } from './bytes.ts'
import { CodecError } from './errors.ts'

/**
 * Segments in EIP-4844 blobs (docs/formats.md 6): segment i has run i % 62 of blob i / 62, whose elements give 31 bytes each. The head
 * of a segment, flags u8 ‖ t u40 ‖ length of the body u16, stands in L1's log, so that every content of a blob has one meaning.
 */
const HEAD_BYTES = SEGMENT.headBytes + 2
const FIELD_ELEMENT_BYTES = 32

/** How many blobs so many segments take. */
export const blobsFor = (segments: number): number => Math.ceil(segments / BLOB.runs)

/** Whether a segment's body fits into a run, and its head into the log. */
export const fitsBlob = (segment: Uint8Array): boolean =>
  segment.length >= SEGMENT.headBytes && segment.length <= SEGMENT.headBytes + SEGMENT.blobBytes

/** Of a segment's bytes. Throws TooLong for one that does not fit. */
export function blobHeadOf(segment: Uint8Array): Uint8Array {
  if (!fitsBlob(segment)) throw new CodecError('TooLong', `a segment of ${segment.length} bytes does not fit into a blob's run`)
  const head = new Uint8Array(HEAD_BYTES)
  head.set(segment.subarray(0, SEGMENT.headBytes))
  const length = segment.length - SEGMENT.headBytes
  head[SEGMENT.headBytes] = length >> 8
  head[SEGMENT.headBytes + 1] = length & 0xff
  return head
}

/**
 * The data root of a batch in blobs: one hash over all heads and versioned hashes. A complement is the hash of no bytes that anybody
 * knows, so it is the root of no segments that came as calldata.
 */
export function blobDataRoot(heads: readonly Uint8Array[], blobs: readonly Uint8Array[]): Bytes32 {
  return keccak256(concat(...heads, ...blobs)).map((byte) => 0xff ^ byte)
}

/** The blobs that hold these segments' bodies. Throws TooLong for one that does not fit. */
export function encodeBlobs(segments: readonly Uint8Array[]): Uint8Array[] {
  const blobs = Array.from({ length: blobsFor(segments.length) }, () => new Uint8Array(BLOB.bytes))
  for (const [i, segment] of segments.entries()) {
    if (!fitsBlob(segment)) blobHeadOf(segment)
    const blob = blobs[Math.floor(i / BLOB.runs)]
    if (blob !== undefined) writeRun(blob, i % BLOB.runs, segment.subarray(SEGMENT.headBytes))
  }
  return blobs
}

function writeRun(blob: Uint8Array, run: number, body: Uint8Array): void {
  let at = run * BLOB.runElements * FIELD_ELEMENT_BYTES + 1
  for (let from = 0; from < body.length; from += BLOB.elementBytes, at += FIELD_ELEMENT_BYTES) {
    blob.set(body.subarray(from, from + BLOB.elementBytes), at)
  }
}

/** The segments of these heads. Total for heads that L1 has taken; what blobs do not have reads as zeros. */
export function decodeBlobs(heads: readonly Uint8Array[], blobs: readonly Uint8Array[]): Uint8Array[] {
  return heads.map((head, i) => {
    const blob = blobs[Math.floor(i / BLOB.runs)] ?? new Uint8Array(0)
    return concat(head.subarray(0, SEGMENT.headBytes), readRun(blob, i % BLOB.runs, readU16(head, SEGMENT.headBytes)))
  })
}

function readRun(blob: Uint8Array, run: number, length: number): Uint8Array {
  const body = new Uint8Array(length)
  let at = run * BLOB.runElements * FIELD_ELEMENT_BYTES + 1
  for (let to = 0; to < length; to += BLOB.elementBytes, at += FIELD_ELEMENT_BYTES) {
    body.set(blob.subarray(at, at + Math.min(BLOB.elementBytes, length - to)), to)
  }
  return body
}

/** The elements of a blob that hold bytes of segment `index`, which has this many of them in its body. */
export function elementsOf(index: number, bodyBytes: number): { readonly first: number; readonly count: number } {
  return { first: (index % BLOB.runs) * BLOB.runElements, count: Math.ceil(bodyBytes / BLOB.elementBytes) }
}

/** Where the polynomial that a blob is has the value of this element: 32 bytes, a root of unity, its power's bits reversed. */
export function placeOfElement(element: number): Uint8Array {
  let place = 1n
  let power: bigint = BLOB.rootOfUnity
  for (let bit = BLOB.bytes / FIELD_ELEMENT_BYTES / 2; bit >= 1; bit /= 2) {
    if ((element & bit) !== 0) place = (place * power) % BLOB.modulus
    power = (power * power) % BLOB.modulus
  }
  return bigintToBytes(place, FIELD_ELEMENT_BYTES)
}
