import { Hand } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Project, Task } from '@distribute/client/words'
import { encodeCall, proofOfTask } from '@distribute/client'
import { useChainTime } from '../../chain/chain-time.ts'
import { useParameters } from '../../chain/reads.ts'
import { useTransactions } from '../../transactions/transactions.tsx'
import { useFormat } from '../../ui/format.ts'

const BASIS_POINTS = 10_000n

/** Takes a task on; says what that locks, and until when. */
export function ClaimTask({ project: { id, tasks, stakedReputation, deadline }, task }: { readonly project: Project; readonly task: Task }) {
  const { t } = useTranslation('projects')
  const units = useTranslation().t
  const format = useFormat()
  const now = useChainTime()
  const { propose } = useTransactions()
  const { data: genesis } = useParameters()
  const { index, weight, contentHash } = task
  // Rounded up: what is collected is.
  const lock = (stakedReputation * weight + BASIS_POINTS - 1n) / BASIS_POINTS
  const turnover = BigInt(Math.floor(now)) + (genesis?.parameters['turnover'] ?? 0n)
  const until = turnover < deadline ? turnover : deadline
  const claim = (): void => {
    const proof = proofOfTask(tasks, Number(index))
    const words = t('claim.words', { id: String(id), task: String(index + 1n) })
    const details = <p className="text-soft">{t('claim.text', { amount: `${format.amount(lock)} ${units('units.reputation')}`, when: format.time(until) })}</p>
    propose({ on: 'chain', words, details, call: encodeCall('projects', 'claimTask', { id, index, weight: Number(weight), contentHash, proof }) })
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-sm text-soft">{t('tasks.lock')}: <span className="number">{format.amount(lock)}</span></p>
      <button type="button" className="button button-primary" onClick={claim}><Hand aria-hidden className="size-5" />{t('claim.go')}</button>
    </div>
  )
}
