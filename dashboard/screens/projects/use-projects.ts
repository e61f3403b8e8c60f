import { keepPreviousData, useInfiniteQuery, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Hex } from 'viem'
import type { Answer, ProjectSummary, StageName } from '@distribute/client/words'
import { useConnection } from '../../chain/connection.tsx'
import { CHAIN } from '../../chain/reads.ts'

/** Projects that a page of them holds. */
export const PAGE = 100

export interface FoundProjects {
  readonly items: readonly ProjectSummary[]
  /** whether there are no older ones */
  readonly isAll: boolean
}

const together = ({ pages }: InfiniteData<Answer<'distribute_projects'>>) =>
  ({ items: pages.flatMap(({ items }) => items), isAll: pages.at(-1)?.next === null, pages: pages.length })

/** The newest projects in a stage, or in any, `pages` pages of them; a page that is there already is not read again for the next. */
export function useProjects(stage: StageName | undefined, pages: number): UseInfiniteQueryResult<FoundProjects> {
  const { l2, chain } = useConnection()
  const found = useInfiniteQuery({
    queryKey: [CHAIN, chain.id, 'projects', stage],
    queryFn: ({ pageParam }) => l2.distribute.projects({ limit: PAGE, stage, cursor: pageParam }),
    initialPageParam: undefined as Hex | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    select: together,
    placeholderData: keepPreviousData,
    retry: 1,
    networkMode: 'always',
  })
  const { data, hasNextPage, isFetching, isPlaceholderData, fetchNextPage } = found
  const isMissing = data !== undefined && !isPlaceholderData && data.pages < pages && hasNextPage
  useEffect(() => {
    if (isMissing && !isFetching) void fetchNextPage()
  }, [isMissing, isFetching, fetchNextPage])
  return found
}
