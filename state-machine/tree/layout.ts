import type { Bytes32 } from '../hash.ts'
import { EMPTY_ROOT } from './hashing.ts'
import { compareKeys, MAX_DEPTH, sharedBits } from './key.ts'
import type { Multiproof, ProofFault, Terminal } from './multiproof.ts'

/** A terminal, and what of it follows from the keys: whose it is, how deep it stands, how it climbs. */
export type Group = {
  readonly terminal: Terminal
  /** Its keys are `keys[first]` up to, not including, `keys[end]`. */
  readonly first: number
  readonly end: number
  /** The leaf that stands there, or null. */
  readonly leaf: Leaf | null
  readonly depth: number
  /** What stands beside it, level by level upwards: a sibling's hash, or `join` for the subtree left of it. */
  readonly climb: readonly Step[]
}

export type Leaf = { readonly key: Bytes32; readonly words: Uint8Array }

export type Step = Bytes32 | 'join'

export type Layout = { readonly ok: true; readonly groups: readonly Group[] } | { readonly ok: false; readonly reason: ProofFault }

type Span = Omit<Group, 'climb'>

/**
 * Fits a proof to sorted keys, each once, of 32 bytes. All that can be checked without hashing is checked here, so that
 * what is left is that the hashes give the root.
 */
export function layoutProof(keys: readonly Bytes32[], { terminals }: Multiproof): Layout {
  const groups: Group[] = []
  const subtrees: Subtree[] = []
  let first = 0
  for (const terminal of terminals) {
    const span = spanOf(keys, terminal, first)
    const group = typeof span === 'string' ? span : climbOf(span, subtrees)
    if (typeof group === 'string') return { ok: false, reason: group }
    groups.push(group)
    first = group.end
  }
  return first === keys.length ? { ok: true, groups } : { ok: false, reason: 'too-many-keys' }
}

function spanOf(keys: readonly Bytes32[], terminal: Terminal, first: number): Span | ProofFault {
  const middle = first + terminal.before
  const end = middle + (terminal.form === 'own' ? 1 : 0) + terminal.after
  if (end > keys.length) return 'too-few-keys'
  const leaf = leafOf(terminal, keys[middle])
  const depth = terminal.levels + lowestLevel(keys, end)
  const span = { terminal, first, end, leaf, depth }
  return checkSpan(keys, span) ?? span
}

function leafOf({ form, otherKey, words }: Terminal, ownKey: Bytes32 | undefined): Leaf | null {
  const key = form === 'own' ? ownKey : otherKey
  return key === undefined || key === null || words === null ? null : { key, words }
}

/** The level up to which a terminal climbs by itself: just below where the way to the next key leaves it. */
function lowestLevel(keys: readonly Bytes32[], end: number): number {
  const next = keys[end]
  return next === undefined ? 0 : sharedBits(keys[end - 1]!, next) + 1
}

function checkSpan(keys: readonly Bytes32[], { terminal, first, end, leaf, depth }: Span): ProofFault | undefined {
  if (depth > MAX_DEPTH) return 'too-deep'
  const lowest = keys[first]!
  if (sharedBits(lowest, keys[end - 1]!) < depth) return 'wrong-group'
  if (first > 0 && sharedBits(keys[first - 1]!, lowest) >= depth) return 'wrong-group'
  if (terminal.form !== 'other' || leaf === null) return undefined
  if (sharedBits(lowest, leaf.key) < depth) return 'wrong-group'
  const middle = first + terminal.before
  if (middle > first && compareKeys(keys[middle - 1]!, leaf.key) >= 0) return 'wrong-order'
  if (middle < end && compareKeys(leaf.key, keys[middle]!) >= 0) return 'wrong-order'
  return undefined
}

/** A subtree that waits for its right neighbour, which it joins at level `fork`. */
type Subtree = { readonly fork: number; readonly leaves: number }

// An inner node has two leaves or more below it, else it would not be there. `leaves` counts no further than 2, and a
// listed sibling counts as 2: what it hides cannot be told, nor need it be, as its hash is bound by the root.
function climbOf(span: Span, subtrees: Subtree[]): Group | ProofFault {
  const { terminal, depth } = span
  const stop = depth - terminal.levels
  const climb: Step[] = []
  let leaves = span.leaf === null ? 0 : 1
  let listed = 0
  for (let level = depth - 1, i = 0n; level >= stop; level--, i++) {
    const isListed = ((terminal.nonEmpty >> i) & 1n) === 1n
    const isJoin = subtrees.at(-1)?.fork === level
    if (isJoin && isListed) return 'sibling-at-join'
    const beside = isJoin ? subtrees.pop()!.leaves : isListed ? 2 : 0
    if (leaves + beside < 2) return 'not-minimal'
    climb.push(isJoin ? 'join' : isListed ? terminal.siblings[listed++]! : EMPTY_ROOT)
    leaves = 2
  }
  subtrees.push({ fork: stop - 1, leaves })
  return { ...span, climb }
}
