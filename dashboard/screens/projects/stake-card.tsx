import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Project, Stake } from '@distribute/client/words'
import { encodeCall } from '@distribute/client'
import { useChainTime } from '../../chain/chain-time.ts'
import { useMember } from '../../chain/reads.ts'
import { useTransactions } from '../../transactions/transactions.tsx'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { Field } from '../../ui/field.tsx'
import { useFormat } from '../../ui/format.ts'
import { parseAmount } from '../../ui/parse-amount.ts'
import { useWallet } from '../../wallet/wallet.tsx'

type Currency = 'tokens' | 'reputation'
const CURRENCIES: readonly Currency[] = ['tokens', 'reputation']

interface StakeProps {
  readonly project: Project
  readonly own: Stake | undefined
}

/** Stakes: putting one in, taking it back, and having it settled in the end. */
export function StakeCard({ project, own }: StakeProps) {
  const { t } = useTranslation('projects')
  const isOwn = own !== undefined && (own.tokens > 0n || own.reputation > 0n)
  if (project.stage !== 'proposed' && !isOwn) return null
  return (
    <Card title={t('stake.title')}>
      <div className="grid gap-5">
        {isOwn ? <Own project={project} own={own} /> : null}
        {project.stage === 'proposed' ? <Form project={project} /> : null}
      </div>
    </Card>
  )
}

function Own({ project: { id, stage, unstakeUntil }, own }: { readonly project: Project; readonly own: Stake }) {
  const { t } = useTranslation('projects')
  const units = useTranslation().t
  const format = useFormat()
  const { propose } = useTransactions()
  const now = useChainTime()
  const isFrozen = now >= Number(unstakeUntil)
  const takeBack = (currency: Currency): void =>
    propose({ on: 'chain', words: t('stake.unwords', { id: String(id), amount: `${format.amount(own[currency])} ${units(`units.${currency}`)}` }), call: encodeCall('projects', 'unstake', { id, currency, amount: own[currency] }) })
  return (
    <section aria-label={t('stake.mine')} className="grid gap-3 rounded-xl bg-sunk p-4">
      <h3 className="font-semibold">{t('stake.mine')}</h3>
      {CURRENCIES.filter((currency) => own[currency] > 0n).map((currency) => (
        <div key={currency} className="flex flex-wrap items-center justify-between gap-2">
          <Amount value={own[currency]} unit={currency} className="text-lg font-semibold" />
          {stage === 'proposed' && !isFrozen ? <button type="button" className="button button-quiet" onClick={() => takeBack(currency)}>{t('stake.unstake')}</button> : null}
        </div>
      ))}
      {stage === 'proposed' && isFrozen ? <p className="text-sm text-soft">{t('stake.frozen')}</p> : null}
      {own.expected.ether > 0n || own.expected.reputation > 0n ? <p className="flex flex-wrap gap-x-2 text-sm text-soft">{t('stake.expected')} <Amount value={own.expected.ether} unit="ether" /> <Amount value={own.expected.reputation} unit="reputation" /></p> : null}
      {stage === 'failed' ? <p className="text-bad">{t('stake.forfeited')}</p> : null}
      {stage === 'complete' || stage === 'expired' || stage === 'failed' ? <Refund id={id} staker={own.account} /> : null}
    </section>
  )
}

function Refund({ id, staker }: { readonly id: bigint; readonly staker: Stake['account'] }) {
  const { t } = useTranslation('projects')
  const { propose } = useTransactions()
  return <button type="button" className="button button-primary" onClick={() => propose({ on: 'chain', words: t('stake.refundWords', { id: String(id) }), call: encodeCall('projects', 'settleStake', { id, staker }) })}>{t('stake.refund')}</button>
}

function Form({ project: { id, requirements } }: { readonly project: Project }) {
  const { t } = useTranslation('projects')
  const units = useTranslation().t
  const name = useId()
  const format = useFormat()
  const { propose } = useTransactions()
  const { wallet } = useWallet()
  const { data: member } = useMember(wallet?.address)
  const [currency, setCurrency] = useState<Currency>('tokens')
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string>()
  const free = member?.[currency].free
  const { missing } = requirements[currency]
  const stake = (): void => {
    const amount = parseAmount(text)
    if (amount === undefined || amount === 0n || (free !== undefined && amount > free)) return setProblem(t('stake.bad'))
    setProblem(undefined)
    const words = t('stake.words', { id: String(id), amount: `${format.amount(amount < missing ? amount : missing)} ${units(`units.${currency}`)}` })
    propose({ on: 'chain', words, call: encodeCall('projects', 'stake', { id, currency, amount }), onDone: () => setText('') })
  }
  return (
    <form className="grid gap-4" onSubmit={(event) => { event.preventDefault(); stake() }}>
      <p className="text-soft">{t('stake.text')}</p>
      <fieldset className="grid grid-cols-2 gap-2">
        <legend className="mb-1.5 font-semibold">{t('stake.currency')}</legend>
        {CURRENCIES.map((each) => (
          <label key={each} className={`flex items-center gap-2 rounded-xl border-2 p-3 font-medium ${currency === each ? 'border-brand bg-brand-wash' : 'border-line bg-raised'}`}>
            <input type="radio" name={name} checked={currency === each} onChange={() => setCurrency(each)} className="accent-brand" />{t(each)}
          </label>
        ))}
      </fieldset>
      <Field label={t('stake.amount')} inputMode="decimal" autoComplete="off" value={text} problem={problem} onChange={({ target: { value } }) => setText(value)} {...(free === undefined ? {} : { hint: t('stake.free', { amount: format.amount(free) }) })} />
      <button type="submit" className="button button-primary">{t('stake.go')}</button>
    </form>
  )
}
