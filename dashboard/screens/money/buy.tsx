import { ShoppingBasket } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { zeroAddress, type Hex } from 'viem'
import { encodeCall } from '@distribute/client'
import { useChain, useCommunity } from '../../chain/reads.ts'
import { useTransactions } from '../../transactions/transactions.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useFormat } from '../../ui/format.ts'
import { Query } from '../../ui/query.tsx'

interface BuyProps {
  readonly account: Hex | undefined
  readonly amount: bigint
  readonly held: bigint
}

/** Others may buy between the question and the block: so much more may be taken, one part in this many. */
const SLIPPAGE = 50n
const BASIS_POINTS = 10_000n

/** What tokens cost: the price, the premium on the share that the buyer will hold, and why there is one (docs/protocol.md section 2). */
export function Buy({ account, amount, held }: BuyProps) {
  const { t } = useTranslation('money')
  const format = useFormat()
  const { propose } = useTransactions()
  const community = useCommunity()
  const cost = useChain('mint-cost', [account, String(amount)], (l2) => l2.communityToken.mintCost({ buyer: account ?? zeroAddress, amount }))
  const buy = (limit: bigint): void => propose({ on: 'chain', words: t('exchange.buyWords', { amount: format.amount(amount) }), call: encodeCall('token', 'mint', { amount, value: limit }) })
  return (
    <Query of={cost}>{(total) => {
      const { price, supply } = community.data ?? {}
      const base = price === undefined ? total : (amount * price.numerator + price.denominator - 1n) / price.denominator
      const before = supply?.tokens ?? 0n
      const share = format.percent((((held < before ? held : before) + amount) * BASIS_POINTS) / (before + amount))
      const limit = total + total / SLIPPAGE
      return (
        <>
          <Facts>
            <Fact name={t('exchange.price')}><Amount value={price?.perToken ?? 0n} unit="ether" /></Fact>
            <Fact name={t('exchange.base', { amount: format.amount(amount) })}><Amount value={base} unit="ether" /></Fact>
            <Fact name={t('exchange.premium', { percent: share })}><Amount value={total - base} unit="ether" /></Fact>
          </Facts>
          <p className="rounded-xl bg-sunk p-3 text-sm text-soft">{t('exchange.premiumWhy', { percent: share })}</p>
          <Total name={t('exchange.cost')} value={total} hint={t('exchange.limit', { amount: format.amount(limit) })} />
          <button type="button" className="button button-primary" onClick={() => buy(limit)}><ShoppingBasket aria-hidden className="size-5" />{t('exchange.buyGo')}</button>
        </>
      )
    }}</Query>
  )
}

export function Total({ name, value, hint }: { readonly name: string; readonly value: bigint; readonly hint: string }) {
  return (
    <div className="border-t border-line pt-3">
      <p className="flex flex-wrap items-baseline justify-between gap-2 text-xl font-bold"><span>{name}</span><Amount value={value} unit="ether" /></p>
      <p className="text-sm text-soft">{hint}</p>
    </div>
  )
}
