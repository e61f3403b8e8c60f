/** One metric. Names get the prefix `distribute_`; labels are given at each change. */
export interface Metric {
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly labels: readonly string[]
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[]
}

const counter = <const L extends readonly string[]>(help: string, labels: L): { readonly type: 'counter'; readonly help: string; readonly labels: L } => ({ type: 'counter', help, labels })
const gauge = <const L extends readonly string[]>(help: string, labels: L): { readonly type: 'gauge'; readonly help: string; readonly labels: L } => ({ type: 'gauge', help, labels })
const histogram = <const L extends readonly string[]>(help: string, labels: L, buckets: readonly number[]): { readonly type: 'histogram'; readonly help: string; readonly labels: L; readonly buckets: readonly number[] } => ({ type: 'histogram', help, labels, buckets })

const SECONDS = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const WORK = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000]

/** Every metric of the node: the only source of /metrics and docs/metrics.md. Names follow op-node's, where it has the same. */
export const METRICS = {
  info: gauge('1, with the version and role that run', ['version', 'role']),
  up: gauge('1 from the time the node is ready', []),
  refs_number: gauge('block number of a head: layer l1 or l2; type latest, safe, finalized, or derived (how far L1 was read)', ['layer', 'type']),
  refs_time: gauge('time of that block, in Unix seconds', ['layer', 'type']),

  rpc_server_requests_total: counter('JSON-RPC calls, a call of a batch each', ['method']),
  rpc_server_errors_total: counter('calls that were answered with an error', ['method', 'code']),
  rpc_server_request_duration_seconds: histogram('time to answer a call', ['method'], SECONDS),
  rpc_server_connections: gauge('open WebSocket connections', []),
  rpc_server_subscriptions: gauge('open subscriptions', ['kind']),

  pool_transactions: gauge('transactions that wait: pending (could go into a block) or queued (a nonce or credits are missing)', ['state']),
  pool_accepted_total: counter('transactions taken into the pool', []),
  pool_refused_total: counter('transactions refused', ['code']),

  blocks_total: counter('blocks added to the chain, built or derived', ['source']),
  transactions_sequenced_total: counter('transactions put into blocks', ['status']),
  block_transactions: histogram('transactions in a block', [], WORK),
  block_build_seconds: histogram('time to execute a block', [], SECONDS),
  block_commit_seconds: histogram('time to sign a block and write it to disk', [], SECONDS),
  sequencing_errors_total: counter('blocks that could not be committed and never existed', []),

  batches_posted_total: counter('batches that L1 has included', []),
  batch_segments: histogram('segments in a batch', [], WORK),
  batch_errors_total: counter('batches that could not be posted', ['code']),
  batch_gas_total: counter('L1 gas paid for batches', []),

  l1_requests_total: counter('JSON-RPC calls to L1', ['method']),
  l1_request_errors_total: counter('calls to L1 that failed', ['url', 'code']),
  l1_reorg_depth: histogram('blocks that L1 took back, a reorganisation each', [], [1, 2, 3, 5, 10, 32, 64]),
  derivation_errors_total: counter('batches or entries that could not be derived', ['code']),
  pipeline_resets_total: counter('rewinds of this chain', ['reason']),
  inbox_unread_entries: gauge('inbox entries on L1 that no block has read', []),
} as const satisfies Record<string, Metric>

export type MetricName = keyof typeof METRICS
