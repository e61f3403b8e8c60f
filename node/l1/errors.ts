/**
 * What is wrong with L1 as we see it.
 * - `Unavailable`: no answer, or none that can be used;
 * - `WrongChain`, `WrongCommunity`, `NoRollup`: at the start, L1 or the rollup there are another community's, or there is none;
 * - `WrongMachine`: the rollup would judge fraud proofs by other rules, or for another genesis;
 * - `OtherChain`: the same while the node runs: nothing is taken in until L1 is ours again;
 * - `Lagging`: L1 knows fewer blocks than we have taken in, and no other ones;
 * - `MissingLogs`, `FalseLogs`: the logs are not those that the contracts count and hash;
 * - `Moved`: L1 changed while it was read;
 * - `Unsettled`: an L1 reorg took away what promised blocks rest on, and may still be undone itself.
 */
export type L1ErrorCode =
  | 'Unavailable' | 'WrongChain' | 'WrongCommunity' | 'WrongMachine' | 'NoRollup' | 'OtherChain' | 'Lagging' | 'MissingLogs' | 'FalseLogs' | 'Moved' | 'Unsettled'

const STOPS: readonly L1ErrorCode[] = ['WrongChain', 'WrongCommunity', 'WrongMachine', 'NoRollup']

export class L1Error extends Error {
  override readonly name = 'L1Error'
  readonly code: L1ErrorCode
  /** retry: it may go by itself; stop: somebody has to act. */
  readonly action: 'retry' | 'stop'

  constructor(code: L1ErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.action = STOPS.includes(code) ? 'stop' : 'retry'
  }
}
