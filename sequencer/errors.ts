export type SequencerErrorCode =
  | 'selection-open'
  | 'block-too-large'
  | 'closed'
  | 'commit-timeout'
  | 'diverged'
  | 'behind'
  | 'bad-event'

/** A fault inside the sequencer. `retry`: trying again may help; else the shell should stop and tell the operator. */
export class SequencerError extends Error {
  readonly code: SequencerErrorCode
  readonly retry: boolean
  readonly facts: object

  constructor(code: SequencerErrorCode, message: string, options: { readonly retry: boolean; readonly facts?: object }) {
    super(message)
    this.name = 'SequencerError'
    this.code = code
    this.retry = options.retry
    this.facts = options.facts ?? {}
  }
}

export type L1ErrorCode = 'reverted' | 'unavailable' | 'replaced'

/**
 * What an L1Poster throws. `reverted`: L1 refuses the batch, `reason` is the decoded error's name; `unavailable`: no answer,
 * or none to be trusted; `replaced`: another transaction took the nonce.
 */
export class L1Error extends Error {
  readonly code: L1ErrorCode
  readonly reason: string | undefined

  constructor(code: L1ErrorCode, message: string, options: { readonly reason?: string; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'L1Error'
    this.code = code
    this.reason = options.reason
  }
}
