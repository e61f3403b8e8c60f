import { useQuery, keepPreviousData, type UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { getBlock } from 'viem/actions'
import { Link } from 'wouter'
import type { Hex } from 'viem'
import { useConnection, type L2Client } from '../../chain/connection.tsx'
import { CHAIN } from '../../chain/reads.ts'
import { useFormat } from '../../ui/format.ts'
import { Age } from './age.tsx'
import { Reached } from './reached.tsx'

export interface ListedBlock {
  readonly number: bigint
  readonly hash: Hex
  readonly timestamp: bigint
  readonly gasUsed: bigint
  readonly transactions: readonly Hex[]
}

async function readBlocks(l2: L2Client, top: bigint, count: number): Promise<readonly ListedBlock[]> {
  const numbers = Array.from({ length: count }, (_, i) => top - BigInt(i)).filter((number) => number >= 0n)
  return Promise.all(numbers.map((blockNumber) => getBlock(l2, { blockNumber })))
}

/** So many blocks from `top` down. Those below the head do not change but for a reorg, which a new head tells. */
export function useBlocks(top: bigint | undefined, count: number): UseQueryResult<readonly ListedBlock[]> {
  const { l2, chain } = useConnection()
  return useQuery({ queryKey: [CHAIN, chain.id, 'blocks', String(top), count], queryFn: () => readBlocks(l2, top ?? 0n, count), enabled: top !== undefined, placeholderData: keepPreviousData, retry: 1, networkMode: 'always' })
}

export function BlockRows({ blocks }: { readonly blocks: readonly ListedBlock[] }) {
  return <ol className="grid divide-y divide-line">{blocks.map((block) => <Row key={block.hash} block={block} />)}</ol>
}

function Row({ block: { number, timestamp, transactions } }: { readonly block: ListedBlock }) {
  const { t } = useTranslation('explorer')
  const format = useFormat()
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3">
      <span className="flex items-baseline gap-3"><Link href={`~/explorer/block/${number}`} className="link number font-semibold">{format.count(number)}</Link><Age at={timestamp} className="text-sm text-soft" /></span>
      <span className="flex items-center gap-3"><span className="number text-sm text-soft">{t('blocks.count', { count: transactions.length })}</span><Reached block={number} /></span>
    </li>
  )
}
