/** What stands between a member and her signature: `code` has words in every language. */
export class WalletError extends Error {
  override readonly name = 'WalletError'
  readonly code: 'NoWallet' | 'NoAccount' | 'Locked' | 'NoL1' | 'SecretLost'
  constructor(code: WalletError['code'], message: string) {
    super(message)
    this.code = code
  }
}
