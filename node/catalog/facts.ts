import type { ExecutedBlock, Included, Parameters, StateReader } from '@distribute/state-machine'
import { decodeEvents, type Log } from '@distribute/client/words'

/** A transaction as the catalog sees it; the sender of an operation is address zero. */
export type CatalogTransaction = Pick<Included, 'sender' | 'to' | 'success' | 'events'>

/** All that the catalog's rows of a block follow from. */
export interface BlockFacts {
  readonly number: bigint
  /** Seconds, of the block and of the one before. */
  readonly time: bigint
  readonly parentTime: bigint
  readonly transactions: readonly CatalogTransaction[]
  /** The state before the block, asked for records that it changed only. */
  readonly before: StateReader
  readonly after: StateReader
  readonly parameters: Parameters
}

interface Changed {
  readonly key: Uint8Array
  /** Before the block; null: absent. */
  readonly previous: Uint8Array | null
}

const nameOf = (key: Uint8Array): string => Buffer.from(key.buffer, key.byteOffset, key.length).toString('latin1')

/** What records were before a block changed them; the table is made when it is asked for. */
export function readerOf(changed: readonly Changed[]): StateReader {
  let known: Map<string, Uint8Array | undefined> | undefined
  return {
    get(key) {
      known ??= new Map(changed.map((each) => [nameOf(each.key), each.previous ?? undefined]))
      return known.get(nameOf(key))
    },
  }
}

/** Of a block that was just executed; `after` is the state with it. */
export const factsOfExecuted = (block: ExecutedBlock, after: StateReader, { parameters, parentTime }: Pick<BlockFacts, 'parameters' | 'parentTime'>): BlockFacts =>
  ({ number: block.number, time: block.time, parentTime, transactions: block.outcomes, before: readerOf(block.writes), after, parameters })

interface Stored {
  readonly from: CatalogTransaction['sender']
  readonly to: CatalogTransaction['to']
  readonly status: boolean
  readonly logs: readonly Log[]
}

/** The same of a block as it was stored: its receipts say what its outcomes said. */
export const transactionsOfStored = (stored: readonly Stored[]): readonly CatalogTransaction[] =>
  stored.map(({ from, to, status, logs }) => ({ sender: from, to, success: status, events: decodeEvents(logs) }))
