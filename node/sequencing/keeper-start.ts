import { createKeeper, type Clock, type DryRun, type Keeper, type Pool } from '@distribute/sequencer'
import type { Operation } from '@distribute/state-machine'
import type { Chain } from '../chain/chain.ts'
import type { Logger } from '../telemetry/logger.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { createEventHistory } from './keeper-history.ts'

export interface KeeperParts {
  readonly chain: Chain
  readonly pool: Pool
  readonly dryRun: (operation: Operation) => DryRun
  readonly clock: Clock
  /** While true this node still takes in what L1 has. */
  readonly isHeld: () => boolean
  readonly log: Logger
  readonly metrics: Metrics
}

/** Starts a keeper over this node's chain: it hears of every block and every rewind, and gives the pool what is due. */
export const startKeeper = ({ chain, ...parts }: KeeperParts, signal: AbortSignal): Keeper => {
  const { state, config } = chain
  const log = parts.log.child({ component: 'keeper' })
  const keeper = createKeeper({}, { ...parts, history: createEventHistory(chain), state, config, log }, signal)
  const stop = chain.subscribe((event) => {
    if (event.type === 'block') keeper.onBlock(event.block)
    if (event.type === 'rewind') keeper.onRewind()
  })
  return {
    ...keeper,
    async close() {
      stop()
      await keeper.close()
    },
  }
}
