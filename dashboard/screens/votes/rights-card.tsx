import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import type { Member } from '@distribute/client/words'
import { encodeCall } from '@distribute/client'
import { useMember } from '../../chain/reads.ts'
import { useTransactions } from '../../transactions/transactions.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useFormat } from '../../ui/format.ts'
import { Query } from '../../ui/query.tsx'

const CURRENCIES = ['tokens', 'reputation'] as const

/** What is locked to vote with, and what of it comes back now. */
export function RightsCard({ account }: { readonly account: Hex }) {
  const { t } = useTranslation('votes')
  const member = useMember(account)
  return (
    <Card title={t('back.title')}>
      <div className="grid gap-4">
        <p className="text-soft">{t('back.text')}</p>
        <Query of={member}>{(data) => {
          const locked = CURRENCIES.filter((currency) => data[currency].rights.amount > 0n)
          return locked.length === 0 ? <p>{t('back.none')}</p> : <>{locked.map((currency) => <Rights key={currency} currency={currency} rights={data[currency].rights} />)}</>
        }}</Query>
      </div>
    </Card>
  )
}

function Rights({ currency, rights: { amount, committed } }: { readonly currency: 'tokens' | 'reputation'; readonly rights: Member['tokens']['rights'] }) {
  const { t } = useTranslation('votes')
  const units = useTranslation().t
  const format = useFormat()
  const { propose } = useTransactions()
  const free = amount - committed
  const shown = `${format.amount(free)} ${units(`units.${currency}`)}`
  return (
    <div className="grid gap-3 rounded-xl bg-sunk p-4">
      <Facts>
        <Fact name={t('back.locked')}><Amount value={amount} unit={currency} /></Fact>
        {committed === 0n ? null : <Fact name={t('back.held')}><Amount value={committed} unit={currency} /></Fact>}
      </Facts>
      {free === 0n ? null : <button type="button" className="button button-quiet" onClick={() => propose({ on: 'chain', words: t('back.words', { amount: shown }), call: encodeCall('voting', 'withdrawRights', { currency, amount: free }) })}>{t('back.take', { amount: shown })}</button>}
    </div>
  )
}
