import { StorageError } from './errors.ts'

const LOCKED = 'LEVEL_LOCKED'
const CORRUPTION = 'LEVEL_CORRUPTION'
const NOT_OPEN = 'LEVEL_DATABASE_NOT_OPEN'

/** LevelDB calls unreadable files an I/O error or a corruption, as it happens: these are what a damaged one looks like. */
const DAMAGED_FILE = /MANIFEST|CURRENT|\.(ldb|sst): (Invalid argument|No such file)/

const damaged = (directory: string, detail: string, cause: unknown): StorageError =>
  new StorageError('corrupt', `The database in ${directory} is damaged (${detail}). Check the disk, then restore a backup or start with an empty data directory.`, { cause })

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/** Why LevelDB could not open `directory`. It wraps the reason in an error of its own. */
export function openFault(directory: string, error: unknown): StorageError {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const detail = cause instanceof Error ? cause.message : String(cause)
  if (codeOf(cause) === LOCKED) {
    const message = `Another node runs on the data directory ${directory}. Stop it, or start this one with another directory.`
    return new StorageError('directory-in-use', message, { cause })
  }
  if (codeOf(cause) === CORRUPTION || DAMAGED_FILE.test(detail)) return damaged(directory, detail, cause)
  return new StorageError('disk', `The data directory ${directory} cannot be opened: ${detail}. Check its rights and the disk.`, { cause })
}

/** Why a read or a write failed. */
export function accessFault(directory: string, error: unknown): unknown {
  if (error instanceof StorageError) return error
  const code = codeOf(error)
  if (code === undefined || !code.startsWith('LEVEL_')) return error
  const detail = error instanceof Error ? error.message : String(error)
  if (code === NOT_OPEN || code === 'LEVEL_ITERATOR_NOT_OPEN' || code === 'LEVEL_BATCH_NOT_OPEN') {
    return new StorageError('closed', `The database in ${directory} is closed.`, { cause: error })
  }
  if (code === CORRUPTION || DAMAGED_FILE.test(detail)) return damaged(directory, detail, error)
  return new StorageError('disk', `The disk refused an access to ${directory}: ${detail}. Make room or repair it, then start again.`, { cause: error })
}
