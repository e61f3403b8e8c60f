import type { StoredBatch } from '../storage/batch-row.ts'
import { putBatchRow, takeBatchRow } from '../storage/batch-row.ts'
import type { Database, Snapshot, WriteBatch } from '../storage/database.ts'
import { numberKey, readNumber, tableRange } from '../storage/tables.ts'
import { corruptValue, decodeStored } from '../storage/value-reader.ts'
import { createValueWriter, writtenValue } from '../storage/value-writer.ts'
import { ChainError } from './errors.ts'

export async function readBatch(database: Database, index: bigint, snapshot?: Snapshot): Promise<StoredBatch | undefined> {
  if (index < 0n) return undefined
  const key = numberKey('batch', index)
  const value = await database.get(key, snapshot)
  return value === undefined ? undefined : decodeStored(key, value, takeBatchRow)
}

export async function readLastBatch(database: Database): Promise<StoredBatch | undefined> {
  const last = await database.first({ ...tableRange('batch'), reverse: true })
  return last === undefined ? undefined : decodeStored(last[0], last[1], takeBatchRow)
}

/** The batch that holds a block; undefined while none does. */
export async function batchOfBlock(database: Database, block: bigint): Promise<StoredBatch | undefined> {
  if (block < 0n) return undefined
  // An L1 reorg may cut batches between the two reads.
  const snapshot = database.snapshot()
  try {
    return await batchAt(database, block, snapshot)
  } finally {
    await snapshot.close()
  }
}

async function batchAt(database: Database, block: bigint, snapshot: Snapshot): Promise<StoredBatch | undefined> {
  const end = await database.first({ gte: numberKey('batchEnd', block), lt: tableRange('batchEnd').lt, snapshot })
  if (end === undefined) return undefined
  const [key, value] = end
  if (value.length !== 8) throw corruptValue(key, `${value.length} bytes are no number`)
  const index = readNumber(value, 0)
  const batch = await readBatch(database, index, snapshot)
  if (batch === undefined || batch.lastBlock < block) throw corruptValue(key, `no batch ${index} that ends there`)
  return batch.firstBlock <= block ? batch : undefined
}

/**
 * Puts batches in order behind `last`, or again over ones that are there (their claim has changed).
 * Throws ChainError `not-in-order`.
 */
export function putBatches(write: WriteBatch, last: bigint, batches: readonly StoredBatch[]): void {
  const writer = createValueWriter()
  let end = last
  for (const batch of batches) {
    if (batch.index > end + 1n || batch.index < 0n) throw new ChainError('not-in-order', `Batch ${batch.index} does not follow batch ${end}.`)
    writer.at = 0
    putBatchRow(writer, batch)
    write.put(numberKey('batch', batch.index), writtenValue(writer))
    write.put(numberKey('batchEnd', batch.lastBlock), numberKey('meta', batch.index).subarray(1))
    if (batch.index > end) end = batch.index
  }
}

/** Deletes the batches from `index` on, which an L1 reorg took away. */
export async function deleteBatches(database: Database, write: WriteBatch, index: bigint): Promise<void> {
  for await (const rows of database.rows({ gte: numberKey('batch', index), lt: tableRange('batch').lt })) {
    for (const [key, value] of rows) {
      write.delete(key)
      write.delete(numberKey('batchEnd', decodeStored(key, value, takeBatchRow).lastBlock))
    }
  }
}
