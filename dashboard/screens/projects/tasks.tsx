import { ListTodo } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Project, Task } from '@distribute/client/words'
import { FileTitle, FileView } from '../../files/file-view.tsx'
import { AddressText } from '../../ui/address.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useFormat } from '../../ui/format.ts'
import { Empty } from '../../ui/states.tsx'
import { useWallet } from '../../wallet/wallet.tsx'
import { Bar } from './bar.tsx'
import { ClaimTask } from './claim-task.tsx'
import { Deadline } from './deadline.tsx'
import { EvidenceForm } from './evidence-form.tsx'
import { Seats } from './seats.tsx'
import { TaskBadge } from './task-badge.tsx'

/** The work of the accepted list: who does it, what was handed in, and what others say of it. */
export function Tasks({ project }: { readonly project: Project }) {
  const { t } = useTranslation('projects')
  const { stage, tasks } = project
  if (stage === 'proposed' || stage === 'expired') return null
  return (
    <section aria-label={t('tasks.title')} className="grid gap-4">
      <h2 className="text-xl font-semibold">{t('tasks.title')}</h2>
      {tasks.length === 0 ? <Empty icon={ListTodo} title={t('tasks.none')} /> : <div className="grid gap-4 lg:grid-cols-2">{tasks.map((task) => <TaskCard key={task.index} project={project} task={task} />)}</div>}
    </section>
  )
}

function TaskCard({ project, task }: { readonly project: Project; readonly task: Task }) {
  const { t } = useTranslation('projects')
  const format = useFormat()
  const { wallet } = useWallet()
  const { index, weight, contentHash, status, pay, claim, evidence } = task
  const name = t('tasks.name', { number: String(index + 1n) })
  const isMine = claim !== null && wallet !== undefined && claim.claimer === wallet.address.toLowerCase()
  const isOpen = project.stage === 'active' && (status === 'open' || status === 'ran-out')
  return (
    <Card title={<FileTitle hash={contentHash} instead={name} />} aside={<TaskBadge status={status} />}>
      <div className="grid gap-4">
        <Facts>
          <Fact name={t('tasks.pay')}><Amount value={pay} unit="ether" className="text-lg font-semibold" /></Fact>
          <Fact name={t('tasks.weight')}><span className="number">{format.percent(weight)}</span></Fact>
          {claim === null ? null : <Fact name={t('tasks.claimer')}><AddressText of={claim.claimer} /></Fact>}
          {claim === null || evidence !== null ? null : <Fact name={t('tasks.until')}><Deadline at={claim.claimEnd} /></Fact>}
        </Facts>
        {isOpen ? <ClaimTask project={project} task={task} /> : null}
        {isMine && status === 'claimed' ? <EvidenceForm id={project.id} index={index} /> : null}
        {evidence === null ? null : <section aria-label={t('tasks.evidence')} className="grid gap-2 rounded-xl bg-sunk p-4"><h3 className="font-semibold">{t('tasks.evidence')}</h3><FileView hash={evidence.hash} /></section>}
        {evidence === null ? null : <Seats project={project} task={task} />}
        {task.poll === null ? null : <PollTally project={project.id} task={task} poll={task.poll} />}
        {task.undecided ? <p className="text-soft">{t('tasks.undecided')}</p> : null}
      </div>
    </Card>
  )
}

function PollTally({ project, task, poll }: { readonly project: bigint; readonly task: Task; readonly poll: NonNullable<Task['poll']> }) {
  const { t } = useTranslation('projects')
  const format = useFormat()
  const sides = [['pro', poll.tokensFor, poll.reputationFor, 'bg-good'], ['contra', poll.tokensAgainst, poll.reputationAgainst, 'bg-bad']] as const
  return (
    <section aria-label={t('poll.title')} className="grid gap-3 rounded-xl border border-line p-4">
      <header className="flex flex-wrap items-center justify-between gap-2"><h3 className="font-semibold">{t('poll.tally')}</h3><Link href={`~/votes#${project}-${task.index}`} className="link">{t('poll.toVotes')}</Link></header>
      {sides.map(([side, tokens, reputation, color]) => (
        <div key={side} className="grid gap-1">
          <p className="flex flex-wrap justify-between gap-x-4 text-sm"><span className="font-semibold">{t(`poll.${side}`)}</span><span className="number text-soft">{format.amount(tokens)} {t('tokens')} · {format.amount(reputation)} {t('reputation')}</span></p>
          <Bar label={`${t(`poll.${side}`)}: ${t('tokens')}`} value={tokens} most={poll.supplyTokens} color={color} />
          <Bar label={`${t(`poll.${side}`)}: ${t('reputation')}`} value={reputation} most={poll.supplyReputation} color={color} />
        </div>
      ))}
    </section>
  )
}
