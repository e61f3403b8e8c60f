export type ClaimerCode = 'CorruptNotes'

/** Why the claimer does not start. */
export class ClaimerError extends Error {
  override readonly name = 'ClaimerError'
  readonly code: ClaimerCode

  constructor(code: ClaimerCode, message: string) {
    super(message)
    this.code = code
  }
}
