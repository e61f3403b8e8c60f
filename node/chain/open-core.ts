import { equalBytes, genesisHash, genesisRecords } from '@distribute/state-machine'
import type { ChainConfig } from '@distribute/state-machine'
import type { CatalogProgress } from '../catalog/build.ts'
import { catalogRow, ensureCatalog } from '../catalog/build.ts'
import { putBlockRow } from '../storage/block-row.ts'
import type { Database } from '../storage/database.ts'
import { checkIdentity, identityRows } from '../storage/identity.ts'
import { putSegments } from '../storage/segments-row.ts'
import { hashKey, numberKey, readNumber } from '../storage/tables.ts'
import { corruptValue } from '../storage/value-reader.ts'
import { createValueWriter, writtenValue } from '../storage/value-writer.ts'
import { HEAD_KEY } from './append.ts'
import { genesisHead } from './assemble.ts'
import type { Core, CoreOptions } from './core.ts'
import { createCore } from './core.ts'
import { decodeHeads, HEADS_KEY } from './heads.ts'
import { loadHeadTree } from './load-state.ts'
import { FLOOR_KEY } from './prune.ts'
import { createInboxView, readInboxEnd } from './inbox.ts'
import { headOf } from './rewind.ts'
import type { StoredBlock } from './rows.ts'
import { readBlock, readBlockRow, readSegments, storedBloom } from './rows.ts'

export interface OpenOptions {
  /** Told now and then while an older directory's catalog is built. */
  readonly progress?: ((progress: CatalogProgress) => void) | undefined
}

/**
 * The chain as the directory has it, or at its genesis where the directory is empty. Throws StorageError; `corrupt` also
 * where the records do not have the root that the head's header names.
 */
export async function openCore(database: Database, config: ChainConfig, options: CoreOptions & OpenOptions): Promise<Core> {
  const hash = genesisHash(config.genesis)
  if (!(await checkIdentity(database, hash))) await writeGenesis(database, config, hash)
  const head = await readHead(database)
  await checkGenesisBlock(database, config)
  await buildCatalog(database, config, head.header.number, options.progress)
  const tree = await loadHeadTree(database)
  if (!equalBytes(tree.root(), head.header.stateRoot)) {
    throw corruptValue(numberKey('block', head.header.number), `its state root is not that of the ${tree.size} records stored`)
  }
  const [heads, floor] = await database.getMany([HEADS_KEY, FLOOR_KEY])
  const place = { head: headOf(head), ...decodeHeads(heads), floor: floor === undefined ? 0n : numberOf(FLOOR_KEY, floor) }
  return createCore({ database, config, genesisHash: hash, tree, options, ...place })
}

async function writeGenesis(database: Database, config: ChainConfig, hash: Uint8Array): Promise<void> {
  const head = genesisHead(config)
  const batch = database.batch()
  const writer = createValueWriter()
  for (const [key, value] of [...identityRows(hash), catalogRow]) batch.put(key, value)
  for (const { key, words } of genesisRecords(config.genesis)) batch.put(hashKey('record', key), words)
  putBlockRow(writer, { ...head, transactions: 0, promise: undefined })
  batch.put(numberKey('block', 0n), writtenValue(writer))
  writer.at = 0
  putSegments(writer, [])
  batch.put(numberKey('segments', 0n), writtenValue(writer))
  batch.put(numberKey('bloom', 0n), storedBloom(head.header.logsBloom))
  const number = numberKey('meta', 0n).subarray(1)
  batch.put(hashKey('blockHash', head.hash), number)
  batch.put(HEAD_KEY, number)
  await batch.write({ sync: true })
}

async function readHead(database: Database): Promise<StoredBlock> {
  const value = await database.get(HEAD_KEY)
  if (value === undefined) throw corruptValue(HEAD_KEY, 'missing')
  const number = numberOf(HEAD_KEY, value)
  const head = await readBlock(database, number)
  if (head === undefined) throw corruptValue(numberKey('block', number), 'missing')
  return head
}

/** The genesis file's hash is the same; this one fails only where this program makes another block 0 of it. */
async function checkGenesisBlock(database: Database, config: ChainConfig): Promise<void> {
  const stored = await readBlock(database, 0n)
  if (stored !== undefined && equalBytes(stored.hash, genesisHead(config).hash)) return
  throw corruptValue(numberKey('block', 0n), 'not the block 0 of this genesis')
}

function numberOf(key: Uint8Array, value: Uint8Array): bigint {
  if (value.length !== 8) throw corruptValue(key, `${value.length} bytes are no number`)
  return readNumber(value, 0)
}

async function buildCatalog(database: Database, config: ChainConfig, head: bigint, progress: OpenOptions['progress']): Promise<void> {
  const inbox = createInboxView(database, (await readInboxEnd(database)).length)
  const missing = (number: bigint) => corruptValue(numberKey('segments', number), 'missing')
  const blocks = {
    head,
    inbox,
    async segments(number: bigint) {
      const segments = await readSegments(database, number)
      if (segments === undefined) throw missing(number)
      return segments.map(({ bytes }) => bytes)
    },
    async stateRoot(number: bigint) {
      const row = await readBlockRow(database, number)
      if (row === undefined) throw missing(number)
      return row.header.stateRoot
    },
  }
  await ensureCatalog(database, { config, blocks, progress })
}
