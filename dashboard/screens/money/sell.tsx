import { Coins } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { encodeCall } from '@distribute/client'
import { useChain, useCommunity } from '../../chain/reads.ts'
import { useTransactions } from '../../transactions/transactions.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useFormat } from '../../ui/format.ts'
import { Query } from '../../ui/query.tsx'
import { Total } from './buy.tsx'

/** Others may sell first: so much less is taken, one part in this many. */
const SLIPPAGE = 50n
const BASIS_POINTS = 10_000n

/** What tokens bring: their share of the ether in the pool. */
export function Sell({ amount }: { readonly account: Hex | undefined; readonly amount: bigint }) {
  const { t } = useTranslation('money')
  const format = useFormat()
  const { propose } = useTransactions()
  const { data } = useCommunity()
  const proceeds = useChain('burn-proceeds', [String(amount)], (l2) => l2.communityToken.burnProceeds({ amount }))
  const sell = (minProceeds: bigint): void => propose({ on: 'chain', words: t('exchange.sellWords', { amount: format.amount(amount) }), call: encodeCall('token', 'burn', { amount, minProceeds }) })
  const claims = data === undefined ? 0n : data.supply.tokens + data.pool.forfeited
  return (
    <Query of={proceeds}>{(total) => (
      <>
        <Facts>
          {data === undefined || claims === 0n ? null : <Fact name={t('exchange.share')}>{format.percent((amount * BASIS_POINTS) / claims)} · <Amount value={data.pool.ether} unit="ether" /></Fact>}
        </Facts>
        <p className="rounded-xl bg-sunk p-3 text-sm text-soft">{t('exchange.sellWhy')}</p>
        <Total name={t('exchange.proceeds')} value={total} hint={t('exchange.least', { amount: format.amount(total - total / SLIPPAGE) })} />
        <button type="button" className="button button-primary" onClick={() => sell(total - total / SLIPPAGE)}><Coins aria-hidden className="size-5" />{t('exchange.sellGo')}</button>
      </>
    )}</Query>
  )
}
