import { useTranslation } from 'react-i18next'
import type { Ballot } from '@distribute/client/words'
import { encodeCall } from '@distribute/client'
import { useChainTime } from '../../chain/chain-time.ts'
import { useTransactions } from '../../transactions/transactions.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import type { OpenPoll } from './read-polls.ts'
import { useBallots } from './use-ballots.ts'

/** Votes that are over. The sequencer frees what they hold by itself; where it does not, anybody may. */
export function PastBallots({ polls }: { readonly polls: readonly OpenPoll[] }) {
  const { t } = useTranslation('votes')
  const now = useChainTime()
  const { data } = useBallots()
  const open = new Set(polls.map(({ project, task }) => `${project.id}-${task.index}`))
  const past = (data?.items ?? []).filter(({ project, index, revealEnd }) => !open.has(`${project}-${index}`) || now >= Number(revealEnd))
  if (past.length === 0) return null
  return <Card title={t('past')}><ul className="grid gap-3">{past.map((ballot) => <Past key={`${ballot.project}-${ballot.index}-${ballot.currency}`} ballot={ballot} />)}</ul></Card>
}

function Past({ ballot: { project: id, index, currency, amount, account, revealed, settled } }: { readonly ballot: Ballot }) {
  const { t } = useTranslation('votes')
  const { propose } = useTransactions()
  const task = String(index + 1n)
  const settle = (): void => propose({ on: 'chain', words: t('settleWords', { id: String(id), task }), call: encodeCall('voting', 'settleBallot', { id, index, voter: account, currency }) })
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 border-b border-line pb-3 last:border-0 last:pb-0">
      <span className="grid"><span className="font-medium">{t('task', { id: String(id), task })}</span><span className="text-sm text-soft"><Amount value={amount} unit={currency} /> · {revealed ? t('opened', { amount: '' }).replace(/[: ]+$/, '') : t('hidden', { amount: '' }).replace(/[: ]+$/, '')}</span></span>
      {settled ? null : <button type="button" className="button button-quiet" onClick={settle}>{t('settle')}</button>}
    </li>
  )
}
