import { keccak256Of } from '../hash.ts'
import type { Bytes32 } from '../hash.ts'
import { equalBytes, isZero, ZERO_HASH } from './bytes.ts'
import { CodecError } from './errors.ts'

/**
 * The tree over a batch's segment hashes, and that over its roots (docs/formats.md 6): 2^ceil(log2 n) leaves, absent ones 0,
 * node = keccak256(0x01 ‖ left ‖ right), two zeros give 0. Nodes are prefixed so that no leaf can be taken for one.
 */
const NODE_PREFIX = Uint8Array.of(1)

const hashNode = (left: Bytes32, right: Bytes32): Bytes32 =>
  isZero(left) && isZero(right) ? ZERO_HASH : keccak256Of(NODE_PREFIX, left, right)

function levelAbove(level: readonly Bytes32[]): Bytes32[] {
  const above: Bytes32[] = []
  for (let i = 0; i < level.length; i += 2) above.push(hashNode(level[i] ?? ZERO_HASH, level[i + 1] ?? ZERO_HASH))
  return above
}

/** Zero for no leaves; the leaf itself for one. */
export function merkleRoot(leaves: readonly Bytes32[]): Bytes32 {
  let level = leaves
  while (level.length > 1) level = levelAbove(level)
  return level[0] ?? ZERO_HASH
}

/** The siblings of the leaf at `index`, from the leaf up. Throws ValueOutOfRange where there is no such leaf. */
export function merkleProof(leaves: readonly Bytes32[], index: number): Bytes32[] {
  if (leaves[index] === undefined) throw new CodecError('ValueOutOfRange', `no leaf ${index} of ${leaves.length}`)
  const proof: Bytes32[] = []
  let level = leaves
  for (let at = index; level.length > 1; at >>= 1) {
    proof.push(level[at ^ 1] ?? ZERO_HASH)
    level = levelAbove(level)
  }
  return proof
}

export interface MerkleClaim {
  readonly root: Bytes32
  readonly leaf: Bytes32
  readonly index: number
  /** How many leaves the tree has; it fixes the proof's length. */
  readonly count: number
}

/** Whether `leaf` is number `index` of the `count` leaves under `root`. Total. */
export function verifyMerkle(proof: readonly Bytes32[], { root, leaf, index, count }: MerkleClaim): boolean {
  if (!Number.isInteger(index) || index < 0 || index >= count || proof.length !== depthOf(count)) return false
  let node = leaf
  let at = index
  for (const sibling of proof) {
    node = at % 2 === 0 ? hashNode(node, sibling) : hashNode(sibling, node)
    at = Math.floor(at / 2)
  }
  return equalBytes(node, root)
}

function depthOf(count: number): number {
  let depth = 0
  for (let width = 1; width < count; width *= 2) depth++
  return depth
}
