import type { Bytes32 } from '../hash.ts'
import { checkWrites } from './apply.ts'
import type { Write } from './apply.ts'
import { TreeError } from './errors.ts'
import { foldGroups, leavesRoot } from './fold.ts'
import { checkKey, indexOfKey } from './key.ts'
import type { Group, Leaf } from './layout.ts'
import type { StateTree } from './tree.ts'
import { provenRecords, readWitness } from './verify.ts'
import type { Witness } from './verify.ts'

/** The part of a state that a witness shows. */
type PartialState = {
  readonly witness: Witness
  /** Words of each key of the witness, as proven and as they are now. */
  readonly proven: readonly (Uint8Array | null)[]
  readonly current: (Uint8Array | null)[]
}

/**
 * A tree of the keys of a proof alone, which gives the same root after the same writes as the whole tree. Throws
 * `bad-witness` if the proof does not fit; what it returns throws `outside-witness` for any other key, and
 * `removal-unproven` when told to take away a record of the witness (one that was added since may go again).
 */
export function createPartialTree(root: Bytes32, keys: readonly Bytes32[], proof: Uint8Array): StateTree {
  const read = readWitness(root, keys, proof)
  if (!read.ok) throw new TreeError('bad-witness', read.reason)
  const proven = provenRecords(read.witness)
  const partial = { witness: read.witness, proven, current: [...proven] }
  let known: Bytes32 | undefined = root.slice()
  return {
    get: key => partial.current[indexIn(partial, key)]?.slice(),
    has: key => partial.current[indexIn(partial, key)] !== null,
    root: () => (known ??= currentRoot(partial)).slice(),
    apply: writes => {
      applyToPartial(partial, writes)
      if (writes.length > 0) known = undefined
    },
  }
}

function indexIn({ witness }: PartialState, key: Bytes32): number {
  checkKey(key)
  const index = indexOfKey(witness.keys, key)
  if (index < 0) throw new TreeError('outside-witness', 'the witness says nothing about this key')
  return index
}

function applyToPartial(partial: PartialState, writes: readonly Write[]): void {
  checkWrites(writes)
  const indices = writes.map(({ key }) => indexIn(partial, key))
  writes.forEach(({ words }, i) => {
    if (words === null && partial.proven[indices[i]!] !== null) {
      throw new TreeError('removal-unproven', 'what would move up in its place is not in the witness')
    }
  })
  writes.forEach(({ words }, i) => { partial.current[indices[i]!] = words?.slice() ?? null })
}

function currentRoot(partial: PartialState): Bytes32 {
  const { keys, groups } = partial.witness
  return foldGroups(keys, groups, group => leavesRoot(currentLeaves(partial, group), group.depth))
}

/** The leaves now below a terminal, in order: its keys that hold something, and the other leaf among them. */
function currentLeaves({ witness, current }: PartialState, { terminal, first, end, leaf }: Group): Leaf[] {
  const other = terminal.form === 'other' ? leaf : null
  const leaves: Leaf[] = []
  for (let i = first; i <= end; i++) {
    if (other !== null && i === first + terminal.before) leaves.push(other)
    const words = i < end ? current[i]! : null
    if (words !== null) leaves.push({ key: witness.keys[i]!, words })
  }
  return leaves
}
