import { useQuery } from '@tanstack/react-query'
import { createContext, useContext, type ReactNode } from 'react'
import { createClient, http, type Account, type Chain, type Client, type Transport } from 'viem'
import { publicActionsL2, readDistributeChain, type DistributeChain, type PublicActionsL2 } from '@distribute/client'
import { NODE_URL } from './node-url.ts'

/** Of viem's own actions none is bound: each is imported where it is used, and what no screen uses is not loaded. */
export type L2Client = Client<Transport, Chain, Account | undefined, undefined, PublicActionsL2> & PublicActionsL2

/** The community's chain as its node tells it, and who asks that node. */
export interface Connection {
  readonly chain: DistributeChain
  readonly l2: L2Client
}

const POLL_MS = 400
const RETRY_MS = 2_000
const Context = createContext<Connection | undefined>(undefined)

async function connect(): Promise<Connection> {
  const chain = await readDistributeChain(NODE_URL)
  const l2 = createClient({ chain, transport: http(NODE_URL, { batch: true, retryCount: 1 }), pollingInterval: POLL_MS, cacheTime: 0 }).extend(publicActionsL2())
  return { chain, l2 }
}

interface ConnectionProps {
  readonly children: ReactNode
  readonly waiting: ReactNode
  readonly failed: ReactNode
}

/** Asks the node which chain this is, for as long as it takes. */
export function ConnectionProvider({ children, waiting, failed }: ConnectionProps) {
  const { data, isError, failureCount } = useQuery({ queryKey: ['connection'], queryFn: connect, staleTime: Infinity, retry: true, retryDelay: RETRY_MS, networkMode: 'always' })
  if (data !== undefined) return <Context value={data}>{children}</Context>
  return isError || failureCount > 0 ? failed : waiting
}

/** Below ConnectionProvider alone. */
export function useConnection(): Connection {
  const connection = useContext(Context)
  if (connection === undefined) throw new NoConnectionError()
  return connection
}

class NoConnectionError extends Error {
  override readonly name = 'NoConnectionError'
  readonly code = 'NoConnection'
}
