/** What is wrong with L1 as we see it, and what the loop should do about it. */
export type L1ErrorCode = 'Unavailable' | 'WrongChain' | 'WrongCommunity' | 'MissingLogs' | 'Moved'

const ADVICE: { readonly [code in L1ErrorCode]: 'retry' | 'stop' } = {
  Unavailable: 'retry',
  WrongChain: 'stop',
  WrongCommunity: 'stop',
  MissingLogs: 'retry',
  Moved: 'retry',
}

export class L1Error extends Error {
  override readonly name = 'L1Error'
  readonly code: L1ErrorCode
  /** retry: it may go by itself; stop: somebody has to act. */
  readonly action: 'retry' | 'stop'

  constructor(code: L1ErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.action = ADVICE[code]
  }
}
