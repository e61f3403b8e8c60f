import { decodeRecord, encodeOperation, recordKey } from '@distribute/state-machine'
import type { Call, ChainConfig, StateReader } from '@distribute/state-machine'
import type { DryRun, Pool } from './pool-types.ts'

export interface ProposalWatchDependencies {
  readonly state: StateReader
  readonly config: ChainConfig
  readonly pool: Pick<Pool, 'addOperation'>
  dryRun(operation: { readonly call: Call }): DryRun
}

/** Finds projects that nobody stakes on any more, but that are staked since the pool is what it is now. */
export interface ProposalWatch {
  /** Tries at most `limit` of the proposals, in turns, until each was tried once since the pool changed last. */
  look(proposals: Set<bigint>, now: bigint, limit: number): void
}

const POOL_KEY = recordKey('pool')

export function createProposalWatch({ state, config, pool, dryRun }: ProposalWatchDependencies): ProposalWatch {
  const { poolMemory } = config.genesis.parameters
  let seen = ''
  let left = 0

  /** All that requirements depend on: S, Q, E and, by the windows of the pool's memory, E*. protocol.md section 4, "Stake". */
  const markOf = (now: bigint): string => {
    const { ether, tokens, reputation, low, previousLow } = decodeRecord('pool', state.get(POOL_KEY))
    const window = poolMemory === 0n ? 0n : now / poolMemory
    return [ether, tokens, reputation, low, previousLow, window].join()
  }
  const attempt = (id: bigint): void => {
    const operation = { call: { kind: 'advance', args: [id] } } as const
    // A dry run first: that a project is not staked yet is no refusal to be counted.
    if (dryRun(operation).ok) pool.addOperation({ operation, encoded: encodeOperation(operation) })
  }

  return {
    look(proposals, now, limit) {
      if (proposals.size === 0) return
      const mark = markOf(now)
      if (mark !== seen) left = proposals.size
      seen = mark
      for (let looks = Math.min(left, limit); looks > 0; looks--, left--) {
        const [id] = proposals
        if (id === undefined) return
        // To the end: the next look goes on with the one behind it.
        proposals.delete(id)
        proposals.add(id)
        attempt(id)
      }
    },
  }
}
