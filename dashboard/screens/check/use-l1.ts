import { useMemo } from 'react'
import { createClient, http, type Client } from 'viem'
import { useOwnL1 } from '../../wallet/use-own-l1.ts'

/** The member's own L1, undefined until she has entered one. */
export function useL1(): Client | undefined {
  const url = useOwnL1()
  return useMemo(() => (url === undefined ? undefined : createClient({ transport: http(url, { batch: true, retryCount: 1 }), cacheTime: 0 })), [url])
}
