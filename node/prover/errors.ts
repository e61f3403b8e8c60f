export type ProverCode =
  /** The claim stands no more, or never did. */
  | 'NotStanding'
  /** L1 does not show what it keeps the hash of. */
  | 'MissingData'
  /** The state that this node has before the batch is not the one that the parent claims: that claim is to be looked at first. */
  | 'OtherParent'
  /** What was sent to L1 did not do there what its dry run did. */
  | 'Reverted'
  | 'CorruptNotes'
  /** Neither the machine in this process nor L1 takes the witness: it is made anew. */
  | 'WitnessRefused'
  /** The machine in this process convicts and L1's node does not. */
  | 'DryRunsDisagree'
  /** The machine cannot be made in this process. */
  | 'NoMachine'

/** Why a claim cannot be challenged, or not now. */
export class ProverError extends Error {
  override readonly name = 'ProverError'
  readonly code: ProverCode

  constructor(code: ProverCode, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options)
    this.code = code
  }
}
