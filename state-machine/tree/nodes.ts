/**
 * The inner nodes, by number. What a node keeps is its two **edges**: edge `2n` leads to its left child, `2n + 1` to
 * its right one, and the hash of a child stands at the edge, not at the child. So a node's preimage is 64 bytes in a
 * row, and an update or a proof touches one place in memory a level instead of two.
 *
 * A link is 0 for an empty subtree, a node's number, or a leaf's negative reference (leaves.ts). Node 0 is never
 * linked to: its left edge is the root of the tree.
 */
export type Nodes = {
  /** Links of edges, in chunks, so that growing neither copies nor wastes much. */
  readonly links: Int32Array[]
  /** Hashes of edges, eight words of four bytes each: words can be copied without making views. */
  readonly hashes: Int32Array[]
  readonly free: number[]
  next: number
  capacity: number
}

export const EMPTY_LINK = 0
export const ROOT_EDGE = 0

const EDGE_SHIFT = 15
const EDGE_MASK = (1 << EDGE_SHIFT) - 1
const CHUNK_NODES = 1 << (EDGE_SHIFT - 1)
const SMALLEST_CHUNK = 16
export const HASH_WORDS = 8

/** `capacity`: how many nodes to make room for at once, up to one chunk. */
export function createNodes(capacity: number): Nodes {
  const first = Math.min(Math.max(SMALLEST_CHUNK, Math.ceil(capacity)), CHUNK_NODES)
  return {
    links: [new Int32Array(first * 2)],
    hashes: [new Int32Array(first * 2 * HASH_WORDS)],
    free: [],
    next: 1,
    capacity: first,
  }
}

export function linkAt(nodes: Nodes, edge: number): number {
  return nodes.links[edge >>> EDGE_SHIFT]![edge & EDGE_MASK]!
}

export function setLink(nodes: Nodes, edge: number, link: number): void {
  nodes.links[edge >>> EDGE_SHIFT]![edge & EDGE_MASK] = link
}

/** The array that holds the hash of an edge's child, at `hashOffset(edge)`. Valid until a node is added. */
export function hashChunk(nodes: Nodes, edge: number): Int32Array {
  return nodes.hashes[edge >>> EDGE_SHIFT]!
}

export function hashOffset(edge: number): number {
  return (edge & EDGE_MASK) * HASH_WORDS
}

/** A copy of the hash of an edge's child. */
export function copyHash(nodes: Nodes, edge: number): Uint8Array {
  const offset = hashOffset(edge)
  return new Uint8Array(hashChunk(nodes, edge).slice(offset, offset + HASH_WORDS).buffer)
}

export function setHash(nodes: Nodes, edge: number, source: Int32Array, at: number): void {
  const chunk = hashChunk(nodes, edge)
  const offset = hashOffset(edge)
  for (let i = 0; i < HASH_WORDS; i++) chunk[offset + i] = source[at + i]!
}

export function clearHash(nodes: Nodes, edge: number): void {
  const offset = hashOffset(edge)
  hashChunk(nodes, edge).fill(0, offset, offset + HASH_WORDS)
}

/** Makes what hangs at edge `from` hang at edge `to`. */
export function moveChild(nodes: Nodes, from: number, to: number): void {
  setHash(nodes, to, hashChunk(nodes, from), hashOffset(from))
  setLink(nodes, to, linkAt(nodes, from))
}

/** A node with two empty sides. */
export function addNode(nodes: Nodes): number {
  const reused = nodes.free.pop()
  if (reused !== undefined) return reused
  if (nodes.next === nodes.capacity) grow(nodes)
  return nodes.next++
}

/** Takes a node out of use; it is emptied now so that `addNode` need not. */
export function removeNode(nodes: Nodes, node: number): void {
  for (const edge of [node * 2, node * 2 + 1]) {
    setLink(nodes, edge, EMPTY_LINK)
    clearHash(nodes, edge)
  }
  nodes.free.push(node)
}

// Small trees are made by the hundred thousand in tests: the first chunk doubles, later ones come whole.
function grow(nodes: Nodes): void {
  if (nodes.capacity % CHUNK_NODES === 0) {
    nodes.links.push(new Int32Array(CHUNK_NODES * 2))
    nodes.hashes.push(new Int32Array(CHUNK_NODES * 2 * HASH_WORDS))
    nodes.capacity += CHUNK_NODES
    return
  }
  const doubled = Math.min(nodes.capacity * 2, CHUNK_NODES)
  const links = new Int32Array(doubled * 2)
  const hashes = new Int32Array(doubled * 2 * HASH_WORDS)
  links.set(nodes.links[0]!)
  hashes.set(nodes.hashes[0]!)
  nodes.links[0] = links
  nodes.hashes[0] = hashes
  nodes.capacity = doubled
}
