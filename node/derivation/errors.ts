/** What derivation cannot go on with. */
export class DerivationError extends Error {
  override readonly name = 'DerivationError'
  readonly code: 'CorruptNotes' | 'WrongBytes' | 'WrongParent' | 'PromiseBinds'
  /** retry: another URL, or the same one later, may give the right bytes; stop: somebody has to act. */
  readonly action: 'retry' | 'stop'

  constructor(code: DerivationError['code'], message: string) {
    super(message)
    this.code = code
    this.action = code === 'CorruptNotes' || code === 'PromiseBinds' ? 'stop' : 'retry'
  }
}
