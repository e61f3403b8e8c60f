import { useTranslation } from 'react-i18next'
import { numberToHex } from 'viem'
import { Link } from 'wouter'
import type { L2Client } from '../../chain/connection.tsx'
import { useChain, type Status } from '../../chain/reads.ts'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useFormat } from '../../ui/format.ts'
import { Age } from '../explorer/age.tsx'
import { BatchBadge } from '../explorer/batch-badge.tsx'
import type { NodeHealth } from './node-health.ts'

/** Batches whose cost is summed: each is a receipt that the node asks Ethereum for once. */
const SUMMED = 10n

interface Spent {
  readonly count: number
  readonly gas: bigint
  readonly blobGas: bigint
  /** wei */
  readonly cost: bigint
}

async function readSpent(l2: L2Client, last: bigint): Promise<Spent> {
  const first = last > SUMMED ? last - SUMMED + 1n : 1n
  const indexes = Array.from({ length: Number(last - first + 1n) }, (_, i) => first + BigInt(i))
  const costs = (await Promise.all(indexes.map((index) => l2.rollup.getBatchCost(numberToHex(index))))).filter((cost) => cost !== null)
  return costs.reduce((sum, { gasUsed, blobGasUsed, cost }): Spent => ({ count: sum.count + 1, gas: sum.gas + gasUsed, blobGas: sum.blobGas + blobGasUsed, cost: sum.cost + cost }), { count: 0, gas: 0n, blobGas: 0n, cost: 0n })
}

/** What is on Ethereum, what waits for it, and what that costs. */
export function BatchCard({ node, status: { lastBatch } }: { readonly node: NodeHealth; readonly status: Status }) {
  const { t } = useTranslation('operator')
  const format = useFormat()
  const last = lastBatch?.index ?? 0n
  const spent = useChain('spent', [String(last)], (l2) => readSpent(l2, last), last > 0n)
  return (
    <Card title={t('batches.title')} aside={<Link href="/explorer/batches" className="link">{t('batches.all')}</Link>}>
      <Facts>
        <Fact name={t('batches.last')}>{lastBatch === null ? t('batches.none') : <span className="inline-flex flex-wrap items-center justify-end gap-2"><Link href={`/explorer/batch/${lastBatch.index}`} className="link number">{format.count(lastBatch.index)}</Link><BatchBadge batch={lastBatch} /></span>}</Fact>
        {lastBatch === null || last === 0n ? null : <Fact name={t('batches.posted')}><Age at={lastBatch.l1Time} /></Fact>}
        <Fact name={t('batches.waiting')}><Waiting of={node.unposted} /></Fact>
        {node.unposted.since === null ? null : <Fact name={t('batches.oldest')}><Age at={node.unposted.since} /></Fact>}
        {spent.isError ? <Fact name={t('batches.spent', { count: Number(last < SUMMED ? last : SUMMED) })}>{t('batches.unknown')}</Fact> : spent.data === undefined || spent.data.count === 0 ? null : <SpentFacts spent={spent.data} />}
      </Facts>
    </Card>
  )
}

function Waiting({ of: { blocks, transactions, bytes } }: { readonly of: NodeHealth['unposted'] }) {
  const { t } = useTranslation('operator')
  const format = useFormat()
  if (blocks === 0n) return t('batches.nothing')
  return (
    <span className="grid">
      <span>{t('batches.blocks', { count: Number(blocks) })}</span>
      <span className="text-sm font-normal text-soft">{transactions === null || bytes === null ? t('batches.many') : `${t('batches.transactions', { count: Number(transactions) })}, ${t('batches.bytes', { size: format.count(bytes) })}`}</span>
    </span>
  )
}

function SpentFacts({ spent: { count, gas, blobGas, cost } }: { readonly spent: Spent }) {
  const { t } = useTranslation('operator')
  const format = useFormat()
  return (
    <>
      <Fact name={t('batches.spent', { count })}><span className="grid"><Amount value={cost} unit="ether" className="font-semibold" /><span className="number text-sm font-normal text-soft">{t('batches.gas', { gas: format.count(gas) })}{blobGas === 0n ? null : `, ${t('batches.blobGas', { gas: format.count(blobGas) })}`}</span></span></Fact>
      <Fact name={t('batches.each')}><Amount value={cost / BigInt(count)} unit="ether" /></Fact>
    </>
  )
}
