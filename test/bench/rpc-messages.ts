/** Work for the RPC load: `connections` clients of `url`, for `seconds`, with the raw transactions in `file`, one a line in hex. */
export interface RpcJob {
  readonly url: string
  readonly file: string
  readonly seconds: number
  readonly connections: number
  /** An account that is asked about. */
  readonly holder: string
}

/** Latencies in milliseconds, of requests that were answered. */
export interface RpcLatency {
  readonly p50: number
  readonly p99: number
}

export interface RpcReport {
  readonly seconds: number
  readonly reads: number
  readonly sends: number
  /** Answers that are errors, and requests without an answer. */
  readonly errors: number
  /** The words of the first of them. */
  readonly firstError: string | null
  readonly read: RpcLatency
  readonly send: RpcLatency
}

export type RpcAnswer = { readonly type: 'done'; readonly report: RpcReport } | { readonly type: 'failed'; readonly message: string }
