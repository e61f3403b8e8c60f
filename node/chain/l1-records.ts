import type { StoredBatch } from '../storage/batch-row.ts'
import type { WriteBatch } from '../storage/database.ts'
import { metaKey, numberKey } from '../storage/tables.ts'
import { deleteBatches, putBatches, readLastBatch } from './batches.ts'
import type { Core } from './core.ts'
import { serially } from './core.ts'
import { ChainError } from './errors.ts'
import { checkHeads, encodeHeads, HEADS_KEY, moveHeads } from './heads.ts'
import type { InboxEnd, NewEntry } from './inbox.ts'
import { putEntries, readInboxEnd, rollingAt } from './inbox.ts'

/** What the follower learned from a stretch of L1, written at once: cut off anywhere, it goes on where `meta` says. */
export interface L1Update {
  /** After a reorg: entries from here on are gone. Done before `entries` are put. */
  readonly inboxLength?: bigint
  readonly entries?: readonly NewEntry[]
  /** After a reorg: batches from this index on are gone. Done before `batches` are put. */
  readonly batchesFrom?: bigint
  /** New ones in order, or ones whose claim has changed. */
  readonly batches?: readonly StoredBatch[]
  /** The follower's own notes; null deletes. */
  readonly meta?: Readonly<Record<string, Uint8Array | null>>
  readonly heads?: { readonly safe: bigint; readonly finalized: bigint }
}

/** The follower's records. */
export interface L1Records {
  /** The inbox as known now. */
  end(): InboxEnd
  /** One atomic write, in order with all others. Throws ChainError `entries-in-use`, `not-in-order`, `bad-heads`. */
  update(update: L1Update): Promise<void>
}

// The follower's notes have a prefix of their own, so that none can be taken for the node's.
export const noteKey = (name: string): Uint8Array => metaKey(`l1:${name}`)

export async function createL1Records(core: Core): Promise<L1Records> {
  let end = await readInboxEnd(core.database)
  const write = async (update: L1Update): Promise<void> => {
    const batch = core.database.batch()
    try {
      const next = await putInbox(core, batch, end, update)
      await putBatchRows(core, batch, update)
      for (const [name, value] of Object.entries(update.meta ?? {})) putNote(batch, name, value)
      if (update.heads !== undefined) putHeads(core, batch, update.heads)
      // Not synced: L1 has it all, and a block that builds on it is written later to the same log, with sync.
      await batch.write({ sync: false })
      end = next
    } catch (error) {
      await batch.discard()
      throw error
    }
    if (update.heads !== undefined) moveHeads(core, update.heads)
  }
  return { end: () => end, update: (update) => serially(core, () => write(update)) }
}

async function putInbox(core: Core, batch: WriteBatch, end: InboxEnd, { inboxLength, entries = [] }: L1Update): Promise<InboxEnd> {
  const start = inboxLength === undefined || inboxLength >= end.length ? end : await cutInbox(core, batch, end, inboxLength)
  return putEntries(batch, start, entries)
}

async function cutInbox({ database, head }: Core, batch: WriteBatch, end: InboxEnd, length: bigint): Promise<InboxEnd> {
  if (length < head.cursor) {
    throw new ChainError('entries-in-use', `Blocks have read ${head.cursor} inbox entries: rewind to one that read at most ${length} first.`)
  }
  for (let index = length; index < end.length; index++) batch.delete(numberKey('entry', index))
  return { length, rolling: await rollingAt(database, length) }
}

async function putBatchRows({ database }: Core, batch: WriteBatch, { batchesFrom, batches = [] }: L1Update): Promise<void> {
  const last = (await readLastBatch(database))?.index ?? -1n
  if (batchesFrom !== undefined) await deleteBatches(database, batch, batchesFrom)
  putBatches(batch, batchesFrom !== undefined && batchesFrom <= last ? batchesFrom - 1n : last, batches)
}

function putNote(batch: WriteBatch, name: string, value: Uint8Array | null): void {
  if (value === null) batch.delete(noteKey(name))
  else batch.put(noteKey(name), value)
}

function putHeads(core: Core, batch: WriteBatch, heads: { readonly safe: bigint; readonly finalized: bigint }): void {
  checkHeads(core, heads)
  batch.put(HEADS_KEY, encodeHeads(heads.safe, heads.finalized))
}
