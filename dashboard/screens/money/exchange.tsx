import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { useMember } from '../../chain/reads.ts'
import { Card } from '../../ui/card.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Field } from '../../ui/field.tsx'
import { parseAmount } from '../../ui/parse-amount.ts'
import { decimal } from '@distribute/client/words'
import { Buy } from './buy.tsx'
import { Sell } from './sell.tsx'

/** Tokens for ether and back, with the whole reckoning. */
export function Exchange({ account }: { readonly account: Hex | undefined }) {
  const { t } = useTranslation('money')
  const [side, setSide] = useState<'buy' | 'sell'>('buy')
  const [text, setText] = useState('100')
  const { data: member } = useMember(account)
  const amount = parseAmount(text)
  const free = member?.tokens.free ?? 0n
  const all = side === 'sell' && free > 0n ? <button type="button" className="button button-quiet" onClick={() => setText(decimal(free))}>{t('exchange.max')}</button> : undefined
  return (
    <Card title={t('exchange.title')} aside={<Choice label={t('exchange.title')} options={[['buy', t('exchange.buy')], ['sell', t('exchange.sell')]]} value={side} onChange={setSide} />}>
      <div className="grid gap-4">
        <Field label={t('exchange.amount')} inputMode="decimal" autoComplete="off" value={text} after={all} problem={amount === undefined && text !== '' ? t('exchange.bad') : undefined} onChange={({ target }) => setText(target.value)} />
        {amount === undefined || amount === 0n ? null : side === 'buy' ? <Buy account={account} amount={amount} held={member?.tokens.held ?? 0n} /> : <Sell account={account} amount={amount} />}
      </div>
    </Card>
  )
}
