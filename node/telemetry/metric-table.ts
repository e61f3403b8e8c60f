/** One metric. Names get the prefix `distribute_`; labels are given at each change. */
export interface Metric {
  /** A histogram is of seconds. */
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly labels: readonly string[]
}

/** Every metric of the node: the only source of /metrics and docs/metrics.md. Names follow op-node's, where it has the same. */
export const METRICS = {
  info: { type: 'gauge', help: '1, with the version and role that run', labels: ['version', 'role'] },
  up: { type: 'gauge', help: '1 from the time the node has started', labels: [] },
  refs_number: { type: 'gauge', help: 'block number of a head: layer l1 or l2; type latest, safe or finalized, and derived: how far L1 was read', labels: ['layer', 'type'] },
  sync_left: { type: 'gauge', help: 'L1 blocks that are still to be caught up with', labels: [] },
  l1_silence_seconds: { type: 'gauge', help: 'time since L1 last had a new block', labels: [] },
  l1_faults_total: { type: 'counter', help: 'times that L1 could not be followed', labels: [] },
  l1_url_faults_total: { type: 'counter', help: 'times that a URL of L1 failed, lagged or lied, and was given a rest', labels: ['url'] },
  l1_reorgs_total: { type: 'counter', help: 'reorgs of L1 that were followed', labels: [] },
  l1_reorg_depth: { type: 'gauge', help: 'L1 blocks that the last reorg took away', labels: [] },
  wrong_roots: { type: 'gauge', help: 'batches on L1 with a root that execution does not give and that nobody has convicted yet: while there is one, a sequencer posts nothing', labels: [] },
  void_batches: { type: 'gauge', help: 'batches on L1 whose roots are void and for which nobody answers yet: their withdrawals cannot be claimed, and nothing is posted', labels: [] },
  convictions_total: { type: 'counter', help: 'claims on L1 that were convicted', labels: [] },
  wrong_roots_total: { type: 'counter', help: 'roots on L1 that execution does not give: somebody can be convicted', labels: [] },

  prover_cases: { type: 'gauge', help: 'false claims that the prover is at, penalties that are not due yet included', labels: [] },
  prover_convictions_total: { type: 'counter', help: 'claims that the prover had convicted', labels: [] },
  prover_faults_total: { type: 'counter', help: 'times that the prover could not go on, and tried again', labels: [] },
  prover_breaches_total: { type: 'counter', help: 'broken promises that the prover showed to L1; breach is equivocation, broken or abandoned', labels: ['breach'] },

  promises_kept_total: { type: 'counter', help: 'promises of blocks that this node was given and kept', labels: [] },
  promises_refused_total: { type: 'counter', help: 'promises that this node did not keep: nobody could be held to them, or they prove nothing more; reason is the error’s code', labels: ['reason'] },
  promises_faults_total: { type: 'counter', help: 'times that the sequencer or L1 could not be asked about promises', labels: [] },
  broken_promises: { type: 'gauge', help: 'broken promises that this node knows of and whose penalty is not settled', labels: [] },
  broken_promises_total: { type: 'counter', help: 'broken promises that this node found; breach is equivocation (two headers for one place), broken (another block was posted) or abandoned (none was, and the term is over)', labels: ['breach'] },

  claimer_open: { type: 'gauge', help: 'withdrawals that are final and that L1 has not paid, as the claimer last saw them', labels: [] },
  claimer_claims_total: { type: 'counter', help: 'withdrawals that the claimer had paid', labels: [] },
  claimer_spent_ether_total: { type: 'counter', help: 'ether that the claimer spent on L1’s gas', labels: [] },
  claimer_faults_total: { type: 'counter', help: 'times that the claimer could not go on, and tried again', labels: [] },

  files_kept: { type: 'gauge', help: 'members’ files on the disk', labels: [] },
  files_kept_bytes: { type: 'gauge', help: 'what they take, in whole blocks of 4 KiB each', labels: [] },
  files_unnamed: { type: 'gauge', help: 'of these, files that nothing on the chain was seen to name', labels: [] },
  files_uploads_total: { type: 'counter', help: 'uploads answered; outcome is kept, or the code of why not', labels: ['outcome'] },
  files_dropped_total: { type: 'counter', help: 'files dropped because the chain had not named them for a day', labels: [] },
  files_faults_total: { type: 'counter', help: 'times that a file could not be read or written', labels: [] },

  rpc_server_requests_total: { type: 'counter', help: 'JSON-RPC requests answered; method is unknown for one that does not exist, and invalid for what is no request', labels: ['method'] },
  rpc_server_errors_total: { type: 'counter', help: 'JSON-RPC requests answered with an error; code is other for one that is not among ours', labels: ['code'] },
  rpc_server_request_duration_seconds: { type: 'histogram', help: 'time that JSON-RPC requests took; those of a batch that are answered together are one, with the time of all', labels: ['method'] },
  rpc_server_http_connections: { type: 'gauge', help: 'HTTP connections open', labels: [] },
  rpc_server_websockets: { type: 'gauge', help: 'WebSockets open', labels: [] },
  rpc_server_refused_total: { type: 'counter', help: 'connections refused for there being too many; kind http or websocket', labels: ['kind'] },

  pool_pending: { type: 'gauge', help: 'transactions that could go into a block', labels: [] },
  pool_queued: { type: 'gauge', help: 'transactions that wait for a nonce before them', labels: [] },
  pool_waiting: { type: 'gauge', help: 'transactions that wait for their sender’s credits', labels: [] },
  pool_added_total: { type: 'counter', help: 'transactions and operations taken into the pool', labels: [] },
  pool_refused_total: { type: 'counter', help: 'transactions and operations refused', labels: [] },
  pool_dropped_total: { type: 'counter', help: 'transactions that fell out of the pool without a block', labels: [] },

  builder_blocks_total: { type: 'counter', help: 'blocks built and committed', labels: [] },
  builder_transactions_total: { type: 'counter', help: 'transactions, operations and inbox entries put into blocks', labels: [] },
  builder_skipped_total: { type: 'counter', help: 'transactions that turned out not to fit the state, and were left out', labels: [] },
  builder_faults_total: { type: 'counter', help: 'blocks that came to nothing', labels: [] },
  builder_block_seconds: { type: 'gauge', help: 'time that the last block took, from its first transaction to the disk', labels: [] },
  builder_block_bytes: { type: 'gauge', help: 'calldata that the last block takes in its batch', labels: [] },

  batcher_batches_total: { type: 'counter', help: 'batches that L1 has included', labels: [] },
  batcher_bytes_total: { type: 'counter', help: 'calldata of these batches', labels: [] },
  batcher_faults_total: { type: 'counter', help: 'attempts to post that failed', labels: [] },
  batcher_last_block: { type: 'gauge', help: 'last block that is on L1', labels: [] },
  batcher_unposted_age_seconds: { type: 'gauge', help: 'age of the oldest block that is not on L1 yet', labels: [] },

  keeper_due: { type: 'gauge', help: 'settlements that are due and in no block yet', labels: [] },
  keeper_done_total: { type: 'counter', help: 'settlements put into blocks without a sender', labels: [] },
  keeper_faults_total: { type: 'counter', help: 'times that the chain could not be read for what is due', labels: [] },
} as const satisfies Record<string, Metric>

export type MetricName = keyof typeof METRICS
