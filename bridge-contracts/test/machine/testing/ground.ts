import type { Bytes32, Tree } from '@distribute/state-machine'
import { branchOff, randomBytes } from './scene.ts'
import type { Random } from './scene.ts'

/** As deep as two keys of records can be brought to share bits by a birthday search (rollup.md section 4). */
const DEEPEST = 127
const LONGEST_WORDS = 6 * 32

/**
 * Puts records beside each of these keys, so that it stands 128 deep, or would, below 64 siblings that are not empty: as far as somebody
 * who grinds ids can bring a tree.
 */
export function grindAround(tree: Tree, keys: readonly Bytes32[], random: Random): void {
  for (const key of keys) {
    const depths = [DEEPEST, ...Array.from({ length: 63 }, (_, i) => 2 * i + random(2))]
    tree.apply(depths.map((depth) => ({ key: branchOff(random, key, depth), words: randomBytes(random, LONGEST_WORDS) })))
  }
}
