import { useQueries } from '@tanstack/react-query'
import type { ProjectSummary } from '@distribute/client/words'
import { fileQuery } from '../../files/use-file.ts'
import { useConnection } from '../../chain/connection.tsx'

/** The titles that are searched, by the hash of their texts. Nothing is asked before somebody searches. */
export function useTitles(projects: readonly ProjectSummary[], enabled: boolean): ReadonlyMap<string, string> {
  const { l2 } = useConnection()
  return useQueries({
    queries: enabled ? projects.map(({ contentHash }) => fileQuery(l2, contentHash)) : [],
    combine: (results) => new Map(results.flatMap(({ data }) => (data?.text === undefined ? [] : [[data.hash, `${data.text.title} ${data.text.body}`] as const]))),
  })
}
