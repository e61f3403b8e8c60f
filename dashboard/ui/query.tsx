import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Failed, Loading } from './states.tsx'

interface QueryProps<T> {
  readonly of: Pick<UseQueryResult<T>, 'data' | 'isError' | 'error'> & { readonly refetch: () => unknown }
  readonly lines?: number
  readonly children: (data: T) => ReactNode
}

/** What a read has brought; what it waits for, or what went wrong, until then. What was read once stays while it is read anew. */
export function Query<T>({ of, lines = 3, children }: QueryProps<T>) {
  if (of.data !== undefined) return children(of.data)
  return of.isError ? <Failed error={of.error} retry={of.refetch} /> : <Loading lines={lines} />
}
