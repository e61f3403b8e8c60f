/** A setting that cannot be used: `key` names it, `source` says where the value came from, `expected` what would do. */
export class SettingError extends Error {
  override readonly name = 'SettingError'
  readonly code: 'UnknownSetting' | 'BadSetting' | 'MissingFile' | 'BadFile' | 'NoPassword'
  readonly advice: string

  constructor(code: SettingError['code'], message: string, advice: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.advice = advice
  }
}
