import { BLOB, KINDS } from '@distribute/state-machine'
import { beforeAll, describe, expect, test } from 'vitest'
import { readSnapshot, takeSnapshot } from './snapshot.ts'
import type { Snapshot } from './snapshot.ts'

/** rollup.md section 4: what a whole proof may cost in calldata mode, and how large it may be. */
const PROOF_GAS_LIMIT = 8_000_000
/** The same in blob mode; EIP-7825 leaves a transaction 16,777,216. */
const BLOB_PROOF_GAS_LIMIT = 10_000_000
const PROOF_BYTES = 120_000
/** EIP-4844: an opening, of which there is one for each element. */
const POINT_GAS = 50_000
/** Sixteen transfers among a million accounts are to stay below; here there are a thousand, and ten levels less. */
const TRANSFERS_GAS = 1_600_000
const PATIENCE = 300_000

let taken: Snapshot
beforeAll(async () => { taken = await takeSnapshot() }, PATIENCE)

describe('whole fraud proofs', () => {
  test('cost what gas-snapshot.json says, each kind by itself: npm run proof-gas -- --snapshot writes it anew', () => {
    expect(taken).toEqual(readSnapshot())
  })

  test('of the dearest segments over ground trees stay within what one transaction may cost and weigh', () => {
    const worst = Object.entries(taken.worst)
    for (const [name, { gas, bytes }] of worst) {
      expect(gas, name).toBeLessThan(PROOF_GAS_LIMIT)
      expect(bytes, name).toBeLessThan(PROOF_BYTES)
    }
    // They are as heavy as they are meant to be: nearly all records and bytes that a segment may have.
    expect(Math.max(...worst.map(([, { gas }]) => gas))).toBeGreaterThan(0.6 * PROOF_GAS_LIMIT)
    expect(Math.max(...worst.map(([, { bytes }]) => bytes))).toBeGreaterThan(0.9 * PROOF_BYTES)
  })

  test('of the dearest segment in a full run of a blob, over ground trees, with every element opened in the one transaction, too', () => {
    for (const [name, { gas, bytes }] of Object.entries(taken.worstInBlobs)) {
      expect(gas, name).toBeLessThan(BLOB_PROOF_GAS_LIMIT)
      expect(gas, name).toBeGreaterThan((taken.worst[name]?.gas ?? Infinity) + BLOB.runElements * POINT_GAS)
      expect(bytes, name).toBeLessThan(PROOF_BYTES)
    }
    expect(Object.keys(taken.worstInBlobs)).toHaveLength(1)
  })

  test('there is one of every kind of call', () => {
    expect(Object.keys(taken.kinds).sort()).toEqual(Object.keys(KINDS).sort())
    expect(taken.transfers['16 plain transfers']).toBeLessThan(TRANSFERS_GAS)
  })
})
