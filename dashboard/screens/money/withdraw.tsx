import { ArrowUpFromLine } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { encodeCall } from '@distribute/client'
import { useTransactions } from '../../transactions/transactions.tsx'
import { Card } from '../../ui/card.tsx'
import { Field } from '../../ui/field.tsx'
import { useFormat } from '../../ui/format.ts'
import { parseAmount } from '../../ui/parse-amount.ts'

/** Ether from the account here to the same address on L1. */
export function Withdraw({ account }: { readonly account: Hex }) {
  const { t } = useTranslation('money')
  const format = useFormat()
  const { propose } = useTransactions()
  const [text, setText] = useState('')
  const value = parseAmount(text)
  const take = (): void => {
    if (value === undefined) return
    propose({
      on: 'chain', words: t('bridge.outWords', { amount: format.amount(value) }), details: <p className="text-soft">{t('bridge.outWhy')}</p>,
      call: encodeCall('bridge', 'withdraw', { to: account, value }), onDone: () => setText(''),
    })
  }
  return (
    <Card title={t('bridge.out')}>
      <form className="grid gap-4" onSubmit={(event) => { event.preventDefault(); take() }}>
        <Field label={t('bridge.amount')} inputMode="decimal" autoComplete="off" placeholder="0.5" value={text} hint={t('bridge.outWhy')} problem={value === undefined && text !== '' ? t('exchange.bad') : undefined} onChange={({ target }) => setText(target.value)} />
        <button type="submit" className="button button-primary" disabled={value === undefined || value === 0n}><ArrowUpFromLine aria-hidden className="size-5" />{t('bridge.outGo')}</button>
      </form>
    </Card>
  )
}
