import { ArrowDownToLine } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { useConnection } from '../../chain/connection.tsx'
import { useParameters } from '../../chain/reads.ts'
import { useTransactions } from '../../transactions/transactions.tsx'
import { Card } from '../../ui/card.tsx'
import { Field } from '../../ui/field.tsx'
import { useFormat } from '../../ui/format.ts'
import { parseAmount } from '../../ui/parse-amount.ts'
import { DepositClock } from './deposit-clock.tsx'
import { keepDeposit } from './kept-deposits.ts'

/** Ether from L1 into the account here. */
export function Deposit({ account }: { readonly account: Hex }) {
  const { t } = useTranslation('money')
  const format = useFormat()
  const { chain } = useConnection()
  const { propose } = useTransactions()
  const { data: genesis } = useParameters()
  const [text, setText] = useState('')
  const amount = parseAmount(text)
  const bring = (): void => {
    if (amount === undefined) return
    propose({
      on: 'l1', words: t('bridge.inWords', { amount: format.amount(amount) }), effects: { ether: amount },
      send: async (wallet) => {
        const hash = await wallet.deposit({ amount, to: account })
        keepDeposit(chain.id, account, { hash, amount: String(amount) })
        return hash
      },
      after: (hash) => <DepositClock hash={hash} />,
      onDone: () => setText(''),
    })
  }
  return (
    <Card title={t('bridge.in')}>
      <form className="grid gap-4" onSubmit={(event) => { event.preventDefault(); bring() }}>
        <Field label={t('bridge.amount')} inputMode="decimal" autoComplete="off" placeholder="0.5" value={text} hint={t('bridge.inWhy', { delay: format.span(Number(genesis?.parameters['inboxDelay'] ?? 0n)) })}
          problem={amount === undefined && text !== '' ? t('exchange.bad') : undefined} onChange={({ target }) => setText(target.value)} />
        <button type="submit" className="button button-primary" disabled={amount === undefined || amount === 0n}><ArrowDownToLine aria-hidden className="size-5" />{t('bridge.inGo')}</button>
      </form>
    </Card>
  )
}
