import { ThumbsDown, ThumbsUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Project, Task } from '@distribute/client/words'
import { encodeCall } from '@distribute/client'
import { useChain } from '../../chain/reads.ts'
import { useTransactions } from '../../transactions/transactions.tsx'
import { AddressText } from '../../ui/address.tsx'
import { Amount } from '../../ui/amount.tsx'
import { useFormat } from '../../ui/format.ts'
import { useWallet } from '../../wallet/wallet.tsx'

/** A side has so many. protocol.md section 4, "Validate". */
const SEATS = 5n

interface SeatsProps {
  readonly project: Project
  readonly task: Task
}

/** Who looked at the evidence and says what, and what the next seat on each side would earn. */
export function Seats({ project, task }: SeatsProps) {
  const { t } = useTranslation('projects')
  const units = useTranslation().t
  const format = useFormat()
  const { wallet } = useWallet()
  const own = wallet?.address.toLowerCase()
  const isClaimer = own !== undefined && project.tasks.some(({ claim }) => claim?.claimer === own)
  const hasSeat = task.validators.some(({ account }) => account === own)
  const mayTake = project.stage === 'validation' && !isClaimer && !hasSeat
  return (
    <section aria-label={t('seats.title')} className="grid gap-3">
      <h3 className="font-semibold">{t('seats.title')}</h3>
      {project.stage === 'validation' ? <p className="text-sm text-soft">{isClaimer ? t('seats.own') : t('seats.takes', { amount: `${format.amount(task.validationStake)} ${units('units.tokens')}` })}</p> : null}
      <div className="grid gap-3 sm:grid-cols-2"><Side isFor project={project} task={task} mayTake={mayTake} /><Side isFor={false} project={project} task={task} mayTake={mayTake} /></div>
      <Settle project={project} task={task} />
    </section>
  )
}

function Side({ project: { id, stage }, task, mayTake, isFor }: SeatsProps & { readonly mayTake: boolean; readonly isFor: boolean }) {
  const { t } = useTranslation('projects')
  const { propose } = useTransactions()
  const { index, approvals, rejections, validators } = task
  const count = isFor ? approvals : rejections
  const seated = validators.filter(({ side }) => side === (isFor ? 'approve' : 'reject'))
  const next = useChain('seat-pay', [String(id), String(index), String(count + 1n)], (l2) => l2.projects.seatPay({ id, index, seats: Number(count + 1n), position: Number(count + 1n) }), stage === 'validation' && count < SEATS)
  const Icon = isFor ? ThumbsUp : ThumbsDown
  const take = (): void => propose({ on: 'chain', words: t(isFor ? 'seats.approveWords' : 'seats.rejectWords', { id: String(id), task: String(index + 1n) }), call: encodeCall('projects', 'validate', { id, index, approve: isFor }) })
  return (
    <div className="grid content-start gap-2 rounded-xl border border-line p-3">
      <p className="flex items-center gap-2 font-semibold"><Icon aria-hidden className={`size-5 ${isFor ? 'text-good' : 'text-bad'}`} />{isFor ? t('seats.approvals', { count: Number(count) }) : t('seats.rejections', { count: Number(count) })}</p>
      {seated.length === 0 ? null : <ul className="grid gap-1 text-sm">{seated.map(({ account, pay, payIfRight, settled }) => <li key={account} className="flex flex-wrap justify-between gap-x-3"><AddressText of={account} /><span className={settled ? 'text-good' : 'text-soft'}><Amount value={pay ?? payIfRight} unit="ether" />{settled ? ` ${t('seats.paid')}` : null}</span></li>)}</ul>}
      {stage !== 'validation' ? null : <p className="text-sm text-soft">{count >= SEATS ? t('seats.full') : next.data === undefined ? '…' : <NextSeat value={next.data} />}</p>}
      {mayTake && count < SEATS ? <button type="button" className="button button-quiet" onClick={take}>{isFor ? t('seats.approve') : t('seats.reject')}</button> : null}
    </div>
  )
}

function NextSeat({ value }: { readonly value: bigint }) {
  const { t } = useTranslation('projects')
  return <>{t('seats.next', { amount: `${useFormat().amount(value)} ETH` })}</>
}

/** The sequencer settles by itself; where it does not, anybody may. */
function Settle({ project: { id, stage, due }, task: { index, status } }: SeatsProps) {
  const { t } = useTranslation('projects')
  const { propose } = useTransactions()
  const isSettled = status === 'passed' || status === 'failed'
  if (isSettled || !due || stage === 'active') return null
  return <button type="button" className="button button-quiet" onClick={() => propose({ on: 'chain', words: t('seats.settleWords', { id: String(id), task: String(index + 1n) }), call: encodeCall('projects', 'settleTask', { id, index }) })}>{t('seats.settle')}</button>
}
