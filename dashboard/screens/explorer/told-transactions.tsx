import { useQuery, keepPreviousData } from '@tanstack/react-query'
import type { Hex } from 'viem'
import { useConnection } from '../../chain/connection.tsx'
import { CHAIN } from '../../chain/reads.ts'
import { Query } from '../../ui/query.tsx'
import { ToldLine } from './told-line.tsx'

/** Transactions by their hashes, each in a line of words. */
export function ToldTransactions({ hashes }: { readonly hashes: readonly Hex[] }) {
  const { l2, chain } = useConnection()
  const told = useQuery({
    queryKey: [CHAIN, chain.id, 'told', ...hashes], placeholderData: keepPreviousData, retry: 1, networkMode: 'always',
    queryFn: () => Promise.all(hashes.map((hash) => l2.distribute.transaction({ hash }))),
  })
  return <Query of={told} lines={Math.min(hashes.length, 6)}>{(items) => <ol className="grid divide-y divide-line">{items.map((item, i) => (item === null ? null : <ToldLine key={hashes[i]} item={item} />))}</ol>}</Query>
}
