import { blobHeadOf, concat } from '@distribute/state-machine'
import type { Address, BatchClaim, Bytes32, InclusionProof } from '@distribute/state-machine'
import { l1Call } from './call.ts'
import type { L1Call } from './call.ts'
import { rollupAbi } from './generated/rollup.ts'
import { stakesAbi } from './generated/stakes.ts'
import { hexOf, hexOfAddress } from './values.ts'

/** A block of L1, by number and hash. */
export interface L1Block {
  readonly number: bigint
  readonly hash: Bytes32
}

export interface BatchToPost {
  /** the claim that stands for the last batch */
  readonly parent: BatchClaim
  /** recent; posting reverts if L1 has another one there */
  readonly l1Block: L1Block
  /** the inbox's rolling hash at the cursor after this batch */
  readonly inboxRolling: Bytes32
  /** the `chain` record in the last root: its two words and the proof */
  readonly chain: InclusionProof & { readonly words: Uint8Array }
  readonly segments: readonly Uint8Array[]
  /** the state root after each segment */
  readonly roots: readonly Bytes32[]
}

/** By the sequencer's posting key alone. */
export function postBatchCall(rollup: Address, batch: BatchToPost): L1Call {
  const { parent, l1Block, inboxRolling, chain, segments, roots } = batch
  const args = [
    claimTuple(parent),
    { number: l1Block.number, hash: hexOf(l1Block.hash) },
    hexOf(inboxRolling),
    chainRecordTuple(chain),
    segments.map(hexOf),
    roots.map(hexOf),
  ] as const
  return l1Call(rollup, { abi: rollupAbi, name: 'postBatch', args })
}

/** The same, with the segments' bodies in blobs that its transaction has to carry (`encodeBlobs`). Throws CodecError TooLong. */
export function postBlobBatchCall(rollup: Address, batch: BatchToPost): L1Call {
  const { parent, l1Block, inboxRolling, chain, segments, roots } = batch
  const args = [
    claimTuple(parent),
    { number: l1Block.number, hash: hexOf(l1Block.hash) },
    hexOf(inboxRolling),
    chainRecordTuple(chain),
    hexOf(concat(...segments.map(blobHeadOf))),
    roots.map(hexOf),
  ] as const
  return l1Call(rollup, { abi: rollupAbi, name: 'postBlobBatch', args })
}

/** Keeps the hash of L1 block `number` for good; by anybody. */
export const keepBlockHashCall = (rollup: Address, number: bigint): L1Call =>
  l1Call(rollup, { abi: rollupAbi, name: 'keepBlockHash', args: [number] })

/** Adds `amount` wei to the stake of `staker`; by anybody. */
export const depositStakeCall = (stakes: Address, { staker, amount }: { readonly staker: Address; readonly amount: bigint }): L1Call =>
  l1Call(stakes, { abi: stakesAbi, name: 'deposit', args: [hexOfAddress(staker)], value: amount })

/** Pays `amount` wei of the sender's own stake to `to`, once unlocked. */
export const withdrawStakeCall = (stakes: Address, { amount, to }: { readonly amount: bigint; readonly to: Address }): L1Call =>
  l1Call(stakes, { abi: stakesAbi, name: 'withdraw', args: [amount, hexOfAddress(to)] })

/** A claim as the contracts' ABI has it. */
export function claimTuple(claim: BatchClaim) {
  return {
    dataId: hexOf(claim.dataId),
    round: claim.round,
    claimant: hexOfAddress(claim.claimant),
    claimTime: claim.claimTime,
    rootsRoot: hexOf(claim.rootsRoot),
    lastRoot: hexOf(claim.lastRoot),
    cursor: claim.cursor,
    segments: Number(claim.segments),
  }
}

/** The `chain` record and where it stands, as the contracts' ABI has them. */
export function chainRecordTuple(chain: BatchToPost['chain']) {
  return { fields: hexOf(chain.words.subarray(0, 32)), bodyHash: hexOf(chain.words.subarray(32)), proof: proofTuple(chain) }
}

/** An inclusion proof as the contracts' ABI has it. */
export function proofTuple({ depth, nonEmpty, siblings }: InclusionProof) {
  return { depth, nonEmpty, siblings: siblings.map(hexOf) }
}
