import { equalBytes } from '@distribute/state-machine'
import type { ExecutedBlock } from '@distribute/state-machine'
import { prepareCatalog } from '../catalog/build.ts'
import { putCatalog } from '../catalog/write.ts'
import type { SignedPromise } from '../storage/block-row.ts'
import { putBlockRow } from '../storage/block-row.ts'
import type { WriteBatch } from '../storage/database.ts'
import { putJournalRow } from '../storage/journal-row.ts'
import { putSegments } from '../storage/segments-row.ts'
import { hashKey, historyKey, metaKey, numberKey, transactionKey, writeIndex, writeNumber } from '../storage/tables.ts'
import { putTransactionRow } from '../storage/transaction-row.ts'
import type { ValueWriter } from '../storage/value-writer.ts'
import { writtenValue } from '../storage/value-writer.ts'
import type { AssembledBlock } from './assemble.ts'
import { assembleBlock } from './assemble.ts'
import type { Core } from './core.ts'
import { leave, publish } from './core.ts'
import { ChainError } from './errors.ts'
import type { Head } from './head.ts'
import type { Sign } from './journal.ts'
import { SIGNED_KEY, signOnce } from './journal.ts'
import { storedBloom } from './rows.ts'

export const HEAD_KEY = metaKey('head')

const NO_HASH = new Uint8Array(32)
const NO_BYTES = new Uint8Array(0)
const RECENT_BLOCKS = 16

/**
 * Makes the block that the tree holds the head: its header, the promise if `sign` is given, everything in one write that
 * is on the disk when this resolves. Where it fails the tree is as before the block, and the block never was.
 */
export async function appendBlock(core: Core, block: ExecutedBlock, sign?: Sign): Promise<Head> {
  if (core.phase === 'writing') throw new ChainError('busy', 'The chain is writing another block.')
  if (!equalBytes(core.tree.root(), block.stateRoot)) throw new ChainError('not-next', `The tree does not hold the state of block ${block.number}.`)
  core.phase = 'writing'
  try {
    checkNext(core, block)
    const assembled = assembleBlock(core.head, block, core.config, core.bits)
    const promise = sign === undefined ? undefined : await signOnce(core.database, assembled.head, sign)
    const { change, sight } = await prepareCatalog(core.database, core.config, block, { after: core.tree, parentTime: core.head.header.time })
    const batch = core.database.batch()
    putCatalog(batch, change, sight)
    putBlock(batch, core.writer, block, assembled, promise)
    await batch.write({ sync: true })
    core.recent.push({ parent: core.head.hash, writes: block.writes })
    core.head = assembled.head
    if (core.recent.length > RECENT_BLOCKS) core.recent.shift()
  } catch (error) {
    core.tree.apply(block.writes.map(({ key, previous }) => ({ key, words: previous })))
    throw error
  } finally {
    leave(core)
  }
  publish(core, { type: 'block', head: core.head, block })
  return core.head
}

function checkNext(core: Core, block: ExecutedBlock): void {
  const expected = core.head.header.number + 1n
  if (block.number !== expected) throw new ChainError('not-next', `Block ${block.number} does not follow the head; ${expected} would.`)
}

function putBlock(batch: WriteBatch, writer: ValueWriter, block: ExecutedBlock, assembled: AssembledBlock, promise: SignedPromise | undefined): void {
  const { number } = block
  const { head, rows } = assembled
  const put = (key: Uint8Array, write: (writer: ValueWriter) => void): void => {
    writer.at = 0
    write(writer)
    batch.put(key, writtenValue(writer))
  }
  putWrites(batch, block)
  putTransactions(batch, writer, number, assembled)
  put(numberKey('segments', number), (w) => putSegments(w, block.segments))
  put(numberKey('block', number), (w) => putBlockRow(w, { ...head, transactions: rows.length, promise }))
  batch.put(numberKey('bloom', number), storedBloom(head.header.logsBloom))
  const encoded = numberKey('meta', number).subarray(1)
  batch.put(hashKey('blockHash', head.hash), encoded)
  batch.put(HEAD_KEY, encoded)
  if (promise === undefined) return
  put(numberKey('journal', number), (w) => putJournalRow(w, { hash: head.hash, promise }))
  batch.put(SIGNED_KEY, encoded)
}

// Keys are copied by the batch, so one buffer a table serves a whole block.
function putWrites(batch: WriteBatch, { number, writes }: ExecutedBlock): void {
  const record = hashKey('record', NO_HASH)
  const history = historyKey(NO_HASH, number)
  const keys = new Uint8Array(32 * writes.length)
  writes.forEach(({ key, words, previous }, i) => {
    record.set(key, 1)
    batch.put(record, words)
    history.set(key, 1)
    batch.put(history, previous ?? NO_BYTES)
    keys.set(key, 32 * i)
  })
  batch.put(numberKey('undo', number), keys)
}

function putTransactions(batch: WriteBatch, writer: ValueWriter, block: bigint, { rows, hashes }: AssembledBlock): void {
  const key = transactionKey(block, 0)
  const location = hashKey('location', NO_HASH)
  const place = new Uint8Array(12)
  writeNumber(place, 0, block)
  rows.forEach((row, i) => {
    writer.at = 0
    putTransactionRow(writer, row)
    writeIndex(key, 9, i)
    batch.put(key, writtenValue(writer))
    writeIndex(place, 8, i)
    location.set(hashes[i]!, 1)
    batch.put(location, place)
  })
}
