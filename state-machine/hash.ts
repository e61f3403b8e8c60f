import { createKeccak } from 'hash-wasm'

/** 32 bytes: a hash, a key or a word. The length is checked where bytes come in, not here. */
export type Bytes32 = Uint8Array

// One instance for the whole process: init() clears it, and nothing between init() and digest() can yield.
const hasher = await createKeccak(256)

/** Keccak-256 as Ethereum uses it (padding 0x01), into a fresh array of 32 bytes. */
export function keccak256(data: Uint8Array): Bytes32 {
  return hasher.init().update(data).digest('binary')
}

/** Keccak-256 of `data`, written to `target` at `offset`. */
export function keccak256Into(data: Uint8Array, target: Uint8Array, offset: number): void {
  target.set(hasher.init().update(data).digest('binary'), offset)
}

/** Keccak-256 of the parts one after the other, without joining them first. */
export function keccak256Of(...parts: readonly Uint8Array[]): Bytes32 {
  hasher.init()
  for (const part of parts) hasher.update(part)
  return hasher.digest('binary')
}
