/** How blocks come on the chain that is asked; `by hand` asks anvil for one whenever all has been sent. */
export type Mining = 'by itself' | 'by hand'

/** Work for the load process: the raw transactions in `file`, one a line in hex, to `url`. */
export interface Job {
  readonly url: string
  readonly file: string
  /** Transactions a request. */
  readonly batch: number
  /** Requests on their way at a time. */
  readonly inFlight: number
  readonly mining: Mining
}

export type Order = { readonly type: 'prepare'; readonly job: Job } | { readonly type: 'go' }

/** `done`: every transaction has its receipt, `seconds` after the first was sent, the last one in block `block`. */
export type Report =
  | { readonly type: 'ready' }
  | { readonly type: 'done'; readonly seconds: number; readonly block: number }
  | { readonly type: 'failed'; readonly message: string }
