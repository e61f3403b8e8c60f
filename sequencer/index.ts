/** The front door of the sequencer: what goes into a block and a batch. */
export { createBatcher, BATCHER_DEFAULTS, type Batcher, type BatcherDependencies, type BatcherOptions } from './batcher.ts'
export { BATCH_OVERHEAD, costOf, segmentCost } from './budget.ts'
export { createBuilder, BUILDER_DEFAULTS, type Builder, type BuilderDependencies, type BuilderOptions } from './builder.ts'
export { L1Error, SequencerError, type L1ErrorCode, type SequencerErrorCode } from './errors.ts'
export { cheaperCarrier, type Prices } from './carrier.ts'
export { createKeeper, KEEPER_DEFAULTS, type Keeper, type KeeperDependencies, type KeeperNews, type KeeperOptions } from './keeper.ts'
export { createPool } from './pool.ts'
export { createDryRun } from './pool-operations.ts'
export {
  POOL_DEFAULTS,
  type AccountContent, type Added, type BlockNews, type DropReason, type DryRun, type Pool, type PoolDependencies, type PoolError,
  type PoolErrorName, type PooledOperation, type PooledTransaction, type PoolOptions, type Selection, type Waiting,
} from './pool-types.ts'
export {
  METRICS,
  type BatchHead, type BatchProof, type BatchSource, type BlockBytes, type BlockTarget, type Carrier, type ChainHead, type Clock, type EventHistory, type L1Head,
  type L1Poster, type Load, type Log, type MetricName, type Metrics,
} from './ports.ts'
