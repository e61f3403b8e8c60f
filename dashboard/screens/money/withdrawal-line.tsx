import { CircleCheck, Hourglass } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Withdrawal } from '@distribute/client/words'
import { useTransactions } from '../../transactions/transactions.tsx'
import { Amount } from '../../ui/amount.tsx'
import { useFormat } from '../../ui/format.ts'
import { useL1Now } from './deposit-clock.tsx'

/** One withdrawal by one clock, L1's: what it waits for, when it can be paid, and the button once it can. */
export function WithdrawalLine({ withdrawal }: { readonly withdrawal: Withdrawal }) {
  const { t } = useTranslation('money')
  const format = useFormat()
  const { propose } = useTransactions()
  const l1 = useL1Now()
  const { id, stage, value, tokens, readyAt } = withdrawal
  const [amount, unit] = tokens > 0n ? [tokens, 'tokens'] as const : [value, 'ether'] as const
  const left = readyAt === undefined ? 0 : Number(readyAt) - l1
  const claim = (): void => propose({
    on: 'l1', words: t('bridge.claimWords', { amount: format.amount(amount) }), details: <p className="text-soft">{t('bridge.claimWhy')}</p>, effects: {},
    send: (wallet) => wallet.claimWithdrawal({ withdrawal }), after: () => <p>{t('bridge.sent')}</p>,
  })
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3" data-stage={stage}>
      <div className="grid gap-1">
        <p className="font-semibold">{t('bridge.id', { id: format.count(id) })}</p>
        <p className="flex items-start gap-2">
          {stage === 'claimed' ? <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-good" /> : <Hourglass aria-hidden className="mt-0.5 size-5 shrink-0 text-warn" />}
          <span>{t(`bridge.stages.${stage}`, { span: format.span(left) })}{stage === 'in-challenge-window' && readyAt !== undefined ? <span className="text-soft"> {t('bridge.clock', { time: format.time(readyAt) })}</span> : null}</span>
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Amount value={amount} unit={unit} className="text-lg font-semibold" />
        {stage === 'ready-to-claim' ? <button type="button" className="button button-primary" onClick={claim}>{t('bridge.claim')}</button> : null}
      </div>
    </li>
  )
}
