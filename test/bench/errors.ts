/** Why a measurement did not come to an end. */
export class BenchError extends Error {
  override readonly name = 'BenchError'
  readonly code: 'Usage' | 'Unsupported' | 'ProcessEnded' | 'Refused' | 'TooSlow' | 'Wrong'

  constructor(code: BenchError['code'], message: string) {
    super(message)
    this.code = code
  }
}
