/** A genesis that cannot be used: `field` names what is wrong, the message what was expected. */
export class GenesisError extends Error {
  override readonly name = 'GenesisError'
  readonly code = 'BadGenesis'
  readonly field: string

  constructor(field: string, expected: string) {
    super(`genesis: ${field}: ${expected}`)
    this.field = field
  }
}
