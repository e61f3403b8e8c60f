import type { Bytes32 } from '../hash.ts'
import { foldGroups, provenRoot } from './fold.ts'
import { equalBytes, indexOfKey, KEY_BYTES, sortedKeys } from './key.ts'
import { layoutProof } from './layout.ts'
import type { Group } from './layout.ts'
import { decodeMultiproof } from './multiproof.ts'
import type { ProofFault } from './multiproof.ts'

export type Verdict<T> = { readonly ok: true } & T | { readonly ok: false; readonly reason: ProofFault }

/** A proof that fits its root, with its keys in order, each once. */
export type Witness = { readonly keys: readonly Bytes32[]; readonly groups: readonly Group[] }

/** What each key holds, in the order in which the keys were given: words one after the other, null if absent. */
export type Records = { readonly records: readonly (Uint8Array | null)[] }

/**
 * Checks the bytes of a multiproof (multiproof.ts) of these keys, in any order, against a root. Never throws. A proof of
 * no keys is empty, and says nothing about the root.
 */
export function verifyMultiproof(root: Bytes32, keys: readonly Bytes32[], proof: Uint8Array): Verdict<Records> {
  const read = readWitness(root, keys, proof)
  if (!read.ok) return read
  const records = provenRecords(read.witness)
  return { ok: true, records: keys.map(key => records[indexOfKey(read.witness.keys, key)] ?? null) }
}

/** The same check, giving what a partial tree is made of. */
export function readWitness(root: Bytes32, keys: readonly Bytes32[], proof: Uint8Array): Verdict<{ witness: Witness }> {
  if (root.length !== KEY_BYTES) return { ok: false, reason: 'malformed-root' }
  if (keys.some(key => key.length !== KEY_BYTES)) return { ok: false, reason: 'malformed-key' }
  const decoded = decodeMultiproof(proof)
  if (!decoded.ok) return decoded
  const sorted = sortedKeys(keys)
  const layout = layoutProof(sorted, decoded.proof)
  if (!layout.ok) return layout
  const { groups } = layout
  if (groups.length > 0 && !equalBytes(foldGroups(sorted, groups, provenRoot), root)) return { ok: false, reason: 'root-differs' }
  return { ok: true, witness: { keys: sorted, groups } }
}

/** What a witness says about each of its keys, in their order. */
export function provenRecords({ keys, groups }: Witness): (Uint8Array | null)[] {
  const records: (Uint8Array | null)[] = keys.map(() => null)
  for (const { terminal, first } of groups) {
    if (terminal.form === 'own') records[first + terminal.before] = terminal.words
  }
  return records
}
