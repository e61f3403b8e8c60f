import { BaseError } from 'viem'
import { L1Error } from './errors.ts'

/**
 * A fault of L1 in one line. viem's whole message also holds the URL, and the request with all calldata; what L1 answered stands in
 * `status` and `details`.
 */
export const wordsOf = (fault: unknown): string => {
  const error = l1ErrorIn(fault) ?? fault
  if (!(error instanceof Error)) return String(error)
  const [first = ''] = error.message.split('\n')
  const status = 'status' in error && typeof error.status === 'number' ? `status ${error.status}` : ''
  const details = 'details' in error && typeof error.details === 'string' ? error.details : ''
  return [first, status, details].filter((part) => part !== '').join(' ')
}

/** viem wraps what a transport throws in its own errors. */
export const l1ErrorIn = (fault: unknown): L1Error | undefined => {
  for (let at: unknown = fault, depth = 0; at instanceof Error && depth < 16; at = at.cause, depth++) {
    if (at instanceof L1Error) return at
  }
  return undefined
}

/** The same fault without what must not be shown or is too long to be: for everybody who logs whole errors. */
export const withoutRequest = (fault: unknown): unknown =>
  l1ErrorIn(fault) ?? (fault instanceof BaseError ? new L1Error('Unavailable', wordsOf(fault)) : fault)
