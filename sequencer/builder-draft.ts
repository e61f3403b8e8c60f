import { kindGas, KINDS } from '@distribute/state-machine'
import type { BlockBuilder, ExecutedBlock, Item, KindName } from '@distribute/state-machine'
import { createMeter } from './budget.ts'
import type { Pool, PooledOperation, Selection } from './pool-types.ts'
import type { Clock } from './ports.ts'

export interface DraftLimits {
  readonly maxTransactions: number
  readonly maxGas: bigint
  /** Calldata of all segments. */
  readonly budget: number
  readonly segmentMaxBytes: number
  readonly sliceMs: number
  /** Take no more, but keep what is there. */
  isClosing(): boolean
  /** Give it all up. */
  readonly signal: AbortSignal
}

/** A block while it takes from the pool. */
export interface Draft {
  readEntries(count: number): void
  /** Operations, then transactions in the pool's order, until there are no more or the block is full. */
  addFromPool(): Promise<void>
  isEmpty(): boolean
  skipped(): number
  seal(): ExecutedBlock
  /** The chain and the pool are as before. */
  abort(): void
}

export interface DraftDependencies {
  readonly pool: Pool
  readonly clock: Clock
  readonly limits: DraftLimits
}

/** The gas of entries counts in the block's, and is not known before they are read: the dearest kind is assumed for each. */
export const ENTRY_GAS = (Object.keys(KINDS) as KindName[]).map(kindGas).reduce((most, gas) => (gas > most ? gas : most))

/** How many items run between two looks at the clock, which is dearer than a cheap item. */
const ITEMS_A_LOOK = 8

export function createDraft(block: BlockBuilder, { pool, clock, limits }: DraftDependencies): Draft {
  const meter = createMeter(limits)
  const { isClosing, signal } = limits
  let selection: Selection | undefined
  let entries = 0
  let gas = 0n
  let items = 0
  let skipped = 0

  const isOver = (): boolean => isClosing() || signal.aborted || block.size >= limits.maxTransactions
  const fits = (kind: KindName, length: number): boolean =>
    gas + kindGas(kind) <= limits.maxGas && meter.add(kind, length)

  const addOperations = (open: Selection): void => {
    for (const pooled of open.operations()) {
      if (isOver()) return
      if (!fits(pooled.operation.call.kind, pooled.encoded.length)) return
      addOperation(open, pooled)
    }
  }
  const addOperation = (open: Selection, pooled: PooledOperation): void => {
    const item: Item = { type: 'operation', operation: pooled.operation }
    const outcome = block.add(item, { encoded: pooled.encoded })
    if (outcome.included) return open.tookOperation(pooled)
    meter.forget()
    skipped++
    open.dropOperation(pooled)
  }
  /** Answers whether there may be more. */
  const addNext = (open: Selection): boolean => {
    const pooled = open.next()
    if (pooled === undefined) return false
    const { transaction, encoded } = pooled
    if (!fits(transaction.call.kind, encoded.length)) {
      open.giveBack()
      return false
    }
    const outcome = block.add({ type: 'transaction', transaction }, pooled)
    if (outcome.included) {
      gas += outcome.gasUsed
      return true
    }
    meter.forget()
    skipped++
    open.skipped(outcome.reason)
    return true
  }
  const addTransactions = async (open: Selection): Promise<void> => {
    let since = clock.milliseconds()
    while (!isOver() && addNext(open)) {
      if (++items % ITEMS_A_LOOK !== 0 || clock.milliseconds() - since < limits.sliceMs) continue
      await clock.turn()
      since = clock.milliseconds()
    }
  }

  return {
    readEntries(count) {
      if (count === 0) return
      entries = count
      gas += BigInt(count) * ENTRY_GAS
      meter.readEntries(count)
      block.readEntries(count)
    },
    async addFromPool() {
      selection = pool.select(block.time)
      addOperations(selection)
      await addTransactions(selection)
    },
    isEmpty: () => entries === 0 && block.size === 0,
    skipped: () => skipped,
    seal: () => block.seal(),
    abort() {
      block.abort()
      selection?.release()
      selection = undefined
    },
  }
}
