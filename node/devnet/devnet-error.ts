/** The devnet cannot start or go on. `advice` says what to do. */
export class DevnetError extends Error {
  override readonly name = 'DevnetError'
  readonly code: 'PortTaken' | 'AlreadyRuns' | 'L1Failed' | 'ReplicaFailed' | 'BadDirectory' | 'Timeout' | 'DemoFailed'
  readonly advice: string

  constructor(code: DevnetError['code'], message: string, advice: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.advice = advice
  }
}
