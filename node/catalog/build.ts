import { setImmediate } from 'node:timers/promises'
import { createTree, equalBytes, executeBlock, genesisRecords } from '@distribute/state-machine'
import type { ChainConfig, ExecutedBlock, Inbox, StateReader } from '@distribute/state-machine'
import type { Database } from '../storage/database.ts'
import { metaKey, numberKey, tableRange } from '../storage/tables.ts'
import { corruptValue } from '../storage/value-reader.ts'
import { catalogChange } from './changes.ts'
import type { CatalogChange } from './changes.ts'
import { factsOfExecuted } from './facts.ts'
import { stipendOf } from './stipend.ts'
import type { CatalogSight } from './write.ts'
import { putCatalog, readBasis } from './write.ts'

/** Of the rows and what they say. Raise it with every change: an older catalog is then built anew. */
const CATALOG_VERSION = 2
const CATALOG_KEY = metaKey('catalog')

/** What says that the catalog is whole; a new directory has it from the start. */
export const catalogRow: readonly [Uint8Array, Uint8Array] = [CATALOG_KEY, Uint8Array.of(CATALOG_VERSION)]

export interface CatalogProgress {
  readonly block: bigint
  readonly head: bigint
}

/** A block's rows, ready to be put. */
export interface PreparedCatalog {
  readonly change: CatalogChange
  readonly sight: CatalogSight
}

function stipendsIn(block: ExecutedBlock, change: CatalogChange, { before, after, genesis }: { before: StateReader; after: StateReader; genesis: ChainConfig['genesis'] }): CatalogSight['stipends'] {
  const { outcomes } = block
  return new Map(change.registrations.map(({ member }) => [member, stipendOf({ outcomes, before, after, genesis }, member)]))
}

/** The state with a block, and the time of the block before it, in seconds. */
export interface AroundBlock {
  readonly after: StateReader
  readonly parentTime: bigint
}

/** The rows of a block that was just executed. */
export async function prepareCatalog(database: Database, { genesis }: ChainConfig, block: ExecutedBlock, { after, parentTime }: AroundBlock): Promise<PreparedCatalog> {
  const facts = factsOfExecuted(block, after, { parameters: genesis.parameters, parentTime })
  const change = catalogChange(facts)
  return { change, sight: { basis: await readBasis(database, change), stipends: stipendsIn(block, change, { before: facts.before, after, genesis }), after } }
}

/** The blocks that a directory holds. */
export interface StoredBlocks {
  readonly head: bigint
  readonly inbox: Inbox
  segments(block: bigint): Promise<readonly Uint8Array[]>
  stateRoot(block: bigint): Promise<Uint8Array>
}

export interface BuildOptions {
  readonly config: ChainConfig
  readonly blocks: StoredBlocks
  /** Told now and then how far it is. */
  readonly progress?: ((progress: CatalogProgress) => void) | undefined
}

const PROGRESS_BLOCKS = 1_000n

/**
 * Builds the catalog where the directory has none, or one of another version, by running all blocks again from their
 * segments: outcomes are not kept, and the state before old blocks is not either. Cut off, it starts over.
 */
export async function ensureCatalog(database: Database, { config, blocks, progress }: BuildOptions): Promise<void> {
  const version = await database.get(CATALOG_KEY)
  if (version !== undefined && equalBytes(version, catalogRow[1])) return
  await clear(database)
  const tree = createTree()
  tree.apply(genesisRecords(config.genesis))
  let parentTime = config.genesis.timestamp
  for (let number = 1n; number <= blocks.head; number++) {
    const block = executeBlock(tree, config, blocks.inbox, await blocks.segments(number))
    if (!equalBytes(block.stateRoot, await blocks.stateRoot(number))) throw corruptValue(numberKey('segments', number), 'they do not give the state of their block')
    await putBlock(database, config, block, { after: tree, parentTime })
    parentTime = block.time
    if (number % PROGRESS_BLOCKS === 0n) progress?.({ block: number, head: blocks.head })
    await setImmediate()
  }
  const batch = database.batch()
  batch.put(...catalogRow)
  await batch.write({ sync: true })
}

async function putBlock(database: Database, config: ChainConfig, block: ExecutedBlock, around: AroundBlock): Promise<void> {
  const { change, sight } = await prepareCatalog(database, config, block, around)
  const batch = database.batch()
  putCatalog(batch, change, sight)
  await batch.write({ sync: false })
}

async function clear(database: Database): Promise<void> {
  for await (const rows of database.rows(tableRange('catalog'))) {
    const batch = database.batch()
    for (const [key] of rows) batch.delete(key)
    await batch.write({ sync: false })
  }
  const batch = database.batch()
  batch.delete(CATALOG_KEY)
  await batch.write({ sync: false })
}
