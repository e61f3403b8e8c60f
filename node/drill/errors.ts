/** A drill that could not be held: nothing is said about proofs by it. */
export class DrillError extends Error {
  override readonly name = 'DrillError'
  readonly code: 'NotIncluded' | 'NotPosted' | 'NoConviction'

  constructor(code: DrillError['code'], message: string) {
    super(message)
    this.code = code
  }
}
