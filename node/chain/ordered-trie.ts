import { keccak256, keccak256Both, keccak256Into } from '@distribute/state-machine'

/** Root of the trie without entries: keccak256(rlp('')). */
export const EMPTY_TRIE_ROOT: Uint8Array = keccak256(Uint8Array.of(0x80))

// One node at a time is written here. Nodes below 32 bytes stand in their parent themselves, others by their hash.
let node: Uint8Array = new Uint8Array(4_096)

const REFERENCE_BYTES = 33
/** A node has sixteen children, or as an extension one. */
const SLOTS = 17
const EXTENSION = 16
// References of children wait here for their parent, a row for each nibble of depth.
const references: Uint8Array[] = []
const lengths: Uint8Array[] = []
const paths: Uint8Array[] = []

// A node whose hash waits for another's, as two cost 1.5 times one: its bytes, and where its reference goes. None where size is 0.
let held: Uint8Array = new Uint8Array(4_096)
let heldSize = 0
let heldRow: Uint8Array = new Uint8Array(0)
let heldAt = 0
const bothHashes = new Uint8Array(64)

/**
 * Root of Ethereum's Merkle-Patricia trie over a list: rlp(index) → value, as in `transactionsRoot` and `receiptsRoot`
 * (yellow paper, appendix D). Values must not be empty. Every node is built once and none is kept: measured 1.5 µs a
 * value of 200 bytes, hashing included.
 */
export function orderedTrieRoot(values: readonly Uint8Array[]): Uint8Array {
  if (values.length === 0) return EMPTY_TRIE_ROOT
  heldSize = 0
  const size = writeSubtree(values, 0, values.length, 0)
  return keccak256(node.subarray(0, size))
}

/** The index at a place in the order of paths: 1 to 127 are bytes of their own, 0 is 0x80, the rest has a length in front. */
function indexAt(place: number, count: number): number {
  const single = Math.min(127, count - 1)
  return place < single ? place + 1 : place === single ? 0 : place
}

function pathOf(index: number): Uint8Array {
  return (paths[index] ??= nibblesOf(index))
}

function nibblesOf(index: number): Uint8Array {
  const bytes: number[] = []
  for (let rest = index; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff)
  if (bytes.length !== 1 || bytes[0]! >= 0x80) bytes.unshift(0x80 + bytes.length)
  return Uint8Array.from(bytes.flatMap((byte) => [byte >> 4, byte & 15]))
}

/** Writes the node over the places `from` to `to`, whose paths agree before `depth`, and returns its size. */
function writeSubtree(values: readonly Uint8Array[], from: number, to: number, depth: number): number {
  const index = indexAt(from, values.length)
  const path = pathOf(index)
  if (to - from === 1) return writeShort(path, depth, path.length, 0x20, values[index]!)
  const fork = sharedUntil(path, pathOf(indexAt(to - 1, values.length)), depth)
  const size = writeBranch(values, from, to, fork)
  if (fork === depth) return size
  keepReference(size, depth, EXTENSION)
  hashHeld()
  const at = EXTENSION * REFERENCE_BYTES
  return writeShort(path, depth, fork, 0, references[depth]!.subarray(at, at + lengths[depth]![EXTENSION]!))
}

// The paths are sorted, so what the first and the last share all share.
function sharedUntil(first: Uint8Array, last: Uint8Array, depth: number): number {
  let at = depth
  while (first[at] === last[at]) at++
  return at
}

/** No path ends in a branch: none is the beginning of another. */
function writeBranch(values: readonly Uint8Array[], from: number, to: number, depth: number): number {
  rowAt(depth).fill(0)
  for (let start = from; start < to; ) {
    const nibble = nibbleAt(start, values.length, depth)
    let end = start + 1
    while (end < to && nibbleAt(end, values.length, depth) === nibble) end++
    keepReference(writeSubtree(values, start, end, depth + 1), depth, nibble)
    start = end
  }
  hashHeld()
  return joinReferences(references[depth]!, lengths[depth]!)
}

const nibbleAt = (place: number, count: number, depth: number): number => pathOf(indexAt(place, count))[depth]!

/** The lengths of the references at a depth: 0 where there is no child. */
function rowAt(depth: number): Uint8Array {
  references[depth] ??= new Uint8Array(SLOTS * REFERENCE_BYTES)
  return (lengths[depth] ??= new Uint8Array(SLOTS))
}

/** Writes the branch over the children of a row. */
function joinReferences(row: Uint8Array, sizes: Uint8Array): number {
  let length = 17
  for (let i = 0; i < EXTENSION; i++) length += Math.max(0, sizes[i]! - 1)
  let at = writeHeader(0, length, 0xc0)
  for (let i = 0; i < EXTENSION; i++) {
    const size = sizes[i]!
    if (size === 0) node[at++] = 0x80
    for (let from = i * REFERENCE_BYTES, end = from + size; from < end; from++) node[at++] = row[from]!
  }
  node[at++] = 0x80
  return at
}

/** Keeps how a parent names the node of `size` bytes that was just written. */
function keepReference(size: number, depth: number, slot: number): void {
  const sizes = rowAt(depth)
  const row = references[depth]!
  const at = slot * REFERENCE_BYTES
  if (size < 32) {
    for (let i = 0; i < size; i++) row[at + i] = node[i]!
    sizes[slot] = size
    return
  }
  row[at] = 0xa0
  sizes[slot] = REFERENCE_BYTES
  if (heldSize === 0) hold(size, row, at + 1)
  else hashWithHeld(size, row, at + 1)
}

/** Keeps the node just written until there is another to hash it with. */
function hold(size: number, row: Uint8Array, at: number): void {
  const free = held
  held = node
  node = free
  heldSize = size
  heldRow = row
  heldAt = at
}

function hashWithHeld(size: number, row: Uint8Array, at: number): void {
  keccak256Both(held.subarray(0, heldSize), node.subarray(0, size), bothHashes)
  for (let i = 0; i < 32; i++) {
    heldRow[heldAt + i] = bothHashes[i]!
    row[at + i] = bothHashes[32 + i]!
  }
  heldSize = 0
}

/** Hashes the node that waits, where one does: whoever reads references must find them whole. */
function hashHeld(): void {
  if (heldSize > 0) keccak256Into(held.subarray(0, heldSize), heldRow, heldAt)
  heldSize = 0
}

/** A leaf (`kind` 0x20, its value as a string) or an extension (0, a reference as it is) over part of a path. */
function writeShort(path: Uint8Array, from: number, to: number, kind: 0x20 | 0, value: Uint8Array): number {
  const isLeaf = kind === 0x20
  const pathBytes = ((to - from) >> 1) + 1
  const pathHeader = pathBytes === 1 ? 0 : 1
  const valueHeader = isLeaf ? headerBytes(value) : 0
  const length = pathHeader + pathBytes + valueHeader + value.length
  reserve(length + 9)
  let at = writeHeader(0, length, 0xc0)
  if (pathHeader === 1) node[at++] = 0x80 + pathBytes
  at = writePath(at, path, from, to, kind)
  if (valueHeader > 0) at = writeHeader(at, value.length, 0x80)
  node.set(value, at)
  return at + value.length
}

/** Hex-prefix encoding: kind and parity in the first nibble. */
function writePath(start: number, path: Uint8Array, from: number, to: number, kind: number): number {
  const odd = (to - from) & 1
  let at = start
  node[at++] = odd === 1 ? kind | 0x10 | path[from]! : kind
  for (let i = from + odd; i < to; i += 2) node[at++] = (path[i]! << 4) | path[i + 1]!
  return at
}

function headerBytes(value: Uint8Array): number {
  if (value.length === 1 && value[0]! < 0x80) return 0
  return value.length < 56 ? 1 : 1 + lengthBytes(value.length)
}

const lengthBytes = (length: number): number => (length < 0x100 ? 1 : length < 0x1_0000 ? 2 : length < 0x100_0000 ? 3 : 4)

function writeHeader(start: number, length: number, base: number): number {
  if (length < 56) {
    node[start] = base + length
    return start + 1
  }
  const bytes = lengthBytes(length)
  node[start] = base + 55 + bytes
  for (let i = bytes, rest = length; i > 0; i--, rest >>>= 8) node[start + i] = rest
  return start + 1 + bytes
}

function reserve(length: number): void {
  if (length > node.length) node = new Uint8Array(2 * length)
}
