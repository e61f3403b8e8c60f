import { encodeAbiParameters, encodeFunctionData, keccak256 } from 'viem'
import type { Hex } from 'viem'
import { concat, EMPTY } from '@distribute/state-machine'
import type { Address, BatchClaim, BatchData, Bytes32, InclusionProof } from '@distribute/state-machine'
import { l1Call } from './call.ts'
import type { EncodedCall, L1Call } from './call.ts'
import { challengesAbi } from './generated/challenges.ts'
import { rollupAbi } from './generated/rollup.ts'
import { chainRecordTuple, claimTuple } from './rollup-calls.ts'
import { bytesOf, hexOf, hexOfAddress } from './values.ts'

/** What shows that a segment's body lies in a blob (BlobOpening in IChallenges.sol). */
export interface BlobOpening {
  /** of the batch: versioned hashes of its blobs, and the heads of all its segments */
  readonly blobs: readonly Bytes32[]
  readonly heads: readonly Uint8Array[]
  readonly commitment: Uint8Array
  /** for each element that holds bytes of the body, in order */
  readonly proofs: readonly Uint8Array[]
  /** the first bytes of these elements */
  readonly firstBytes: Uint8Array
  /** what stands in the last of them behind the body */
  readonly rest: Uint8Array
}

/** What shows on L1 that the root claimed after one segment is not what the segment leads to (FraudProof in IChallenges.sol). */
export interface FraudProof {
  readonly data: BatchData
  /** the claim that is challenged */
  readonly claim: BatchClaim
  /** the claim that stands for the batch before */
  readonly parent: BatchClaim
  readonly index: number
  readonly segment: Uint8Array
  readonly segmentPath: readonly Bytes32[]
  readonly rootBefore: Bytes32
  readonly rootBeforePath: readonly Bytes32[]
  readonly rootAfter: Bytes32
  readonly rootAfterPath: readonly Bytes32[]
  readonly witness: { readonly keys: readonly Bytes32[]; readonly proof: Uint8Array }
  /** entries of the inbox from `first` on, packed as they are hashed; `length` as in the data */
  readonly inbox: { readonly length: bigint; readonly first: bigint; readonly entries: readonly Uint8Array[] }
  /** contracts that `stageWitness` made, whose bytes stand before the witness's proof */
  readonly staged: readonly Address[]
  /** of a segment whose body lies in a blob */
  readonly opening?: BlobOpening
}

/** Convicts, or reverts with NoFraud. With `beneficiary`'s commitment of an earlier L1 block half the stake becomes hers. */
export const proveFraudCall = (challenges: Address, beneficiary: Address, proof: FraudProof): L1Call =>
  l1Call(challenges, { abi: challengesAbi, name: 'proveFraud', args: [hexOfAddress(beneficiary), fraudTuple(proof)] })

/** The same call, of which only the bytes are kept. */
export const proveFraudWith = (challenges: Address, data: Hex): EncodedCall =>
  ({ address: hexOfAddress(challenges), abi: challengesAbi, functionName: 'proveFraud', value: 0n, data })

/** What has to be committed, an L1 block before, to the very bytes of this call. */
export const commitmentOf = (call: L1Call, beneficiary: Address): Bytes32 => commitmentTo(encodeFunctionData(call), beneficiary)

export function commitmentTo(data: Hex, beneficiary: Address): Bytes32 {
  const types = [{ type: 'address' }, { type: 'bytes32' }] as const
  return bytesOf(keccak256(encodeAbiParameters(types, [hexOfAddress(beneficiary), keccak256(data)])))
}

export const commitProofCall = (challenges: Address, commitment: Bytes32): L1Call =>
  l1Call(challenges, { abi: challengesAbi, name: 'commitProof', args: [hexOf(commitment)] })

/** Keeps at most 24,575 bytes of a witness on L1, for `FraudProof.staged`. */
export const stageWitnessCall = (challenges: Address, part: Uint8Array): L1Call =>
  l1Call(challenges, { abi: challengesAbi, name: 'stageWitness', args: [hexOf(part)] })

/** Takes the stake that answers for a convicted claim, once it is due; by anybody. */
export const takePenaltyCall = (challenges: Address, claimId: Bytes32): L1Call =>
  l1Call(challenges, { abi: challengesAbi, name: 'takePenalty', args: [hexOf(claimId)] })

export interface RootsToPost {
  readonly data: BatchData
  /** the claim that stands for the batch before */
  readonly parent: BatchClaim
  /** the `chain` record in the last root: its two words and the proof */
  readonly chain: InclusionProof & { readonly words: Uint8Array }
  /** the state root after each segment */
  readonly roots: readonly Bytes32[]
}

/** Claims roots for the first batch whose roots are void; by anybody with a stake, who answers for them. */
export const postRootsCall = (rollup: Address, { data, parent, chain, roots }: RootsToPost): L1Call =>
  l1Call(rollup, {
    abi: rollupAbi,
    name: 'postRoots',
    args: [dataTuple(data), claimTuple(parent), chainRecordTuple(chain), roots.map(hexOf)],
  })

function fraudTuple(proof: FraudProof) {
  const { witness, inbox } = proof
  return {
    data: dataTuple(proof.data),
    claim: claimTuple(proof.claim),
    parent: claimTuple(proof.parent),
    index: proof.index,
    segment: hexOf(proof.segment),
    segmentPath: proof.segmentPath.map(hexOf),
    rootBefore: hexOf(proof.rootBefore),
    rootBeforePath: proof.rootBeforePath.map(hexOf),
    rootAfter: hexOf(proof.rootAfter),
    rootAfterPath: proof.rootAfterPath.map(hexOf),
    witness: { keys: witness.keys.map(hexOf), proof: hexOf(witness.proof) },
    inbox: { length: inbox.length, first: inbox.first, entries: inbox.entries.map(hexOf) },
    staged: proof.staged.map(hexOfAddress),
    opening: openingTuple(proof.opening ?? NO_OPENING),
  }
}

const NO_OPENING: BlobOpening = { blobs: [], heads: [], commitment: EMPTY, proofs: [], firstBytes: EMPTY, rest: EMPTY }

function openingTuple({ blobs, heads, commitment, proofs, firstBytes, rest }: BlobOpening) {
  const lists = { blobs: blobs.map(hexOf), heads: hexOf(concat(...heads)) }
  return { ...lists, commitment: hexOf(commitment), proofs: hexOf(concat(...proofs)), firstBytes: hexOf(firstBytes), rest: hexOf(rest) }
}

function dataTuple(data: BatchData) {
  return {
    parent: hexOf(data.parent),
    index: data.index,
    poster: hexOfAddress(data.poster),
    l1Time: data.l1Time,
    inboxLength: data.inboxLength,
    dataRoot: hexOf(data.dataRoot),
    segments: Number(data.segments),
  }
}
