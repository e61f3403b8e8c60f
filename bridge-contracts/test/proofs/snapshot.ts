import { readFileSync, writeFileSync } from 'node:fs'
import { measureProofs, measureWorst } from './measure.ts'
import type { Verdict } from './court.ts'
import type { Say } from './measure.ts'

/** Gas of whole proofs over a small tree, and over ground ones: the same on every machine, as long as nothing has changed what they cost. */
export interface Snapshot {
  readonly accounts: number
  readonly transfers: { readonly [name: string]: number }
  readonly kinds: { readonly [kind: string]: number }
  readonly worst: Sizes
  /** Of a batch in blobs. */
  readonly worstInBlobs: Sizes
}

interface Sizes {
  readonly [name: string]: { readonly gas: number; readonly bytes: number }
}
const sizesOf = (verdicts: readonly Verdict[]): Sizes => Object.fromEntries(verdicts.map(({ name, gas, bytes }) => [name, { gas, bytes }]))

const FILE = new URL('gas-snapshot.json', import.meta.url)
const ACCOUNTS = 1_000

export async function takeSnapshot(say: Say = () => undefined): Promise<Snapshot> {
  const { transfers, kinds } = await measureProofs(ACCOUNTS, say)
  const { calldata, blobs } = await measureWorst(say)
  return {
    accounts: ACCOUNTS,
    transfers: Object.fromEntries(transfers.map(({ name, gas }) => [name, gas])),
    kinds: Object.fromEntries(kinds.map(({ kind, gas }) => [kind, gas])),
    worst: sizesOf(calldata),
    worstInBlobs: sizesOf(blobs),
  }
}

export const readSnapshot = (): Snapshot => JSON.parse(readFileSync(FILE, 'utf8')) as Snapshot

export const writeSnapshot = (snapshot: Snapshot): void => writeFileSync(FILE, `${JSON.stringify(snapshot, null, 2)}\n`)
