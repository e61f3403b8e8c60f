/** What the shell should do about a fault: try again, start over from L1 data, or stop and wait for hands. */
export type Remedy = 'retry' | 'reset' | 'stop'

/**
 * - `directory-in-use`: another process holds the data directory;
 * - `newer-format`, `unknown-directory`, `other-community`: the directory is not one this program may write to;
 * - `corrupt`: what was read is not what was written;
 * - `disk`: the operating system refused (full, read-only, no rights, no file handles);
 * - `closed`: used after close.
 */
export type StorageErrorCode =
  | 'directory-in-use' | 'newer-format' | 'unknown-directory' | 'other-community' | 'corrupt' | 'disk' | 'closed'

const REMEDIES: Readonly<Record<StorageErrorCode, Remedy>> = {
  'directory-in-use': 'stop',
  'newer-format': 'stop',
  'unknown-directory': 'stop',
  'other-community': 'stop',
  corrupt: 'reset',
  disk: 'stop',
  closed: 'stop',
}

/** A fault of the data directory. The message says what to do; `table` and `key` (hex) say where a value is corrupt. */
export class StorageError extends Error {
  readonly code: StorageErrorCode
  readonly remedy: Remedy
  readonly table: string | undefined
  readonly key: string | undefined

  constructor(code: StorageErrorCode, message: string, options: { table?: string; key?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'StorageError'
    this.code = code
    this.remedy = REMEDIES[code]
    this.table = options.table
    this.key = options.key
  }
}

/** A value that its decoder refuses; `decodeStored` turns it into a StorageError that names the place. */
export class MalformedValue extends Error {
  readonly code = 'malformed-value'

  constructor(detail: string) {
    super(detail)
    this.name = 'MalformedValue'
  }
}
