import { keepPreviousData, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import type { ProjectSummary } from '@distribute/client/words'
import { fileQuery } from '../../files/use-file.ts'
import { useConnection } from '../../chain/connection.tsx'

/** Titles and texts to search in, by the hash of what they are of. Nothing is asked before somebody searches; one query for all, as a thousand that each tell of themselves would stop the page. */
export function useTitles(projects: readonly ProjectSummary[], enabled: boolean): UseQueryResult<ReadonlyMap<string, string>> {
  const { l2 } = useConnection()
  const queries = useQueryClient()
  const hashes = projects.map(({ contentHash }) => contentHash)
  return useQuery({
    queryKey: ['titles', hashes],
    queryFn: async () => {
      const files = await Promise.all(hashes.map((hash) => queries.ensureQueryData(fileQuery(l2, hash)).catch(() => null)))
      return new Map(files.flatMap((file) => (file?.text === undefined ? [] : [[file.hash, `${file.text.title} ${file.text.body}`.toLowerCase()] as const])))
    },
    enabled,
    placeholderData: keepPreviousData,
    gcTime: 0,
    networkMode: 'always',
  })
}
