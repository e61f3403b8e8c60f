import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ProjectSummary } from '@distribute/client/words'
import { FileTitle } from '../../files/file-view.tsx'
import { AddressText } from '../../ui/address.tsx'
import { Amount } from '../../ui/amount.tsx'
import { useFormat } from '../../ui/format.ts'
import { Bar } from './bar.tsx'
import { Deadline } from './deadline.tsx'
import { StageBadge } from './stage-badge.tsx'

const OVER = new Set<ProjectSummary['stage']>(['complete', 'failed', 'expired'])

/** A project as the board shows it. */
export function ProjectCard({ project }: { readonly project: ProjectSummary }) {
  const { t } = useTranslation('projects')
  const { id, stage, proposer, cost, deadline, contentHash, requirements } = project
  const name = t('name', { id: String(id) })
  return (
    <article className="card grid content-start gap-3 hover:border-line-strong [contain-intrinsic-size:auto_14rem] [content-visibility:auto]">
      <header className="grid gap-1">
        <div className="flex flex-wrap items-center justify-between gap-2 text-sm text-soft"><span className="number">{name}</span><StageBadge stage={stage} /></div>
        <h3 className="text-lg font-semibold"><Link href={`/${id}`} className="no-underline hover:underline"><FileTitle hash={contentHash} instead={name} /></Link></h3>
      </header>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Amount value={cost} unit="ether" className="text-xl font-bold" />
        {OVER.has(stage) ? null : <Deadline at={deadline} className="text-sm text-soft" />}
      </div>
      {stage === 'proposed' ? <Missing requirements={requirements} /> : null}
      <p className="text-sm text-soft">{t('by')} <AddressText of={proposer} /></p>
    </article>
  )
}

function Missing({ requirements: { tokens, reputation } }: Pick<ProjectSummary, 'requirements'>) {
  const { t } = useTranslation('projects')
  const format = useFormat()
  const label = (name: string, { staked, now }: typeof tokens): string => `${name}: ${t('staked', { staked: format.amount(staked), needed: format.amount(now) })}`
  return (
    <div className="grid gap-1.5">
      <Bar label={label(t('tokens'), tokens)} value={tokens.staked} most={tokens.now} color="bg-token" />
      <Bar label={label(t('reputation'), reputation)} value={reputation.staked} most={reputation.now} color="bg-reputation" />
    </div>
  )
}
