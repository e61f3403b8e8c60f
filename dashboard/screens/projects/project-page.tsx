import { ArrowLeft, SearchX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Project } from '@distribute/client/words'
import { useChain } from '../../chain/reads.ts'
import { FileTitle, FileView } from '../../files/file-view.tsx'
import { AddressText } from '../../ui/address.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Card, Screen } from '../../ui/card.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { Query } from '../../ui/query.tsx'
import { Empty } from '../../ui/states.tsx'
import { useWallet } from '../../wallet/wallet.tsx'
import { History } from './history.tsx'
import { Requirements } from './requirements.tsx'
import { StageBadge } from './stage-badge.tsx'
import { StakeCard } from './stake-card.tsx'
import { TaskLists } from './task-lists.tsx'
import { Tasks } from './tasks.tsx'
import { Timeline } from './timeline.tsx'

const NUMBER = /^[1-9]\d{0,15}$/

export function ProjectPage({ id }: { readonly id: string }) {
  const { t } = useTranslation('projects')
  const isNumber = NUMBER.test(id)
  const project = useChain('project', [id], (l2) => l2.distribute.project({ id: BigInt(id) }), isNumber)
  return (
    <div className="grid gap-4">
      <Link href="/" className="link inline-flex w-fit items-center gap-1.5"><ArrowLeft aria-hidden className="size-4 rtl:rotate-180" />{t('back')}</Link>
      {isNumber ? <Query of={project} lines={8}>{(data) => (data === null ? <Missing /> : <Whole project={data} />)}</Query> : <Missing />}
    </div>
  )
}

function Missing() {
  const { t } = useTranslation('projects')
  return <Empty icon={SearchX} title={t('missing')} />
}

function Whole({ project }: { readonly project: Project }) {
  const { t } = useTranslation('projects')
  const { wallet } = useWallet()
  const { id, stage, proposer, contentHash } = project
  const stakes = useChain('stakes', [wallet?.address, 'own'], (l2) => l2.distribute.stakes({ account: wallet?.address ?? '0x', limit: 200 }), wallet !== undefined)
  const own = stakes.data?.items.find((stake) => stake.project === id)
  const name = t('name', { id: String(id) })
  return (
    <Screen title={<FileTitle hash={contentHash} instead={name} />} lead={<span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-base"><span className="number">{name}</span><StageBadge stage={stage} /><span>{t('by')} <AddressText of={proposer} copy /></span></span>}>
      <Timeline project={project} />
      <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <div className="grid gap-6">
          <Card title={t('about')}><FileView hash={contentHash} body /></Card>
          {stage === 'proposed' || stage === 'expired' ? <Requirements project={project} /> : null}
          <TaskLists project={project} own={own} />
        </div>
        <div className="grid gap-6">
          <StakeCard project={project} own={own} />
          <Money project={project} />
        </div>
      </div>
      <Tasks project={project} />
      <History id={id} />
    </Screen>
  )
}

function Money({ project: { cost, need, escrow, pot, collateral } }: { readonly project: Project }) {
  const { t } = useTranslation('projects')
  return (
    <Card title={t('money.title')}>
      <Facts>
        <Fact name={t('cost')}><Amount value={cost} unit="ether" className="text-lg font-semibold" /></Fact>
        <Fact name={t('money.need')}><Amount value={need} unit="ether" /></Fact>
        {escrow === 0n ? null : <Fact name={t('money.escrow')}><Amount value={escrow} unit="ether" /></Fact>}
        {pot === 0n ? null : <Fact name={t('money.pot')}><Amount value={pot} unit="ether" /></Fact>}
        {collateral.amount === 0n ? null : <Fact name={t('money.collateral')}><Amount value={collateral.amount} unit={collateral.currency} /></Fact>}
      </Facts>
    </Card>
  )
}
