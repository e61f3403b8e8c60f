import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { numberToHex } from 'viem'
import { Link } from 'wouter'
import { useConnection, type L2Client } from '../../chain/connection.tsx'
import { CHAIN } from '../../chain/reads.ts'
import { useFormat } from '../../ui/format.ts'
import { Age } from './age.tsx'
import { blocksIn, type Batch } from './batch.ts'
import { BatchBadge } from './batch-badge.tsx'

async function readBatches(l2: L2Client, top: bigint, count: number): Promise<readonly Batch[]> {
  const numbers = Array.from({ length: count }, (_, i) => top - BigInt(i)).filter((number) => number >= 0n)
  const found = await Promise.all(numbers.map((number) => l2.rollup.getBatch(numberToHex(number))))
  return found.filter((batch) => batch !== null)
}

/** So many batches from `top` down. */
export function useBatches(top: bigint | undefined, count: number): UseQueryResult<readonly Batch[]> {
  const { l2, chain } = useConnection()
  return useQuery({ queryKey: [CHAIN, chain.id, 'batches', String(top), count], queryFn: () => readBatches(l2, top ?? 0n, count), enabled: top !== undefined, placeholderData: keepPreviousData, retry: 1, networkMode: 'always' })
}

export function BatchRows({ batches }: { readonly batches: readonly Batch[] }) {
  return <ol className="grid divide-y divide-line">{batches.map((batch) => <Row key={batch.index} batch={batch} />)}</ol>
}

function Row({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation('explorer')
  const format = useFormat()
  const { index, l1Time, firstBlock, lastBlock } = batch
  const count = blocksIn(batch)
  const range = count === 0n ? t('batch.noBlocks') : count === 1n ? format.count(firstBlock) : t('batch.range', { first: format.count(firstBlock), last: format.count(lastBlock) })
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3">
      <span className="flex items-baseline gap-3"><Link href={`~/explorer/batch/${index}`} className="link number font-semibold">{format.count(index)}</Link><span className="text-sm text-soft">{t(count === 1n ? 'batches.one' : 'batches.blocks')} <span className="number">{range}</span></span></span>
      <span className="flex items-center gap-3">{index === 0n ? null : <Age at={l1Time} className="text-sm text-soft" />}<BatchBadge batch={batch} /></span>
    </li>
  )
}
