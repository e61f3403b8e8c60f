import { FILE_ERRORS, type FileErrorCode } from '../words/upload-message.ts'

/** Why a file was not taken or given. `Tampered`: the node's bytes are others than those that the hash stands for. */
export class FileError extends Error {
  override readonly name = 'FileError'
  readonly code: FileErrorCode | 'Tampered' | 'Unavailable'

  constructor(code: FileError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

const isCode = (code: unknown): code is FileErrorCode => typeof code === 'string' && Object.hasOwn(FILE_ERRORS, code)

/** What a node's refusal says. */
export async function refusalOf(response: Response): Promise<FileError> {
  const body: unknown = await response.json().catch(() => undefined)
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined
  return isCode(code) ? new FileError(code, FILE_ERRORS[code]) : new FileError('Unavailable', `the node answered ${response.status}`)
}

/** fetch, with a node that does not answer as a FileError. */
export const asked = (url: string, request: RequestInit = {}): Promise<Response> =>
  fetch(url, request).catch((cause: unknown) => {
    throw new FileError('Unavailable', 'the node does not answer', { cause })
  })
