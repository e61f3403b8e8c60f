import { Gift } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { encodeCall } from '@distribute/client'
import { useTransactions } from '../../transactions/transactions.tsx'
import { Card } from '../../ui/card.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Field } from '../../ui/field.tsx'
import { useFormat } from '../../ui/format.ts'
import { parseAmount } from '../../ui/parse-amount.ts'

/** Ether for all: into the pool, or as a dividend. */
export function Give() {
  const { t } = useTranslation('money')
  const format = useFormat()
  const { propose } = useTransactions()
  const [way, setWay] = useState<'pool' | 'dividend'>('pool')
  const [text, setText] = useState('')
  const value = parseAmount(text)
  const give = (): void => {
    if (value === undefined) return
    const call = way === 'pool' ? encodeCall('token', 'donate', { value }) : encodeCall('dividends', 'payDividend', { value })
    propose({ on: 'chain', words: t(`give.${way}Words`, { amount: format.amount(value) }), call, onDone: () => setText('') })
  }
  return (
    <Card title={t('give.title')}>
      <form className="grid gap-4" onSubmit={(event) => { event.preventDefault(); give() }}>
        <Choice label={t('give.title')} options={[['pool', t('give.pool')], ['dividend', t('give.dividend')]]} value={way} onChange={setWay} />
        <Field label={t('give.amount')} inputMode="decimal" autoComplete="off" placeholder="0.1" value={text} hint={t('give.why')} problem={value === undefined && text !== '' ? t('exchange.bad') : undefined} onChange={({ target }) => setText(target.value)} />
        <button type="submit" className="button button-quiet" disabled={value === undefined || value === 0n}><Gift aria-hidden className="size-5" />{t(`give.${way}`)}</button>
      </form>
    </Card>
  )
}
