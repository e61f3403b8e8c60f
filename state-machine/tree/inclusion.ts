import type { Bytes32 } from '../hash.ts'
import { TreeError } from './errors.ts'
import { EMPTY_ROOT, isRecord, isZero, leafHash, nodeHash } from './hashing.ts'
import { bitAt, equalBytes, KEY_BYTES, MAX_DEPTH } from './key.ts'
import { countOnes } from './multiproof.ts'
import type { Tree } from './tree.ts'

/** Where a leaf stands, as L1 checks it (docs/formats.md section 2). */
export type InclusionProof = {
  /** Levels between the leaf and the root. */
  readonly depth: number
  /** Bit i, 0 being nearest the leaf: the sibling at that level is not empty. */
  readonly nonEmpty: bigint
  /** The siblings that are not empty, from the leaf upwards. */
  readonly siblings: readonly Bytes32[]
}

/** A proof that one record is there, and its words. Throws `bad-key`, and `absent-record` if it is not. */
export function proveInclusion(tree: Tree, key: Bytes32): InclusionProof & { readonly words: Uint8Array } {
  const [terminal] = tree.prove([key]).terminals
  if (terminal?.form !== 'own' || terminal.words === null) throw new TreeError('absent-record', 'no record to include')
  const { levels, nonEmpty, siblings, words } = terminal
  return { words, depth: levels, nonEmpty, siblings }
}

/** Whether `root` holds these words under this key. One proof of it is accepted and no other; never throws. */
export function verifyInclusion(root: Bytes32, key: Bytes32, words: Uint8Array, proof: InclusionProof): boolean {
  if (key.length !== KEY_BYTES || !isRecord(words) || !isWellFormed(proof)) return false
  let hash = leafHash(key, words)
  let listed = 0
  for (let level = proof.depth - 1, i = 0n; level >= 0; level--, i++) {
    const isListed = ((proof.nonEmpty >> i) & 1n) === 1n
    const beside = isListed ? proof.siblings[listed++]! : EMPTY_ROOT
    hash = bitAt(key, level) === 0 ? nodeHash(hash, beside) : nodeHash(beside, hash)
  }
  return equalBytes(hash, root)
}

function isWellFormed({ depth, nonEmpty, siblings }: InclusionProof): boolean {
  if (!Number.isInteger(depth) || depth < 0 || depth > MAX_DEPTH) return false
  if (nonEmpty < 0n || nonEmpty >> BigInt(depth) !== 0n || countOnes(nonEmpty) !== siblings.length) return false
  // A leaf below the root has something beside it, else it would stand higher.
  if (depth > 0 && (nonEmpty & 1n) === 0n) return false
  return siblings.every(sibling => sibling.length === KEY_BYTES && !isZero(sibling))
}
