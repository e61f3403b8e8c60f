import type { StateReader } from '@distribute/state-machine'
import type { Database, Snapshot } from '../storage/database.ts'
import { takeKeys, takePreviousWords, takeWords } from '../storage/record-rows.ts'
import { hashKey, historyKey, numberKey, numberRange } from '../storage/tables.ts'
import { corruptValue, decodeStored } from '../storage/value-reader.ts'
import type { Core } from './core.ts'
import { headState } from './head-state.ts'
import { ChainError } from './errors.ts'

const MAX_BLOCK = 2n ** 64n - 1n
/** A read asks for at most so many records that it learns of one after the other. */
const MAX_ROUNDS = 256

/** Thrown through a read that meets a record it does not know yet; never seen outside. */
class Missing extends Error {
  readonly code = 'missing'
  readonly key: Uint8Array

  constructor(key: Uint8Array) {
    super('A record is not loaded yet.')
    this.key = key
  }
}

/** Throws ChainError `unknown-block` or `history-pruned` where the state of a block cannot be read. */
export function checkReadable(core: Core, block: bigint): void {
  const newest = core.head.header.number
  if (block < 0n || block > newest) throw new ChainError('unknown-block', `There is no block ${block}; the newest is ${newest}.`)
  if (block >= core.floor) return
  throw new ChainError('history-pruned', `The state of block ${block} is no longer kept; the oldest kept is ${core.floor}. Ask a node that runs with --archive.`)
}

/**
 * What `read` makes of the state as it was after `block`. `read` is pure: it runs again and again until it meets no
 * record that is not loaded yet. Throws ChainError `unknown-block`, `history-pruned`, `too-many-reads`.
 */
export async function readAt<T>(core: Core, block: bigint, read: (state: StateReader) => T): Promise<T> {
  checkReadable(core, block)
  if (block === core.head.header.number) return read(headState(core))
  // A snapshot: a block or a rewind in the meantime changes nothing of what is read here.
  const snapshot = core.database.snapshot()
  try {
    return await readLoaded(core.database, snapshot, block, read)
  } finally {
    await snapshot.close()
  }
}

async function readLoaded<T>(database: Database, snapshot: Snapshot, block: bigint, read: (state: StateReader) => T): Promise<T> {
  const loaded = new Map<string, Uint8Array | undefined>()
  const state: StateReader = {
    get(key) {
      const name = nameOf(key)
      const words = loaded.get(name)
      if (words === undefined && !loaded.has(name)) throw new Missing(key.slice())
      return words
    },
  }
  for (let round = 0; round < MAX_ROUNDS; round++) {
    try {
      return read(state)
    } catch (signal) {
      if (!(signal instanceof Missing)) throw signal
      loaded.set(nameOf(signal.key), (await loadAt(database, snapshot, block, signal.key)) ?? undefined)
    }
  }
  throw new ChainError('too-many-reads', `A read of block ${block} asked for more than ${MAX_ROUNDS} records.`)
}

/** A text for a key, to find it in a Map. */
export const nameOf = (key: Uint8Array): string => Buffer.from(key.buffer, key.byteOffset, key.length).toString('latin1')

/** The words of a record after `block`; null where it was absent. The first change after the block knows what was before. */
export async function loadAt(database: Database, snapshot: Snapshot, block: bigint, record: Uint8Array): Promise<Uint8Array | null> {
  const change = await database.first({ gt: historyKey(record, block), lte: historyKey(record, MAX_BLOCK), snapshot })
  if (change !== undefined) return decodeStored(change[0], change[1], takePreviousWords)
  const key = hashKey('record', record)
  const words = await database.get(key, snapshot)
  return words === undefined ? null : decodeStored(key, words, takeWords)
}

/**
 * The keys that blocks changed, both ends included, each once. Stops with undefined as soon as they are more than
 * `limit`.
 */
export async function changedKeys(database: Database, from: bigint, to: bigint, options: { limit: number; snapshot: Snapshot }): Promise<Map<string, Uint8Array> | undefined> {
  const keys = new Map<string, Uint8Array>()
  const { limit, snapshot } = options
  let blocks = 0n
  for await (const rows of database.rows({ ...numberRange('undo', from, to), snapshot }, 16)) {
    for (const [key, value] of rows) {
      blocks++
      for (const record of decodeStored(key, value, takeKeys)) keys.set(nameOf(record), record)
    }
    if (keys.size > limit) return undefined
  }
  if (to >= from && blocks !== to - from + 1n) throw corruptValue(numberKey('undo', from), `changes of ${to - from + 1n - blocks} blocks after it are missing`)
  return keys
}
