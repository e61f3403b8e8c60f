/** A caller's mistake in making or running a block. */
export class BlockError extends Error {
  override readonly name = 'BlockError'
  readonly code: 'NoSegments'

  constructor(code: BlockError['code'], message: string) {
    super(message)
    this.code = code
  }
}
