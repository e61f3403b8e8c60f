import { setImmediate } from 'node:timers/promises'
import { takeKeys } from '../storage/record-rows.ts'
import { historyKey, metaKey, numberKey } from '../storage/tables.ts'
import { corruptValue, decodeStored } from '../storage/value-reader.ts'
import type { Core } from './core.ts'
import { publish } from './core.ts'

export const FLOOR_KEY = metaKey('floor')

/** Rows deleted at once: about a millisecond of the event loop. */
const STEP_ROWS = 1_000

export interface Pruner {
  /** Deletes what need not be kept any more, in the background; does nothing while it is at it. */
  start(): void
  /** Resolves when it stands still. */
  settled(): Promise<void>
}

/**
 * Deletes the history before the finalized block, less a margin. What is kept is what a rewind (never below finalized)
 * and a proof or read of any block since then needs; headers, transactions and segments stay for ever.
 */
export function createPruner(core: Core): Pruner {
  let running: Promise<void> | undefined
  let failed = false
  const run = async (): Promise<void> => {
    try {
      while (!core.closed && core.floor < targetOf(core)) {
        await pruneStep(core)
        await setImmediate()
      }
    } catch (error) {
      // Published, and not tried again: the next start of the node does.
      failed = true
      publish(core, { type: 'fault', error })
    } finally {
      running = undefined
    }
  }
  return {
    start() {
      if (core.options.archive || core.closed || failed || core.floor >= targetOf(core)) return
      running ??= run()
    },
    async settled() {
      while (running !== undefined) await running
    },
  }
}

/** The oldest block whose state is still to be read. */
const targetOf = ({ finalized, options }: Core): bigint => (finalized > options.historyMargin ? finalized - options.historyMargin : 0n)

async function pruneStep(core: Core): Promise<void> {
  const { database } = core
  const batch = database.batch()
  for (let rows = 0; rows < STEP_ROWS && core.floor < targetOf(core); ) {
    // Reads and rewinds look at the floor before they rely on a row, so it rises before the rows go.
    const block = ++core.floor
    const undo = numberKey('undo', block)
    const value = await database.get(undo)
    if (value === undefined) throw corruptValue(undo, 'missing')
    const keys = decodeStored(undo, value, takeKeys)
    for (const key of keys) batch.delete(historyKey(key, block))
    batch.delete(undo)
    rows += keys.length + 1
  }
  batch.put(FLOOR_KEY, numberKey('meta', core.floor).subarray(1))
  await batch.write({ sync: false })
}
