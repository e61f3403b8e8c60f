import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../ui/field.tsx'
import { parseL1Url, setOwnL1Url, useProposedL1 } from './own-l1.ts'
import { useOwnL1 } from './use-own-l1.ts'

/** Asks for the member's own L1. Until she has entered one, the page asks nobody but the node. */
export function OwnL1() {
  const { t } = useTranslation('wallet')
  const { data: proposed } = useProposedL1()
  const current = useOwnL1()
  const [text, setText] = useState<string>()
  const shown = text ?? current ?? proposed ?? ''
  const url = parseL1Url(shown)
  return (
    <form className="grid gap-3" onSubmit={(event) => { event.preventDefault(); if (url !== undefined) setOwnL1Url(url) }}>
      <p className="text-soft">{t('l1.why')}</p>
      <Field label={t('l1.label')} hint={proposed !== null && proposed === shown ? t('l1.proposed') : t('l1.hint')} value={shown} inputMode="url" dir="ltr" autoComplete="off" placeholder="https://"
        problem={shown !== '' && url === undefined ? t('l1.bad') : undefined} onChange={(event) => setText(event.target.value)} />
      <div className="flex flex-wrap gap-2">
        <button type="submit" className="button button-primary" disabled={url === undefined}>{t('l1.use')}</button>
        {current === undefined ? null : <button type="button" className="button button-quiet" onClick={() => setOwnL1Url(undefined)}>{t('l1.forget')}</button>}
      </div>
    </form>
  )
}
