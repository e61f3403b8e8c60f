import { encodeAbiParameters, keccak256 } from 'viem'
import type { Address, BatchClaim, Bytes32, InclusionProof, PromiseHeader } from '@distribute/state-machine'
import { l1Call } from './call.ts'
import type { L1Call } from './call.ts'
import { promisesAbi } from './generated/promises.ts'
import { chainRecordTuple, claimTuple } from './rollup-calls.ts'
import { bytesOf, hexOf, hexOfAddress } from './values.ts'

/** A header as a sequencer gave it away (docs/formats.md section 7). */
export interface SignedPromise {
  readonly header: PromiseHeader
  /** r ‖ s ‖ v, 65 bytes, low s, v 27 or 28 */
  readonly signature: Uint8Array
}

/** A root behind a block, as a claim that stands has it, and the `chain` record under it (ClaimedBlock in IPromises.sol). */
export interface ClaimedBlock {
  /** of the batch */
  readonly index: bigint
  readonly claim: BatchClaim
  /** the block's last one in the batch */
  readonly segment: number
  readonly root: Bytes32
  readonly path: readonly Bytes32[]
  readonly chain: InclusionProof & { readonly words: Uint8Array }
}

/** In the order of `Breach` in IPromises.sol. */
export const BREACHES = ['equivocation', 'broken', 'abandoned'] as const
export type Breach = (typeof BREACHES)[number]

/** Two headers by the key of `term` for one number and parent. The beneficiary's commitment is made as for `proveFraudCall`. */
export const proveEquivocationCall = (
  promises: Address, term: bigint, [a, b]: readonly [SignedPromise, SignedPromise], beneficiary: Address,
): L1Call =>
  l1Call(promises, { abi: promisesAbi, name: 'proveEquivocation', args: [term, signedTuple(a), signedTuple(b), hexOfAddress(beneficiary)] })

/** A header that is not the block with its number which the same term posted. */
export const proveBrokenPromiseCall = (
  promises: Address, term: bigint, { signed, posted }: { readonly signed: SignedPromise; readonly posted: ClaimedBlock }, beneficiary: Address,
): L1Call =>
  l1Call(promises, { abi: promisesAbi, name: 'proveBrokenPromise', args: [term, signedTuple(signed), blockTuple(posted), hexOfAddress(beneficiary)] })

/** A header above the last block of a term that is over. `last` is the last block before the next term's first batch; its segment and path are not looked at. */
export const proveAbandonedPromiseCall = (
  promises: Address, term: bigint, { signed, last }: { readonly signed: SignedPromise; readonly last: ClaimedBlock },
): L1Call =>
  l1Call(promises, { abi: promisesAbi, name: 'proveAbandonedPromise', args: [term, signedTuple(signed), blockTuple(last)] })

/** Takes what a breach costs once it is due, or cancels it where its claim does not stand any more; by anybody. */
export const takeBreachPenaltyCall = (promises: Address, id: Bytes32): L1Call =>
  l1Call(promises, { abi: promisesAbi, name: 'takePenalty', args: [hexOf(id)] })

/** The id of a breach, by the digest of the header, or of both. */
export function breachId(breach: Breach, digest: Bytes32, other?: Bytes32): Bytes32 {
  const types = [{ type: 'uint8' }, { type: 'bytes32' }, { type: 'bytes32' }] as const
  const [a, b] = other === undefined ? [hexOf(digest), NO_DIGEST] : inOrder(hexOf(digest), hexOf(other))
  return bytesOf(keccak256(encodeAbiParameters(types, [BREACHES.indexOf(breach), a, b])))
}

const NO_DIGEST: `0x${string}` = `0x${'00'.repeat(32)}`
const inOrder = (a: `0x${string}`, b: `0x${string}`) => (a < b ? ([a, b] as const) : ([b, a] as const))

function signedTuple({ header, signature }: SignedPromise) {
  const { chainId, number, l1Number, time } = header
  const hashes = { parentHash: hexOf(header.parentHash), l1Hash: hexOf(header.l1Hash), stateRoot: hexOf(header.stateRoot), bodyHash: hexOf(header.bodyHash) }
  return { header: { chainId, number, l1Number, time, ...hashes }, signature: hexOf(signature) }
}

function blockTuple({ index, claim, segment, root, path, chain }: ClaimedBlock) {
  return { index, claim: claimTuple(claim), segment, root: hexOf(root), path: path.map(hexOf), chain: chainRecordTuple(chain) }
}
