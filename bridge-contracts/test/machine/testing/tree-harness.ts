import { toHex } from '@distribute/state-machine'
import type { Bytes32 } from '@distribute/state-machine'
import { decodeErrorResult } from 'viem'
import type { Abi, Hex } from 'viem'
import { hexOf } from '../../../client/values.ts'
import { startMachine } from './machine.ts'
import type { Machine } from './machine.ts'
import type { Scene, Write } from './scene.ts'

const HARNESS = 'test/machine/contracts/TreeHarness.sol:TreeHarness'

/** The faults of tree/Errors.sol, in its order, as TypeScript names them. */
const FAULTS = [
  'malformed-key', 'truncated', 'unknown-form', 'malformed-counts', 'too-deep', 'padding', 'zero-sibling', 'too-few-keys',
  'too-many-keys', 'wrong-group', 'wrong-order', 'sibling-at-join', 'not-minimal', 'root-differs',
]

export interface TreeAnswer {
  /** Words as proven, one after the other, 0x-hex; `0x` where absent. */
  readonly records: readonly string[]
  readonly newRoot: string
  readonly loadGas: number
  readonly foldGas: number
}

export interface TreeHarness {
  run(scene: Scene): Promise<TreeAnswer>
  /** For each proof why it is refused, or the new root that it leads to. */
  runEach(scene: Scene, proofs: readonly Uint8Array[]): Promise<readonly string[]>
  close(): Promise<void>
}

export async function startTreeHarness(): Promise<TreeHarness> {
  const machine = await startMachine([HARNESS])
  const { abi } = machine.contracts[0]!
  return {
    run: async ({ root, keys, proof, writes }) => answerOf(await ask(machine, 'run', root, keys, hexOf(proof), writes)),
    runEach: async ({ root, keys, writes }, proofs) => {
      const answers: Hex[] = []
      for (const batch of batchesOf(proofs)) {
        answers.push(...((await ask(machine, 'runEach', root, keys, batch.map(hexOf), writes)) as readonly Hex[]))
      }
      return answers.map((data) => verdictOf(abi as Abi, data))
    },
    close: () => machine.close(),
  }
}

/** A call of more bytes would cost more than a transaction may. */
const BATCH_BYTES = 100_000

function batchesOf(proofs: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  const longest = Math.max(1, ...proofs.map((proof) => proof.length))
  const size = Math.max(1, Math.floor(BATCH_BYTES / longest))
  return Array.from({ length: Math.ceil(proofs.length / size) }, (_, i) => proofs.slice(i * size, (i + 1) * size))
}

const ask = (machine: Machine, name: string, root: Bytes32, keys: readonly Bytes32[], proof: Hex | Hex[], writes: readonly Write[]) =>
  machine.ask(0, name, [hexOf(root), keys.map(hexOf), proof, writes.map(({ key, words }) => ({ key: hexOf(key), words: wordsOf(words) }))])

function wordsOf(words: Uint8Array): bigint[] {
  return Array.from({ length: words.length / 32 }, (_, i) => BigInt(toHex(words.subarray(32 * i, 32 * i + 32))))
}

interface RawAnswer {
  readonly records: readonly (readonly bigint[])[]
  readonly newRoot: Hex
  readonly loadGas: bigint
  readonly foldGas: bigint
}

function answerOf(raw: unknown): TreeAnswer {
  const { records, newRoot, loadGas, foldGas } = raw as RawAnswer
  const hex = (words: readonly bigint[]) => `0x${words.map((word) => word.toString(16).padStart(64, '0')).join('')}`
  return { records: records.map(hex), newRoot, loadGas: Number(loadGas), foldGas: Number(foldGas) }
}

function verdictOf(abi: Abi, data: Hex): string {
  const { errorName, args } = decodeErrorResult({ abi, data })
  if (errorName === 'BadWitness') return FAULTS[Number(args?.[0])] ?? `fault ${String(args?.[0])}`
  return errorName === 'Done' ? String(args?.[0]) : errorName
}
