import type { Bytes32 } from '../hash.ts'
import { EMPTY_ROOT, leafHash, nodeHash } from './hashing.ts'
import { bitAt } from './key.ts'
import type { Group, Leaf } from './layout.ts'

/**
 * The root above some groups, which are all groups of a proof, when each terminal has the root that `rootOf` gives: the
 * proven one to check a proof, a new one to find the root after writes. One pass over the groups, with a stack of
 * the subtrees that wait for a right neighbour.
 */
export function foldGroups(keys: readonly Bytes32[], groups: readonly Group[], rootOf: (group: Group) => Bytes32): Bytes32 {
  const stack: Bytes32[] = []
  for (const group of groups) stack.push(climb(keys[group.first]!, group, rootOf(group), stack))
  return stack.pop() ?? EMPTY_ROOT
}

/** Hash of the leaf or empty subtree that a proof says stands at this terminal. */
export function provenRoot({ leaf }: Group): Bytes32 {
  return leaf === null ? EMPTY_ROOT : leafHash(leaf.key, leaf.words)
}

/** Root of the subtree at `depth` that holds exactly these leaves, in order of their keys, which share `depth` bits. */
export function leavesRoot(leaves: readonly Leaf[], depth: number): Bytes32 {
  const [only, second] = leaves
  if (only === undefined) return EMPTY_ROOT
  if (second === undefined) return leafHash(only.key, only.words)
  const left = leaves.filter(leaf => bitAt(leaf.key, depth) === 0)
  const right = leaves.filter(leaf => bitAt(leaf.key, depth) === 1)
  return nodeHash(leavesRoot(left, depth + 1), leavesRoot(right, depth + 1))
}

function climb(key: Bytes32, group: Group, root: Bytes32, stack: Bytes32[]): Bytes32 {
  let hash = root
  let level = group.depth
  for (const step of group.climb) {
    level--
    const beside = step === 'join' ? stack.pop()! : step
    hash = bitAt(key, level) === 0 ? nodeHash(hash, beside) : nodeHash(beside, hash)
  }
  return hash
}
