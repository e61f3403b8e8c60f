export type CodecErrorCode = 'InvalidAddress' | 'InvalidHex' | 'ValueOutOfRange' | 'WrongArguments' | 'TooLong'

/** A value handed to an encoder that no encoding exists for: a fault of the caller. Decoders never throw. */
export class CodecError extends Error {
  readonly code: CodecErrorCode

  constructor(code: CodecErrorCode, message: string) {
    super(message)
    this.name = 'CodecError'
    this.code = code
  }
}
