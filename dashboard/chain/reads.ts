import { keepPreviousData, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Hex } from 'viem'
import type { Answer, Community, Member } from '@distribute/client/words'
import { useConnection, type L2Client } from './connection.tsx'

export type Status = Answer<'rollup_status'>

const HEAD_POLL_MS = 1_500
/** What is told by the chain is right until the chain goes on: a new head asks for it anew (useFollowHead). */
export const CHAIN = 'chain'

/** How the chain stands: asked all the time, and what tells whether the node is there. */
export function useStatus(): UseQueryResult<Status> {
  const { l2 } = useConnection()
  return useQuery({ queryKey: ['status'], queryFn: () => l2.rollup.status(), refetchInterval: HEAD_POLL_MS, refetchIntervalInBackground: false, retry: false, networkMode: 'always' })
}

/** Once in the page: whatever hangs on the head is asked anew when there is a new one. */
export function useFollowHead(): void {
  const queries = useQueryClient()
  const { data } = useStatus()
  const head = data?.heads.latest.hash
  useEffect(() => {
    if (head !== undefined) void queries.invalidateQueries({ queryKey: [CHAIN] })
  }, [head, queries])
}

/** Anything that the chain says, as of its head. `name` and `of` tell it from other reads. */
export function useChain<T>(name: string, of: readonly (string | number | undefined)[], read: (l2: L2Client) => Promise<T>, enabled = true): UseQueryResult<T> {
  const { l2, chain } = useConnection()
  return useQuery({ queryKey: [CHAIN, chain.id, name, ...of], queryFn: () => read(l2), enabled, placeholderData: keepPreviousData, retry: 1, networkMode: 'always' })
}

export const useCommunity = (): UseQueryResult<Community> => useChain('community', [], (l2) => l2.distribute.community())

/** What the genesis file fixed never changes. */
export function useParameters(): UseQueryResult<Answer<'distribute_parameters'>> {
  const { l2, chain } = useConnection()
  return useQuery({ queryKey: ['parameters', chain.id], queryFn: () => l2.distribute.parameters(), staleTime: Infinity, networkMode: 'always' })
}

/** The profile of an account; nothing is asked while there is none. */
export const useMember = (account: Hex | undefined): UseQueryResult<Member> =>
  useChain('member', [account], (l2) => l2.distribute.member({ account: account ?? '0x' }), account !== undefined)

/** What goes on by L1's clock, with no new block here: asked anew every few seconds. */
export function useLive<T>(name: string, of: readonly (string | number | undefined)[], read: (l2: L2Client) => Promise<T>, { enabled = true, everyMs = 2_500 }: { readonly enabled?: boolean; readonly everyMs?: number } = {}): UseQueryResult<T> {
  const { l2, chain } = useConnection()
  return useQuery({ queryKey: [CHAIN, chain.id, name, ...of], queryFn: () => read(l2), enabled, refetchInterval: everyMs, placeholderData: keepPreviousData, retry: 1, networkMode: 'always' })
}
