import { queryOptions, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Hex } from 'viem'
import { FileError } from '@distribute/client'
import { useConnection, type L2Client } from '../chain/connection.tsx'

/** A file that was checked against the hash that the chain names. */
export interface CheckedFile {
  readonly hash: Hex
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
  /** of plain text: its first line, and the rest */
  readonly text?: { readonly title: string; readonly body: string }
}

/** A file that nobody had is asked for again after so long. */
const ABSENT_MS = 10_000
const MOST_BYTES = 20 * 1_024 * 1_024

function textOf(bytes: Uint8Array): NonNullable<CheckedFile['text']> {
  const [first = '', ...rest] = new TextDecoder().decode(bytes).trim().split('\n')
  return { title: first.replace(/^#+\s*/, ''), body: rest.join('\n').trim() }
}

const isAbsent = (error: unknown): boolean => error instanceof FileError && (error.code === 'NotFound' || error.code === 'FilesOff')

async function readFile(l2: L2Client, hash: Hex): Promise<CheckedFile | null> {
  try {
    const { bytes, type } = await l2.fetchFile({ hash, limit: MOST_BYTES })
    return { hash, bytes, type, ...(type.startsWith('text/plain') ? { text: textOf(bytes) } : {}) }
  } catch (error) {
    if (isAbsent(error)) return null
    throw error
  }
}

/** The file behind a hash; null where the node does not keep it. What was fetched once never changes; what was not there may come. */
export const fileQuery = (l2: L2Client, hash: Hex) =>
  queryOptions({ queryKey: ['file', hash], queryFn: () => readFile(l2, hash), staleTime: (query) => (query.state.data === null ? ABSENT_MS : Infinity), retry: 1, networkMode: 'always' })

export function useFile(hash: Hex): UseQueryResult<CheckedFile | null> {
  const { l2 } = useConnection()
  return useQuery(fileQuery(l2, hash))
}
