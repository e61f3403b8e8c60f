/** A fault in what the node gives its sequencer. */
export class SequencingError extends Error {
  override readonly name = 'SequencingError'
  readonly code: 'NoChainRecord' | 'WrongKey' | 'MissingKey' | 'NoStake' | 'L1NotFollowed' | 'NotOurTurn' | 'UnknownLog'

  constructor(code: SequencingError['code'], message: string) {
    super(message)
    this.code = code
  }
}
