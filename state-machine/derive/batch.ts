import type { Address } from '../codec/address.ts'
import { claimId, dataId } from '../codec/batch.ts'
import { blobDataRoot, blobHeadOf, decodeBlobs } from '../codec/blob.ts'
import { equalBytes } from '../codec/bytes.ts'
import { merkleRoot } from '../codec/merkle.ts'
import { executeBlock, splitBlocks, type ExecutedBlock } from '../execute/block.ts'
import type { ChainConfig } from '../execute/call.ts'
import type { Inbox } from '../execute/segment.ts'
import { keccak256 } from '../hash.ts'
import type { Tree } from '../tree/tree.ts'

/** What L1's log tells of a batch and its first claim beside its data. Times in seconds. */
export interface LoggedFields {
  readonly parent: Uint8Array
  readonly index: bigint
  readonly poster: Address
  readonly claimant: Address
  readonly l1Time: bigint
  readonly inboxLength: bigint
  readonly cursor: bigint
  /** One behind each segment. */
  readonly roots: readonly Uint8Array[]
}

/** A batch and its first claim. */
export interface PostedBatch extends LoggedFields {
  readonly segments: readonly Uint8Array[]
  /** Versioned hashes of the blobs that hold the segments' bodies, if they came so. */
  readonly blobs?: readonly Uint8Array[]
}

/** One whose segments' bodies still have to be read from blobs; `heads` as in codec/blob.ts. */
export interface SealedBatch extends LoggedFields {
  readonly heads: readonly Uint8Array[]
  readonly blobs: readonly Uint8Array[]
}

/** Its names on L1: what the contract keeps, and what decides whether the bytes are the right ones. */
export interface BatchIds {
  readonly dataId: Uint8Array
  readonly claimId: Uint8Array
}

const LAST = -1

export const isSealed = (batch: PostedBatch | SealedBatch): batch is SealedBatch => 'heads' in batch

/** A sealed batch with its segments. That the blobs are the named ones is the caller's to have checked. */
export const unseal = (batch: SealedBatch, blobs: readonly Uint8Array[]): PostedBatch => {
  const { heads, ...rest } = batch
  return { ...rest, segments: decodeBlobs(heads, blobs) }
}

const headsOf = (batch: PostedBatch | SealedBatch): readonly Uint8Array[] => (isSealed(batch) ? batch.heads : batch.segments.map(blobHeadOf))

/** What stands for the data in a batch's data id. Throws CodecError TooLong for a segment that a blob cannot hold. */
export const dataRootOf = (batch: PostedBatch | SealedBatch): Uint8Array =>
  isSealed(batch) || batch.blobs !== undefined ? blobDataRoot(headsOf(batch), batch.blobs ?? []) : merkleRoot(batch.segments.map(keccak256))

/** The ids that the contract made of a batch and its first claim. docs/formats.md section 6. */
export const batchIds = (batch: PostedBatch | SealedBatch): BatchIds => {
  const segments = BigInt(isSealed(batch) ? batch.heads.length : batch.segments.length)
  const data = dataId({ ...batch, dataRoot: dataRootOf(batch), segments })
  const lastRoot = batch.roots.at(LAST) ?? new Uint8Array(32)
  const rootsRoot = merkleRoot(batch.roots)
  const { claimant, l1Time: claimTime, cursor } = batch
  const claim = claimId({ dataId: data, round: 0n, claimant, claimTime, rootsRoot, lastRoot, cursor, segments })
  return { dataId: data, claimId: claim }
}

/** Whether a batch's bytes, from wherever they came, are those that L1 names: of a sealed one the heads, of one in blobs what fits their hashes. */
export const isPosted = (batch: PostedBatch | SealedBatch, { dataId: data, claimId: claim }: BatchIds): boolean => {
  const made = batchIds(batch)
  return equalBytes(made.dataId, data) && equalBytes(made.claimId, claim)
}

export interface DerivedBatch {
  readonly blocks: readonly ExecutedBlock[]
  /** The first segment whose posted root is not the one that execution gives. */
  readonly wrongRoot?: { readonly segment: number; readonly posted: Uint8Array; readonly right: Uint8Array }
}

const firstWrongRoot = (batch: PostedBatch, blocks: readonly ExecutedBlock[]): DerivedBatch['wrongRoot'] => {
  const right = blocks.flatMap((block) => block.segments.map(({ root }) => root))
  const segment = right.findIndex((root, i) => !equalBytes(root, batch.roots[i] ?? new Uint8Array(0)))
  const posted = batch.roots[segment]
  const expected = right[segment]
  return posted === undefined || expected === undefined ? undefined : { segment, posted, right: expected }
}

/** The inbox as a batch may see it: no longer than it was when the batch was posted. rollup.md section 4. */
export const inboxAt = (inbox: Inbox, length: bigint): Inbox => ({ length, entry: (index) => inbox.entry(index) })

/**
 * Executes a batch on the tree that stands behind its parent. Its order stands whatever its roots say: a wrong root is
 * reported, and the blocks are the right ones. rollup.md section 1.
 */
export const deriveBatch = (tree: Tree, config: ChainConfig, inbox: Inbox, batch: PostedBatch): DerivedBatch => {
  const seen = inboxAt(inbox, batch.inboxLength)
  const blocks = splitBlocks(batch.segments).map((segments) => executeBlock(tree, config, seen, segments))
  const wrongRoot = firstWrongRoot(batch, blocks)
  return wrongRoot === undefined ? { blocks } : { blocks, wrongRoot }
}
