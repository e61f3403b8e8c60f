import type { Address } from '@distribute/state-machine'
import type { ValueReader } from './value-reader.ts'
import { takeAddress, takeFixed, takeInteger } from './value-reader.ts'
import type { ValueWriter } from './value-writer.ts'
import { putAddress, putFixed, putInteger } from './value-writer.ts'

/** A batch as L1 has it (docs/formats.md 6), its claim that stands or stood last, and the blocks it holds. */
export interface StoredBatch {
  readonly index: bigint
  /** Of an empty range: firstBlock = lastBlock + 1 (batch 0, genesis, ends at block 0). */
  readonly firstBlock: bigint
  readonly lastBlock: bigint
  readonly l1Block: bigint
  readonly l1Hash: Uint8Array
  readonly transactionHash: Uint8Array
  readonly parentDataId: Uint8Array
  readonly dataId: Uint8Array
  readonly poster: Address
  readonly l1Time: bigint
  readonly inboxLength: bigint
  readonly dataRoot: Uint8Array
  readonly segments: bigint
  readonly claimId: Uint8Array
  readonly round: bigint
  readonly claimant: Address
  readonly claimTime: bigint
  readonly rootsRoot: Uint8Array
  readonly lastRoot: Uint8Array
  readonly cursor: bigint
}

const INTEGERS = ['index', 'firstBlock', 'lastBlock', 'l1Block', 'l1Time', 'inboxLength', 'segments', 'round', 'claimTime', 'cursor'] as const
const HASHES = ['l1Hash', 'transactionHash', 'parentDataId', 'dataId', 'dataRoot', 'claimId', 'rootsRoot', 'lastRoot'] as const
const ADDRESSES = ['poster', 'claimant'] as const

export function putBatchRow(writer: ValueWriter, batch: StoredBatch): void {
  for (const name of INTEGERS) putInteger(writer, batch[name])
  for (const name of HASHES) putFixed(writer, batch[name])
  for (const name of ADDRESSES) putAddress(writer, batch[name])
}

const fields = <Name extends string, T>(names: readonly Name[], take: () => T): Record<Name, T> =>
  Object.fromEntries(names.map((name) => [name, take()])) as Record<Name, T>

export function takeBatchRow(reader: ValueReader): StoredBatch {
  const integers = fields(INTEGERS, () => takeInteger(reader))
  const hashes = fields(HASHES, () => takeFixed(reader, 32))
  const addresses = fields(ADDRESSES, () => takeAddress(reader))
  return { ...integers, ...hashes, ...addresses }
}
