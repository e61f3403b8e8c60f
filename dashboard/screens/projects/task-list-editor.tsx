import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keccak256 } from 'viem'
import { encodeCall } from '@distribute/client'
import { sendWithFiles } from '../../files/with-files.ts'
import { useTransactions } from '../../transactions/transactions.tsx'
import { Field } from '../../ui/field.tsx'
import { useFormat } from '../../ui/format.ts'

interface Draft {
  readonly key: number
  readonly what: string
  readonly percent: string
}

const MOST_TASKS = 32
const WHOLE = 10_000

/** Percent with two places as basis points; NaN where it is none. */
const pointsOf = (percent: string): number => (/^\d{1,3}([.,]\d{1,2})?$/.test(percent.trim()) ? Math.round(Number(percent.trim().replace(',', '.')) * 100) : NaN)

/** Tasks with their shares, each a text that the node keeps. */
export function TaskListEditor({ id, onClose }: { readonly id: bigint; readonly onClose: () => void }) {
  const { t } = useTranslation('projects')
  const format = useFormat()
  const { propose } = useTransactions()
  const [drafts, setDrafts] = useState<readonly Draft[]>([{ key: 0, what: '', percent: '100' }])
  const points = drafts.map(({ percent }) => pointsOf(percent))
  const sum = points.reduce((total, each) => total + each, 0)
  const isWhole = sum === WHOLE && points.every((each) => each > 0) && drafts.every(({ what }) => what.trim() !== '')
  const change = (key: number, part: Partial<Draft>): void => setDrafts(drafts.map((draft) => (draft.key === key ? { ...draft, ...part } : draft)))
  const add = (): void => setDrafts([...drafts, { key: Math.max(...drafts.map(({ key }) => key)) + 1, what: '', percent: String(Math.max(0, WHOLE - (sum || 0)) / 100) }])
  const submit = (): void => {
    const files = drafts.map(({ what }) => new TextEncoder().encode(what.trim()))
    const tasks = files.map((bytes, i) => ({ weight: points[i] ?? 0, contentHash: keccak256(bytes) }))
    const call = encodeCall('projects', 'submitTaskList', { id, tasks })
    propose({ on: 'chain', words: t('lists.words', { id: String(id) }), call, send: sendWithFiles(call, files), onDone: onClose })
  }
  return (
    <form className="grid gap-4 rounded-xl bg-sunk p-4" onSubmit={(event) => { event.preventDefault(); submit() }}>
      {drafts.map(({ key, what, percent }, i) => {
        const number = i + 1
        return (
          <fieldset key={key} className="grid items-end gap-3 sm:grid-cols-[1fr_9rem_auto]">
            <legend className="mb-1 text-sm font-semibold text-soft">{t('editor.task', { number })}</legend>
            <Field label={t('editor.what')} value={what} required onChange={({ target: { value } }) => change(key, { what: value })} />
            <Field label={t('editor.weight')} inputMode="decimal" value={percent} onChange={({ target: { value } }) => change(key, { percent: value })} />
            <button type="button" className="button button-plain" disabled={drafts.length === 1} aria-label={t('editor.remove', { number })} onClick={() => setDrafts(drafts.filter((draft) => draft.key !== key))}><Trash2 aria-hidden className="size-5" /></button>
          </fieldset>
        )
      })}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <button type="button" className="button button-quiet" disabled={drafts.length >= MOST_TASKS} onClick={add}><Plus aria-hidden className="size-5" />{t('editor.add')}</button>
        <p role="status" className={`number font-semibold ${sum === WHOLE ? 'text-good' : 'text-warn'}`}>{t('editor.sum', { percent: Number.isNaN(sum) ? '–' : format.percent(sum) })}{sum === WHOLE ? null : ` – ${t('editor.sumBad')}`}</p>
      </div>
      <p className="text-sm text-soft">{t('editor.files')}</p>
      <div className="flex flex-wrap justify-end gap-2"><CloseButton onClose={onClose} /><button type="submit" className="button button-primary" disabled={!isWhole}>{t('editor.go')}</button></div>
    </form>
  )
}

function CloseButton({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('transaction')
  return <button type="button" className="button button-quiet" onClick={onClose}>{t('cancel')}</button>
}
