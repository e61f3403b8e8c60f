import { Blocks } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { numberToHex } from 'viem'
import { Link } from 'wouter'
import type { L2Client } from '../../chain/connection.tsx'
import { useChain, useStatus } from '../../chain/reads.ts'
import { AddressText } from '../../ui/address.tsx'
import { Card, Screen } from '../../ui/card.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useFormat } from '../../ui/format.ts'
import { HashText } from '../../ui/hash.tsx'
import { Query } from '../../ui/query.tsx'
import { Empty, Loading } from '../../ui/states.tsx'
import { batchStatus, blocksIn, finalAt, type Batch } from './batch.ts'
import { BatchBadge } from './batch-badge.tsx'
import { ChallengeCost, type Costs } from './challenge-cost.tsx'
import { numberOf } from './names.ts'
import { NothingFound } from './nothing-found.tsx'
import { Pager, Place } from './place.tsx'
import { Segments } from './segments.tsx'

/** What posting cost only Ethereum can say: a node that it does not answer shows the rest all the same. */
async function readCosts(l2: L2Client, index: bigint): Promise<Costs> {
  const [segments, cost] = await Promise.all([l2.rollup.getSegments(numberToHex(index)), l2.rollup.getBatchCost(numberToHex(index)).catch(() => null)])
  return { segments, cost }
}

/** A batch: what it holds, how it stands on Ethereum, and what it takes to challenge it. */
export function BatchPage({ index: text }: { readonly index: string }) {
  const { t } = useTranslation('explorer')
  const format = useFormat()
  const index = numberOf(text)
  const batch = useChain('batch', [text], (l2) => l2.rollup.getBatch(numberToHex(index ?? 0n)), index !== undefined)
  const { data: status } = useStatus()
  const last = status?.lastBatch?.index
  if (index === undefined) return <Place><NothingFound text={text} /></Place>
  const missing = <Empty icon={Blocks} title={<h1>{t('batch.missing')}</h1>} action={last === undefined ? undefined : <Link href={`~/explorer/batch/${last}`} className="button button-quiet">{t('batch.title', { number: format.count(last) })}</Link>}>{last === undefined ? t('batch.noneYet') : t('batch.missingText', { number: format.count(last) })}</Empty>
  return <Place><Query of={batch} lines={8}>{(data) => (data === null ? missing : <Whole batch={data} last={last} />)}</Query></Place>
}

function Whole({ batch, last }: { readonly batch: Batch; readonly last: bigint | undefined }) {
  const { t } = useTranslation('explorer')
  const format = useFormat()
  const { index } = batch
  const costs = useChain('batch-costs', [String(index), batch.claimId], (l2) => readCosts(l2, index), index > 0n)
  return (
    <Screen title={t('batch.title', { number: format.count(index) })} actions={<BatchBadge batch={batch} />} lead={index === 0n ? t('batch.first') : <Standing batch={batch} />}>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Card title={t('transaction.facts')}>
          <BatchFacts batch={batch} costs={costs.data} />
          <Pager newer={last !== undefined && index < last ? `/explorer/batch/${index + 1n}` : undefined} older={index === 0n ? undefined : `/explorer/batch/${index - 1n}`} />
        </Card>
        {index === 0n ? null : costs.data === undefined && !costs.isError ? <Card title={t('batch.cost.title')}><Loading lines={5} /></Card> : <Query of={costs}>{(data) => <ChallengeCost costs={data} />}</Query>}
      </div>
      {costs.data?.segments === undefined || costs.data.segments === null || costs.data.segments.length === 0 ? null : <Segments segments={costs.data.segments} isInBlobs={(costs.data.cost?.blobGasUsed ?? 1n) > 0n} />}
    </Screen>
  )
}

function Standing({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation('explorer')
  const format = useFormat()
  const { data: status } = useStatus()
  if (status === undefined) return null
  const at = finalAt(batch, status)
  return t(`batch.status.${batchStatus(batch, status)}.text`, { time: format.time(at), relative: format.relative(Number(at - (status.l1.head?.timestamp ?? at))) })
}

function BatchFacts({ batch, costs }: { readonly batch: Batch; readonly costs: Costs | undefined }) {
  const { t } = useTranslation('explorer')
  const format = useFormat()
  const { index, firstBlock, lastBlock, l1Time, l1Block, transactionHash, poster, segments, inboxLength, claim } = batch
  const bytes = costs?.segments?.reduce((sum, segment) => sum + segment.bytes, 0n)
  const count = blocksIn(batch)
  return (
    <Facts>
      <Fact name={t('batch.blocks')}>{count === 0n ? t('batch.noBlocks') : <Link href={`~/explorer/blocks/${lastBlock}`} className="link number">{count === 1n ? format.count(firstBlock) : t('batch.range', { first: format.count(firstBlock), last: format.count(lastBlock) })}</Link>} {count === 0n ? null : <span className="text-sm text-soft">{t('batch.count', { count: Number(count) })}</span>}</Fact>
      {index === 0n ? null : <Fact name={t('batch.posted')}>{format.time(l1Time)}</Fact>}
      {index === 0n ? null : <Fact name={t('batch.l1Hash')}><HashText of={transactionHash} copy /></Fact>}
      {index === 0n ? null : <Fact name={t('batch.l1Block')}><span className="number">{format.count(l1Block)}</span></Fact>}
      {index === 0n ? null : <Fact name={t('batch.poster')}><AddressText of={poster} copy link={false} /></Fact>}
      <Fact name={t('batch.segments')}><span className="number">{format.count(segments)}</span></Fact>
      {bytes === undefined || index === 0n ? null : <Fact name={t('batch.bytes')}><span className="number">{format.count(bytes)}</span></Fact>}
      <Fact name={t('batch.root')}><HashText of={claim.lastRoot} copy /></Fact>
      {index === 0n ? null : <Fact name={t('batch.claimant')}><AddressText of={claim.claimant} copy link={false} /></Fact>}
      {claim.round === 0n ? null : <Fact name={t('batch.round')}>{t('batch.roundText', { count: Number(claim.round) })}</Fact>}
      <Fact name={t('batch.inbox')}><span className="number">{format.count(inboxLength)}</span></Fact>
    </Facts>
  )
}
