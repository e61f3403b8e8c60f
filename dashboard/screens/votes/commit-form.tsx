import { LockKeyhole, Vote } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import type { Ballot } from '@distribute/client/words'
import { encodeCall } from '@distribute/client'
import { useMember } from '../../chain/reads.ts'
import { useTransactions } from '../../transactions/transactions.tsx'
import { Field } from '../../ui/field.tsx'
import { useFormat } from '../../ui/format.ts'
import { parseAmount } from '../../ui/parse-amount.ts'
import { secretStore } from './secrets.ts'

interface CommitProps {
  readonly project: bigint
  readonly index: bigint
  readonly account: Hex | undefined
  readonly own: readonly Ballot[]
}

type Currency = Ballot['currency']
/** Stands for the secret while the vote is tried: what it costs is the same for every one. */
const ANY_SECRET: Hex = `0x${'11'.repeat(32)}`

/** A hidden vote. What opens it is kept here before anything is sent. */
export function CommitForm({ project: id, index, account, own }: CommitProps) {
  const { t } = useTranslation('votes')
  const units = useTranslation().t
  const format = useFormat()
  const { propose } = useTransactions()
  const { data: member } = useMember(account)
  const [choice, setChoice] = useState<boolean>()
  const [currency, setCurrency] = useState<Currency>('reputation')
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string>()
  const holding = member?.[currency]
  const rights = holding?.rights.amount ?? 0n
  const amount = parseAmount(text)
  const missing = amount === undefined || amount <= rights ? 0n : amount - rights
  const shown = (value: bigint): string => `${format.amount(value)} ${units(`units.${currency}`)}`
  const isBad = amount === undefined || amount === 0n || (holding !== undefined && missing > holding.free)
  const lock = (): void => {
    if (isBad) return setProblem(t('bad'))
    setProblem(undefined)
    propose({ on: 'chain', words: t('lockWords', { amount: shown(missing) }), call: encodeCall('voting', 'requestRights', { currency, amount: missing }) })
  }
  const commit = (): void => {
    if (isBad || choice === undefined) return setProblem(t('bad'))
    setProblem(undefined)
    propose({
      on: 'chain',
      words: t('commitWords', { id: String(id), task: String(index + 1n), amount: shown(amount), choice: t(choice ? 'yes' : 'no') }),
      details: <p className="text-soft">{t('how')} {t('twice')}</p>,
      call: encodeCall('voting', 'commit', { id, index, currency, secretHash: ANY_SECRET, amount }),
      send: (wallet) => wallet.commitVote({ id, index, currency, choice, amount, store: secretStore }),
      onDone: () => setText(''),
    })
  }
  return (
    <form className="grid gap-4 rounded-xl bg-sunk p-4" aria-label={t('commit')} onSubmit={(event) => { event.preventDefault(); if (missing > 0n) lock(); else commit() }}>
      <p className="text-sm text-soft">{t('how')}</p>
      <Choice legend={t('question')} options={[['yes', t('yes')], ['no', t('no')]]} value={choice === undefined ? undefined : choice ? 'yes' : 'no'} onChange={(value) => setChoice(value === 'yes')} />
      <Choice legend={t('currency')} options={[['reputation', units('units.reputation')], ['tokens', units('units.tokens')]]} value={currency} onChange={setCurrency} />
      <Field label={t('amount')} inputMode="decimal" autoComplete="off" value={text} problem={problem} onChange={({ target: { value } }) => setText(value)}
        {...(holding === undefined ? {} : { hint: `${t('free', { amount: shown(holding.free) })}. ${t('rights', { amount: shown(rights) })}` })} />
      {missing > 0n && !isBad ? (
        <>
          <p className="text-sm">{t('needRights', { amount: shown(missing) })}</p>
          <button type="submit" className="button button-primary"><LockKeyhole aria-hidden className="size-5" />{t('lock')}</button>
        </>
      ) : <button type="submit" className="button button-primary" disabled={choice === undefined}><Vote aria-hidden className="size-5" />{own.some((ballot) => ballot.currency === currency) ? t('again') : t('commit')}</button>}
    </form>
  )
}

interface ChoiceProps<T extends string> {
  readonly legend: string
  readonly options: readonly (readonly [T, string])[]
  readonly value: T | undefined
  readonly onChange: (value: T) => void
}

function Choice<T extends string>({ legend, options, value, onChange }: ChoiceProps<T>) {
  const name = useId()
  return (
    <fieldset className="grid gap-2 sm:grid-cols-2">
      <legend className="mb-1.5 font-semibold">{legend}</legend>
      {options.map(([each, label]) => (
        <label key={each} className={`flex items-center gap-2 rounded-xl border-2 px-3 py-2.5 font-medium ${value === each ? 'border-brand bg-brand-wash' : 'border-line bg-raised'}`}>
          <input type="radio" name={name} checked={value === each} onChange={() => onChange(each)} className="accent-brand" />{label}
        </label>
      ))}
    </fieldset>
  )
}
