/** What blobs cannot be had, checked or made for. */
export class BlobError extends Error {
  override readonly name = 'BlobError'
  readonly code: 'KzgFailed' | 'NotFound' | 'BadFile' | 'CannotSign'

  constructor(code: BlobError['code'], message: string) {
    super(message)
    this.code = code
  }
}
