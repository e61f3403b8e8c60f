import { ArrowLeft, Eye } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { keccak256 } from 'viem'
import type { Community } from '@distribute/client/words'
import { encodeCall } from '@distribute/client'
import { useCommunity, useParameters } from '../../chain/reads.ts'
import { FileField } from '../../files/file-field.tsx'
import { sendWithFiles } from '../../files/with-files.ts'
import { useTransactions } from '../../transactions/transactions.tsx'
import { Card, Screen } from '../../ui/card.tsx'
import { Field } from '../../ui/field.tsx'
import { useFormat } from '../../ui/format.ts'
import { parseAmount } from '../../ui/parse-amount.ts'
import { Query } from '../../ui/query.tsx'

const DAY = 86_400n
type Currency = 'tokens' | 'reputation'

/** A new project: what it is, what it costs, and how long it may take to find who stands behind it. */
export function Propose() {
  const { t } = useTranslation('projects')
  const community = useCommunity()
  return (
    <div className="grid gap-4">
      <Link href="/" className="link inline-flex w-fit items-center gap-1.5"><ArrowLeft aria-hidden className="size-4 rtl:rotate-180" />{t('back')}</Link>
      <Screen title={t('propose')} lead={t('form.lead')}><Query of={community}>{(data) => <Form community={data} />}</Query></Screen>
    </div>
  )
}

interface Content {
  readonly kind: 'text' | 'file'
  readonly title: string
  readonly body: string
  readonly file: Uint8Array<ArrayBuffer> | undefined
}

function bytesOf({ kind, title, body, file }: Content): Uint8Array<ArrayBuffer> | undefined {
  if (kind === 'file') return file
  return title.trim() === '' ? undefined : new TextEncoder().encode(`${title.trim()}\n\n${body.trim()}`.trim())
}

function Form({ community: { pool, supply, projects } }: { readonly community: Community }) {
  const { t } = useTranslation('projects')
  const units = useTranslation().t
  const format = useFormat()
  const { propose } = useTransactions()
  const [, go] = useLocation()
  const { data: genesis } = useParameters()
  const [content, setContent] = useState<Content>({ kind: 'text', title: '', body: '', file: undefined })
  const [cost, setCost] = useState('')
  const [days, setDays] = useState('7')
  const [collateral, setCollateral] = useState<Currency>('reputation')
  const [isChecked, setChecked] = useState(false)
  const [min, max] = [(genesis?.parameters['minStakingPeriod'] ?? DAY) / DAY || 1n, (genesis?.parameters['maxStakingPeriod'] ?? 90n * DAY) / DAY]
  const bytes = bytesOf(content)
  const amount = parseAmount(cost)
  const isCost = amount !== undefined && amount > 0n && amount <= projects.largestCost
  const isPeriod = /^\d{1,3}$/.test(days) && BigInt(days) >= min && BigInt(days) <= max
  const most = `${format.amount(projects.largestCost)} ETH`
  const submit = (): void => {
    setChecked(true)
    if (bytes === undefined || !isCost || !isPeriod) return
    const call = encodeCall('projects', 'propose', { cost: amount, stakingPeriod: BigInt(days) * DAY, collateralIn: collateral, contentHash: keccak256(bytes), uri: '' })
    propose({ on: 'chain', words: t('form.words', { amount: `${format.amount(amount)} ETH` }), call, send: sendWithFiles(call, [bytes]), onDone: () => go('/') })
  }
  return (
    <Card>
      <form className="grid gap-6" onSubmit={(event) => { event.preventDefault(); submit() }}>
        <ContentFields content={content} onChange={setContent} problem={isChecked && bytes === undefined ? t('form.noContent') : undefined} />
        <div className="grid gap-6 sm:grid-cols-2">
          <Field label={t('form.cost')} hint={t('form.costHint', { amount: most })} inputMode="decimal" autoComplete="off" value={cost} onChange={({ target: { value } }) => setCost(value)} problem={isChecked && !isCost ? t('form.badCost', { amount: most }) : undefined} />
          <Field label={t('form.period')} hint={t('form.periodHint', { min: String(min), max: String(max) })} inputMode="numeric" value={days} onChange={({ target: { value } }) => setDays(value)} problem={isChecked && !isPeriod ? t('form.badPeriod', { min: String(min), max: String(max) }) : undefined} />
        </div>
        <Choice legend={t('form.collateral')} options={[['reputation', t('reputation')], ['tokens', t('tokens')]]} value={collateral} onChange={setCollateral} />
        {isCost && pool.ether > 0n ? <p className="rounded-xl bg-sunk p-4">{t('form.need', { tokens: `${format.amount((supply.tokens * amount) / pool.ether)} ${units('units.tokens')}`, reputation: `${format.amount((supply.reputation * amount) / (pool.lowest || 1n))} ${units('units.reputation')}` })}</p> : null}
        <button type="submit" className="button button-primary justify-self-end"><Eye aria-hidden className="size-5" />{t('form.go')}</button>
      </form>
    </Card>
  )
}

interface ContentProps {
  readonly content: Content
  readonly onChange: (content: Content) => void
  readonly problem: string | undefined
}

function ContentFields({ content, onChange, problem }: ContentProps) {
  const { t } = useTranslation('projects')
  const id = useId()
  return (
    <div className="grid gap-4">
      <Choice legend={t('form.kind')} options={[['text', t('form.text')], ['file', t('form.file')]]} value={content.kind} onChange={(kind) => onChange({ ...content, kind })} />
      {content.kind === 'file' ? <FileField label={t('form.fileLabel')} hint={t('form.fileHint')} onFile={(file) => onChange({ ...content, file })} /> : (
        <>
          <Field label={t('form.name')} value={content.title} maxLength={120} onChange={({ target: { value } }) => onChange({ ...content, title: value })} problem={problem} />
          <div className="grid gap-1.5">
            <label htmlFor={id} className="font-semibold">{t('form.body')}</label>
            <textarea id={id} rows={6} className="field" value={content.body} onChange={({ target: { value } }) => onChange({ ...content, body: value })} />
          </div>
        </>
      )}
      {content.kind === 'file' && problem !== undefined ? <p role="alert" className="text-sm font-medium text-bad">{problem}</p> : null}
    </div>
  )
}

interface ChoiceProps<T extends string> {
  readonly legend: string
  readonly options: readonly (readonly [T, string])[]
  readonly value: T
  readonly onChange: (value: T) => void
}

function Choice<T extends string>({ legend, options, value, onChange }: ChoiceProps<T>) {
  const name = useId()
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="mb-1.5 font-semibold">{legend}</legend>
      {options.map(([each, words]) => (
        <label key={each} className={`flex items-center gap-2 rounded-xl border-2 px-4 py-2.5 font-medium ${value === each ? 'border-brand bg-brand-wash' : 'border-line bg-raised'}`}>
          <input type="radio" name={name} checked={value === each} onChange={() => onChange(each)} className="accent-brand" />{words}
        </label>
      ))}
    </fieldset>
  )
}
