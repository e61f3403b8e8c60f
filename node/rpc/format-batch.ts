import { toHex } from '@distribute/state-machine'
import { quantity } from './hex.ts'
import type { StoredBatch } from './ports.ts'

/** A batch as L1 has it, with the claim that stands for it. */
export const formatBatch = (batch: StoredBatch): Readonly<Record<string, unknown>> => ({
  index: quantity(batch.index),
  dataId: toHex(batch.dataId),
  parentDataId: toHex(batch.parentDataId),
  firstBlock: quantity(batch.firstBlock),
  lastBlock: quantity(batch.lastBlock),
  poster: batch.poster,
  l1Block: quantity(batch.l1Block),
  l1Hash: toHex(batch.l1Hash),
  l1Time: quantity(batch.l1Time),
  transactionHash: toHex(batch.transactionHash),
  inboxLength: quantity(batch.inboxLength),
  segments: quantity(batch.segments),
  dataRoot: toHex(batch.dataRoot),
  claimId: toHex(batch.claimId),
  claim: formatClaim(batch),
})

/** The claim in the shape that the bridge's `claim` takes it. */
export const formatClaim = (batch: StoredBatch): Readonly<Record<string, unknown>> => ({
  dataId: toHex(batch.dataId),
  round: quantity(batch.round),
  claimant: batch.claimant,
  claimTime: quantity(batch.claimTime),
  rootsRoot: toHex(batch.rootsRoot),
  lastRoot: toHex(batch.lastRoot),
  cursor: quantity(batch.cursor),
  segments: quantity(batch.segments),
})
