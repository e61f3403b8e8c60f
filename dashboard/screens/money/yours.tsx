import { HandCoins } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { encodeCall } from '@distribute/client'
import type { Member } from '@distribute/client/words'
import { useMember } from '../../chain/reads.ts'
import { useTransactions } from '../../transactions/transactions.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { useFormat } from '../../ui/format.ts'
import { Query } from '../../ui/query.tsx'

/** What the account holds, and what is owed to it. */
export function Yours({ account }: { readonly account: Hex }) {
  const { t } = useTranslation('money')
  const member = useMember(account)
  return <Card title={t('yours.title')}><Query of={member}>{(data) => <Holdings member={data} account={account} />}</Query></Card>
}

function Holdings({ member: { ether, tokens, reputation, owedDividend }, account }: { readonly member: Member; readonly account: Hex }) {
  const { t } = useTranslation('money')
  const format = useFormat()
  const { propose } = useTransactions()
  const held = ({ free, held: all }: Member['tokens']): ReactNode => (all === free ? t('yours.free') : t('yours.held', { amount: format.amount(all) }))
  const collect = (): void => propose({ on: 'chain', words: t('yours.collectWords', { amount: format.amount(owedDividend) }), call: encodeCall('dividends', 'collectDividend', { account }) })
  return (
    <ul className="grid gap-5 sm:grid-cols-2 xl:grid-cols-4">
      <Holding color="text-ether" text={t('yours.free')}><Amount value={ether} unit="ether" /></Holding>
      <Holding color="text-token" text={held(tokens)}><Amount value={tokens.free} unit="tokens" /></Holding>
      <Holding color="text-reputation" text={held(reputation)}><Amount value={reputation.free} unit="reputation" /></Holding>
      <li className="flex flex-wrap items-start justify-between gap-3">
        <div><p className="text-2xl font-bold"><Amount value={owedDividend} unit="ether" /></p><p className="text-sm text-soft">{t('yours.dividends')}</p></div>
        {owedDividend === 0n ? null : <button type="button" className="button button-quiet" onClick={collect}><HandCoins aria-hidden className="size-5" />{t('yours.collect')}</button>}
      </li>
    </ul>
  )
}

function Holding({ color, text, children }: { readonly color: string; readonly text: ReactNode; readonly children: ReactNode }) {
  return <li><p className={`text-2xl font-bold ${color}`}>{children}</p><p className="text-sm text-soft">{text}</p></li>
}
