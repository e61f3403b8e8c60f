/** A command that cannot do what was asked. `message` says what was wrong, `advice` what was expected or what to do. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly code: 'Usage' | 'Failed'
  readonly advice: string

  constructor(code: CliError['code'], message: string, advice: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.advice = advice
  }
}

export const usage = (message: string, advice: string): CliError => new CliError('Usage', message, advice)
export const failed = (message: string, advice: string, cause?: unknown): CliError => new CliError('Failed', message, advice, { cause })
