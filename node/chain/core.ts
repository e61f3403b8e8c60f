import type { BlockBuilder, ChainConfig, ExecutedBlock, Tree } from '@distribute/state-machine'
import type { Database } from '../storage/database.ts'
import { createValueWriter } from '../storage/value-writer.ts'
import type { ValueWriter } from '../storage/value-writer.ts'
import type { BitsCache } from './bloom.ts'
import { createBitsCache } from './bloom.ts'
import { ChainError } from './errors.ts'
import type { Head } from './head.ts'

export type ChainEvent =
  | { readonly type: 'block'; readonly head: Head; readonly block: ExecutedBlock }
  | { readonly type: 'rewind'; readonly to: Head }
  | { readonly type: 'heads'; readonly safe: bigint; readonly finalized: bigint }
  /** Work in the background stopped; what is asked for goes on until it meets the same. */
  | { readonly type: 'fault'; readonly error: unknown }

export interface CoreOptions {
  readonly archive: boolean
  /** Blocks before the finalized one whose state is kept all the same. */
  readonly historyMargin: bigint
  readonly segmentMaxBytes: number
}

/** What the parts of the chain share. Only append.ts, rewind.ts and heads.ts move `head`, `safe` and `finalized`. */
export interface Core {
  readonly database: Database
  readonly config: ChainConfig
  readonly genesisHash: Uint8Array
  /** The head's state, except while `phase` is not idle: then it may be ahead of it. */
  readonly tree: Tree
  readonly options: CoreOptions
  readonly bits: BitsCache
  readonly writer: ValueWriter
  readonly listeners: Set<(event: ChainEvent) => void>
  /** What waits for the tree to hold the head's state. */
  readonly waiting: (() => void)[]
  /** What the last blocks changed, the newest last. */
  readonly recent: { readonly parent: Uint8Array; readonly writes: ExecutedBlock['writes'] }[]
  /** The end of the queue of `serially`. */
  turn: Promise<unknown>
  head: Head
  safe: bigint
  finalized: bigint
  /** The oldest block whose state can be read. */
  floor: bigint
  phase: 'idle' | 'building' | 'writing'
  /** Whose the tree is while a block is made of transactions. */
  builder: BlockBuilder | undefined
  /** What that block has changed so far, by the names of its keys, as it was before. */
  readonly replaced: Map<string, Uint8Array | undefined>
  closed: boolean
}

export type CoreStart = Pick<Core, 'database' | 'config' | 'genesisHash' | 'tree' | 'options' | 'head' | 'safe' | 'finalized' | 'floor'>

export const createCore = (start: CoreStart): Core => ({
  ...start,
  bits: createBitsCache(),
  writer: createValueWriter(1 << 16),
  listeners: new Set(),
  waiting: [],
  recent: [],
  turn: Promise.resolve(),
  phase: 'idle',
  builder: undefined,
  replaced: new Map(),
  closed: false,
})

/** Takes the tree for a block or a rewind. Throws ChainError `busy` where it is taken. */
export function enter(core: Core, phase: 'building' | 'writing'): void {
  if (core.phase !== 'idle') throw new ChainError('busy', `The chain is ${core.phase} another block.`)
  core.phase = phase
}

/** Gives the tree back, holding the head's state, and runs at once what has waited for that. */
export function leave(core: Core): void {
  core.phase = 'idle'
  core.builder = undefined
  core.replaced.clear()
  for (const run of core.waiting.splice(0)) run()
}

/** Runs `task` in one go when the tree holds the head's state. */
export function whenIdle<T>(core: Core, task: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    const run = (): void => {
      try {
        resolve(task())
      } catch (error) {
        reject(error)
      }
    }
    if (core.phase === 'idle') run()
    else core.waiting.push(run)
  })
}

/** Runs `task` after the ones before it: writes of L1 records and rewinds depend on what the last one left. */
export function serially<T>(core: Core, task: () => Promise<T>): Promise<T> {
  const result = core.turn.then(task)
  core.turn = result.catch(() => undefined)
  return result
}

/** A listener that throws must not undo what has happened: its error surfaces on its own. */
export function publish(core: Core, event: ChainEvent): void {
  for (const listener of [...core.listeners]) {
    try {
      listener(event)
    } catch (error) {
      queueMicrotask(() => {
        throw error
      })
    }
  }
}
