import { createTree } from '@distribute/state-machine'
import type { Tree } from '@distribute/state-machine'
import type { Database, Row, Snapshot } from '../storage/database.ts'
import { takePreviousWords, takeWords } from '../storage/record-rows.ts'
import { blockOfHistoryKey, tableRange } from '../storage/tables.ts'
import { decodeStored } from '../storage/value-reader.ts'

/** Records of a chunk: applied at once, so that the event loop breathes in between. */
const CHUNK = 2_000

type Record = { readonly key: Uint8Array; readonly words: Uint8Array }

const decodeRecord = ([key, value]: Row): Record => ({ key: key.subarray(1, 33), words: decodeStored(key, value, takeWords) })

/** The head's state from the record table. Rows come in the order of the tree, so nearly every node is hashed once. */
export async function loadHeadTree(database: Database): Promise<Tree> {
  const tree = createTree()
  for await (const rows of database.rows(tableRange('record'), CHUNK)) tree.apply(rows.map(decodeRecord))
  return tree
}

/**
 * The state after an older block: the record table and the history table have the same order, so one walk along both
 * tells for every record what it was.
 */
export async function loadTreeAt(database: Database, snapshot: Snapshot, block: bigint): Promise<Tree> {
  const tree = createTree()
  const changes = firstChanges(database, snapshot, block)
  let change = await changes.next()
  for await (const rows of database.rows({ ...tableRange('record'), snapshot }, CHUNK)) {
    const records: Record[] = []
    for (const row of rows) {
      while (!change.done && compare(change.value.key, row[0]) < 0) change = await changes.next()
      if (change.done || compare(change.value.key, row[0]) !== 0) records.push(decodeRecord(row))
      else if (change.value.words !== null) records.push({ key: change.value.key.subarray(1, 33), words: change.value.words })
    }
    tree.apply(records)
  }
  return tree
}

interface Change {
  /** Of the record, with the table's byte first. */
  readonly key: Uint8Array
  readonly words: Uint8Array | null
}

/** For each record changed after `block`: the words before the first such change. */
async function* firstChanges(database: Database, snapshot: Snapshot, block: bigint): AsyncGenerator<Change, undefined> {
  let last: Uint8Array | undefined
  for await (const rows of database.rows({ ...tableRange('history'), snapshot }, CHUNK)) {
    for (const [key, value] of rows) {
      const isLater = blockOfHistoryKey(key) > block
      if (!isLater || (last !== undefined && compare(last, key) === 0)) continue
      last = key
      yield { key, words: decodeStored(key, value, takePreviousWords) }
    }
  }
  return undefined
}

/** By the 32 bytes of the record alone. Nothing is ever deleted but by a rewind, so every changed record is in both tables. */
function compare(a: Uint8Array, b: Uint8Array): number {
  for (let i = 1; i <= 32; i++) {
    const difference = a[i]! - b[i]!
    if (difference !== 0) return difference
  }
  return 0
}
