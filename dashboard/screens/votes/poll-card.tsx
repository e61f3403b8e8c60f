import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useChainTime } from '../../chain/chain-time.ts'
import { FileTitle, FileView } from '../../files/file-view.tsx'
import { Card } from '../../ui/card.tsx'
import { useFormat } from '../../ui/format.ts'
import { useWallet } from '../../wallet/wallet.tsx'
import { Deadline } from '../projects/deadline.tsx'
import { CommitForm } from './commit-form.tsx'
import { OwnBallot } from './own-ballot.tsx'
import { phaseOf, type OpenPoll, type Phase } from './read-polls.ts'
import { useBallots } from './use-ballots.ts'

const LOOKS: { readonly [phase in Phase]: string } = { commit: 'badge-brand', reveal: 'badge-warn', over: '' }

/** One vote: what it is about, how long it takes, my vote in it, and how to give it. */
export function PollCard({ poll: { project, task } }: { readonly poll: OpenPoll }) {
  const { t } = useTranslation('votes')
  const format = useFormat()
  const now = useChainTime()
  const { wallet } = useWallet()
  const ballots = useBallots()
  const phase = phaseOf(project, now)
  const name = t('task', { id: String(project.id), task: String(task.index + 1n) })
  const own = (ballots.data?.items ?? []).filter(({ project: of, index, amount }) => of === project.id && index === task.index && amount > 0n)
  const until = phase === 'commit' ? project.commitEnd : project.deadline
  return (
    <Card title={<span id={`${project.id}-${task.index}`}><FileTitle hash={task.contentHash} instead={name} /></span>} aside={<span className={`badge ${LOOKS[phase]}`}>{t(`phase.${phase}`)}</span>}>
      <div className="grid gap-5 lg:grid-cols-2">
        <div className="grid content-start gap-3">
          <p className="flex flex-wrap gap-x-3 text-soft"><span>{name}</span><Link href={`/projects/${project.id}`} className="link">{t('toProject')}</Link></p>
          {phase === 'over' ? null : <p className="flex flex-wrap gap-x-2"><span className="text-soft">{phase === 'commit' ? t('commitUntil') : t('revealUntil')}</span><span>{format.time(until)}</span><Deadline at={until} className="text-soft" /></p>}
          {task.evidence === null ? null : <section aria-label={t('evidence')} className="grid gap-2 rounded-xl bg-sunk p-4"><h3 className="font-semibold">{t('evidence')}</h3><FileView hash={task.evidence.hash} /></section>}
        </div>
        <div className="grid content-start gap-4">
          {own.length === 0 ? null : <section aria-label={t('mine')} className="grid gap-3"><h3 className="font-semibold">{t('mine')}</h3>{own.map((ballot) => <OwnBallot key={ballot.currency} ballot={ballot} phase={phase} />)}</section>}
          {phase === 'commit' ? <CommitForm project={project.id} index={task.index} account={wallet?.address} own={own} /> : null}
        </div>
      </div>
    </Card>
  )
}
