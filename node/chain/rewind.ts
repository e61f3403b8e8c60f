import { equalBytes } from '@distribute/state-machine'
import { catalogChange } from '../catalog/changes.ts'
import { readerOf, transactionsOfStored } from '../catalog/facts.ts'
import { dropCatalog, readBasis } from '../catalog/write.ts'
import type { WriteBatch } from '../storage/database.ts'
import { takeKeys, takePreviousWords } from '../storage/record-rows.ts'
import { hashKey, historyKey, numberKey, transactionKey } from '../storage/tables.ts'
import { corruptValue, decodeStored } from '../storage/value-reader.ts'
import { HEAD_KEY } from './append.ts'
import type { Core } from './core.ts'
import { enter, leave, publish, serially } from './core.ts'
import { ChainError } from './errors.ts'
import { encodeHeads, HEADS_KEY } from './heads.ts'
import type { StoredBlock } from './rows.ts'
import { readBlock } from './rows.ts'
import type { StoredTransaction } from './transactions.ts'
import { readTransactions } from './transactions.ts'

/**
 * Makes block `to` the head again. One atomic write a block: where it is cut off, the chain is shorter by some blocks and
 * whole. What was signed stays in the journal. Throws ChainError `unknown-block`, `below-finalized`, `history-pruned`, `busy`.
 */
export const rewindChain = (core: Core, to: bigint): Promise<void> => serially(core, () => rewind(core, to))

async function rewind(core: Core, to: bigint): Promise<void> {
  if (to < 0n || to > core.head.header.number) throw new ChainError('unknown-block', `There is no block ${to} to go back to.`)
  if (to < core.finalized) throw new ChainError('below-finalized', `Block ${core.finalized} is final; going back to ${to} would undo it.`)
  if (to < core.floor) throw new ChainError('history-pruned', `The history before block ${core.floor} is no longer kept; start with an empty data directory.`)
  if (to === core.head.header.number) return
  enter(core, 'writing')
  try {
    while (core.head.header.number > to) await dropHead(core, core.head.header.number - 1n === to)
  } finally {
    leave(core)
  }
  publish(core, { type: 'rewind', to: core.head })
}

async function dropHead(core: Core, last: boolean): Promise<void> {
  const { database, head } = core
  const { number } = head.header
  const parent = await readBlock(database, number - 1n)
  if (parent === undefined) throw corruptValue(numberKey('block', number - 1n), 'missing')
  const writes = await previousWrites(core, number)
  const { genesis } = core.config
  const transactions = await readTransactions(database, number, genesis.chainId)
  const before = readerOf(writes.map(({ key, words }) => ({ key, previous: words })))
  const times = { time: head.header.time, parentTime: parent.header.time }
  const change = catalogChange({ number, ...times, transactions: transactionsOfStored(transactions), before, after: core.tree, parameters: genesis.parameters })
  const basis = await readBasis(database, change)
  const batch = database.batch()
  dropCatalog(batch, change, basis)
  for (const { key, words } of writes) {
    if (words === null) batch.delete(hashKey('record', key))
    else batch.put(hashKey('record', key), words)
    batch.delete(historyKey(key, number))
  }
  deleteBlock(batch, number, head.hash, transactions)
  const safe = core.safe < number ? core.safe : number - 1n
  batch.put(HEAD_KEY, numberKey('meta', number - 1n).subarray(1))
  batch.put(HEADS_KEY, encodeHeads(safe, core.finalized))
  await batch.write({ sync: last })
  core.tree.apply(writes)
  core.head = headOf(parent)
  core.safe = safe
  core.recent.pop()
  if (!equalBytes(core.tree.root(), parent.header.stateRoot)) throw corruptValue(numberKey('undo', number), 'taking the block back does not give the state before it')
}

export const headOf = ({ header, hash, cursor }: StoredBlock): Core['head'] => ({ header, hash, cursor })

async function previousWrites({ database }: Core, number: bigint): Promise<{ key: Uint8Array; words: Uint8Array | null }[]> {
  const undo = numberKey('undo', number)
  const value = await database.get(undo)
  if (value === undefined) throw corruptValue(undo, 'missing')
  const keys = decodeStored(undo, value, takeKeys)
  const places = keys.map((key) => historyKey(key, number))
  const values = await database.getMany(places)
  return keys.map((key, i) => {
    const previous = values[i]
    if (previous === undefined) throw corruptValue(places[i]!, 'missing')
    return { key, words: decodeStored(places[i]!, previous, takePreviousWords) }
  })
}

function deleteBlock(batch: WriteBatch, number: bigint, hash: Uint8Array, transactions: readonly Pick<StoredTransaction, 'hash'>[]): void {
  for (const table of ['undo', 'block', 'bloom', 'segments'] as const) batch.delete(numberKey(table, number))
  batch.delete(hashKey('blockHash', hash))
  transactions.forEach(({ hash: transaction }, i) => {
    batch.delete(hashKey('location', transaction))
    batch.delete(transactionKey(number, i))
  })
}
