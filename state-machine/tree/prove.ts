import type { Bytes32 } from '../hash.ts'
import { TreeError } from './errors.ts'
import { isZero } from './hashing.ts'
import { bitAt, checkKey, compareKeys, sharedBits, sortedKeys } from './key.ts'
import { copyKey, copyWords } from './leaves.ts'
import { MAX_ABSENT } from './multiproof.ts'
import type { Multiproof, Terminal } from './multiproof.ts'
import { copyHash, linkAt, ROOT_EDGE } from './nodes.ts'
import type { Store } from './store.ts'

/** Proves what keys hold, in any order and repeated or not (multiproof.ts). Throws `bad-key`, `proof-too-wide`. */
export function proveKeys(store: Store, keys: readonly Bytes32[]): Multiproof {
  keys.forEach(checkKey)
  const sorted = sortedKeys(keys)
  const terminals: Terminal[] = []
  const forks: number[] = []
  for (let first = 0; first < sorted.length;) {
    const way = wayDown(store, sorted[first]!)
    const end = groupEnd(sorted, first, way.siblingEdges.length)
    const next = sorted[end]
    const stop = next === undefined ? 0 : sharedBits(sorted[end - 1]!, next) + 1
    terminals.push({ ...leafEvidence(store, way.link, sorted.slice(first, end)), ...climbEvidence(store, way, stop, forks) })
    forks.push(stop - 1)
    first = end
  }
  return { terminals }
}

/** The way from the root towards a key: what it ends at, and the edges beside it from the root down. */
type Way = { readonly link: number; readonly siblingEdges: readonly number[] }

function wayDown({ nodes }: Store, key: Bytes32): Way {
  const siblingEdges: number[] = []
  let link = linkAt(nodes, ROOT_EDGE)
  for (let depth = 0; link > 0; depth++) {
    const edge = link * 2 + bitAt(key, depth)
    siblingEdges.push(edge ^ 1)
    link = linkAt(nodes, edge)
  }
  return { link, siblingEdges }
}

function groupEnd(sorted: readonly Bytes32[], first: number, depth: number): number {
  let end = first + 1
  while (end < sorted.length && sharedBits(sorted[first]!, sorted[end]!) >= depth) end++
  return end
}

function leafEvidence({ leaves }: Store, link: number, group: readonly Bytes32[]): LeafEvidence {
  if (link === 0) return checkWidth({ form: 'empty', before: group.length, after: 0, otherKey: null, words: null })
  const leafKey = copyKey(leaves, link)
  const before = group.filter(key => compareKeys(key, leafKey) < 0).length
  const atLeaf = group[before]
  const isOwn = atLeaf !== undefined && compareKeys(atLeaf, leafKey) === 0
  return checkWidth({
    form: isOwn ? 'own' : 'other',
    before,
    after: group.length - before - (isOwn ? 1 : 0),
    otherKey: isOwn ? null : leafKey,
    words: copyWords(leaves, link),
  })
}

type LeafEvidence = Pick<Terminal, 'form' | 'before' | 'after' | 'otherKey' | 'words'>
type ClimbEvidence = Pick<Terminal, 'levels' | 'nonEmpty' | 'siblings'>

function checkWidth(evidence: LeafEvidence): LeafEvidence {
  const widest = Math.max(evidence.before, evidence.after)
  if (widest > MAX_ABSENT) throw new TreeError('proof-too-wide', `${widest} absent keys beside one leaf`)
  return evidence
}

function climbEvidence({ nodes }: Store, { siblingEdges }: Way, stop: number, forks: number[]): ClimbEvidence {
  const levels = siblingEdges.length - stop
  const siblings: Bytes32[] = []
  let nonEmpty = 0n
  for (let i = 0; i < levels; i++) {
    const level = siblingEdges.length - 1 - i
    if (forks.at(-1) === level) {
      forks.pop()
      continue
    }
    const hash = copyHash(nodes, siblingEdges[level]!)
    if (isZero(hash)) continue
    nonEmpty |= 1n << BigInt(i)
    siblings.push(hash)
  }
  return { levels, nonEmpty, siblings }
}
