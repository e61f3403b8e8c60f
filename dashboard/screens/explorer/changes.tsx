import { useTranslation } from 'react-i18next'
import type { Activity } from '@distribute/client/words'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'

const UNITS = ['ether', 'tokens', 'reputation'] as const

/** What came and what went of who sent it; the fee stands among the facts. */
export function Changes({ balance: { received, paid, fee } }: { readonly balance: NonNullable<Activity['balance']> }) {
  const { t } = useTranslation('explorer')
  const words = useTranslation('transaction').t
  const changes = UNITS.map((unit) => [unit, (received[unit] ?? 0n) - (paid[unit] ?? 0n)] as const).filter(([, change]) => change !== 0n)
  return (
    <Card title={t('transaction.changed')}>
      {changes.length === 0 ? <p className="text-soft">{t('transaction.unchanged')}</p> : <ul className="grid gap-1.5">{changes.map(([unit, change]) => <li key={unit}><Amount value={change} unit={unit} change className={`text-lg font-semibold ${change < 0n ? 'text-ink' : 'text-good'}`} /></li>)}</ul>}
      {fee === 0n ? null : <p className="mt-2 text-sm text-soft">{words('fee')} <Amount value={fee} unit="ether" /></p>}
    </Card>
  )
}
