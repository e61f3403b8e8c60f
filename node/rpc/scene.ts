import type { StateReader } from '@distribute/state-machine'
import type { Head } from '../chain/head.ts'
import type { BlockOverrides } from './block-overrides.ts'
import type { BlockReference } from './block-reference.ts'
import type { RpcContext } from './context.ts'
import { headerNotFound } from './errors.ts'
import type { StateOverrides } from './overrides.ts'
import { withOverrides } from './overrides.ts'
import { refuseRead } from './read-state.ts'
import { requireBlock } from './resolve-block.ts'

/** A state to run calls on, and the time at which they run, in seconds. */
export interface Scene {
  readonly block: Head
  readonly time: bigint
  readonly overrides: BlockOverrides
  /** What `run`, which is pure, makes of the state. Throws RpcError where the state is not kept, or the block is gone. */
  read<T>(run: (state: StateReader) => T): Promise<T>
  /** For what was read in several steps: throws RpcError where a rewind took the block in between. */
  stillStands(): Promise<void>
}

/** What calls are asked on. */
export interface SceneRequest {
  readonly at: BlockReference
  readonly accounts: StateOverrides
  readonly block: BlockOverrides
}

/**
 * What is asked on the newest block is asked about the next one. Without work there are no blocks: at the newest one's time, a
 * reveal would look too early, and a stage open, that time alone has changed since.
 */
export const timeOf = ({ deps }: RpcContext, at: BlockReference, { header }: Head): bigint => {
  const isNewest = at.by === 'tag' && (at.tag === 'latest' || at.tag === 'pending')
  const now = isNewest ? (deps.now?.() ?? 0n) : 0n
  return now > header.time ? now : header.time
}

/** Throws RpcError "header not found". */
export async function openScene(context: RpcContext, { at, accounts, block: overrides }: SceneRequest): Promise<Scene> {
  const { chain } = context.deps
  const block = await requireBlock(chain, at)
  const { number } = block.header
  return {
    block,
    time: overrides.time ?? timeOf(context, at, block),
    overrides,
    read: (run) => chain.readAt(number, (state) => run(withOverrides(state, accounts))).catch(refuseRead),
    async stillStands() {
      const now = await chain.headerByNumber(number)
      if (now === undefined || !now.hash.every((byte, i) => byte === block.hash[i])) throw headerNotFound()
    },
  }
}
