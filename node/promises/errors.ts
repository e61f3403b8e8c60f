export type PromiseCode =
  /** Of another chain. */
  | 'OtherChain'
  /** No sequencer of this community ever had the key that signed it. */
  | 'NotTheSigner'
  /** L1, as this node knows it, has not come to the block that it names yet. */
  | 'OriginUnknown'
  /** L1 has another block there, or it is older than the term: it binds nobody. */
  | 'OriginNotCanonical'
  /** The L1 block is over an hour older than the header's time: clients refuse it. */
  | 'OriginTooOld'
  /** Its block is final, and nothing is compared any more. */
  | 'Final'
  /** Its number is further ahead than any that is kept. */
  | 'TooFarAhead'
  /** There are as many for this number as are kept. */
  | 'Full'
  | 'CorruptNotes'

/** Why a promise is not kept. */
export class PromiseError extends Error {
  override readonly name = 'PromiseError'
  readonly code: PromiseCode

  constructor(code: PromiseCode, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options)
    this.code = code
  }
}
