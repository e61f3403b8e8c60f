import { claimId, dataRootOf, equalBytes, isPosted, merkleRoot, type BatchClaim, type BatchData, type PostedBatch } from '@distribute/state-machine'
import type { L1Reader } from './call.ts'
import { claimOf } from './claims.ts'
import { readRollupLogs, type LoggedBatch } from './rollup-logs.ts'
import { readBatch, type L1Contracts } from './rollup-reads.ts'

export type EvidenceErrorCode =
  /** The claim stands no more, or never did. */
  | 'NotStanding'
  /** L1 does not show what it keeps the hash of, or nobody says where to look. */
  | 'MissingData'

/** Why a claim and its batch cannot be read from L1. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError'
  readonly code: EvidenceErrorCode

  constructor(code: EvidenceErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** What L1 says of a batch and of the claim that stands for it; every byte of it fits a hash that the rollup keeps. */
export interface Evidence {
  readonly data: BatchData
  readonly claim: BatchClaim
  readonly claimId: Uint8Array
  /** The claim that stands for the batch before. */
  readonly parent: BatchClaim
  readonly segments: readonly Uint8Array[]
  /** Versioned hashes of the blobs that hold the segments' bodies; none where they came as calldata. */
  readonly blobs: readonly Uint8Array[]
  readonly roots: readonly Uint8Array[]
}

/** What is believed of nobody: its claim is compared with L1, and only what L1 shows in that block counts. */
export interface KnownBatch extends BatchClaim {
  readonly l1Block: bigint
}

export interface EvidenceDependencies {
  readonly reader: L1Reader
  readonly contracts: Pick<L1Contracts, 'rollup'>
  /** A batch as somebody knows it: where to look on L1. */
  readonly batchOf: (index: bigint) => Promise<KnownBatch | undefined>
  /** Reads the segments of a batch whose bodies lie in blobs. Rejects with BlobError NotFound. */
  readonly openBatch: (logged: LoggedBatch) => Promise<LoggedBatch<PostedBatch>>
}

export interface ClaimPlace {
  readonly batch: bigint
  readonly claimId: Uint8Array
  /** The L1 block in which it was claimed. */
  readonly l1Block: bigint
}

/**
 * Reads a claim and its batch anew from L1, to be judged: nobody may be challenged on the word of a database. Throws
 * EvidenceError, or viem's error where L1 does not answer.
 */
export const readEvidence = async (place: ClaimPlace, dependencies: EvidenceDependencies): Promise<Evidence> => {
  const { batch: index, claimId: id } = place
  const kept = await readBatch(dependencies.reader, dependencies.contracts.rollup, index)
  if (kept === undefined || !equalBytes(kept.claimId, id)) throw new EvidenceError('NotStanding', `L1 has another claim for batch ${index} by now`)
  const logged = await readData(index, kept.dataId, dependencies)
  const [roots, parent] = await Promise.all([readRoots(place, logged, dependencies), readParent(index - 1n, dependencies)])
  const { batch } = logged
  const { parent: parentDataId, poster, l1Time, inboxLength, segments, blobs = [] } = batch
  const dataRoot = dataRootOf(batch)
  const data = { parent: parentDataId, index, poster, l1Time, inboxLength, dataRoot, segments: BigInt(segments.length) }
  return { data, claimId: id, parent, segments, blobs, ...roots }
}

const readData = async (index: bigint, dataId: Uint8Array, { reader, contracts, batchOf, openBatch }: EvidenceDependencies): Promise<LoggedBatch<PostedBatch>> => {
  const known = await batchOf(index)
  if (known === undefined) throw new EvidenceError('MissingData', `batch ${index} is not known`)
  const { batches } = await readRollupLogs(reader, contracts.rollup, { fromBlock: known.l1Block, toBlock: known.l1Block })
  const found = batches.find(({ batch, ids }) => equalBytes(ids.dataId, dataId) && isPosted(batch, ids))
  if (found === undefined) throw new EvidenceError('MissingData', `L1 does not show batch ${index} in block ${known.l1Block}`)
  return openBatch(found)
}

/** The claim that came with the batch, or one for its data from later. */
const readRoots = async ({ batch: index, claimId: id, l1Block }: ClaimPlace, { batch, ids }: LoggedBatch, dependencies: EvidenceDependencies) => {
  if (equalBytes(ids.claimId, id)) return { claim: claimOf(batch), roots: batch.roots }
  const { reader, contracts } = dependencies
  const { events } = await readRollupLogs(reader, contracts.rollup, { fromBlock: l1Block, toBlock: l1Block })
  for (const event of events) {
    if (event.kind !== 'roots' || !equalBytes(claimId(event.claim), id)) continue
    if (equalBytes(merkleRoot(event.roots), event.claim.rootsRoot)) return { claim: event.claim, roots: event.roots }
  }
  throw new EvidenceError('MissingData', `L1 does not show the roots claimed for batch ${index} in block ${l1Block}`)
}

const readParent = async (index: bigint, { reader, contracts, batchOf }: EvidenceDependencies): Promise<BatchClaim> => {
  const [known, kept] = await Promise.all([batchOf(index), readBatch(reader, contracts.rollup, index)])
  if (known === undefined || kept === undefined) throw new EvidenceError('MissingData', `batch ${index} is not known`)
  const { dataId, round, claimant, claimTime, rootsRoot, lastRoot, cursor, segments } = known
  const claim = { dataId, round, claimant, claimTime, rootsRoot, lastRoot, cursor, segments }
  if (equalBytes(claimId(claim), kept.claimId)) return claim
  throw new EvidenceError('NotStanding', `L1 has another claim for batch ${index} than the one that is known`)
}
