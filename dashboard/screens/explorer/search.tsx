import { Search as SearchMark } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'

/** One box for everything: what was meant is found out where it leads. */
export function Search({ start = '' }: { readonly start?: string }) {
  const { t } = useTranslation('explorer')
  const [, go] = useLocation()
  const [text, setText] = useState(start)
  const id = useId()
  const find = (): void => {
    if (text.trim() !== '') go(`~/explorer/find/${encodeURIComponent(text.trim())}`)
  }
  return (
    <form role="search" className="grid gap-1.5" onSubmit={(event) => { event.preventDefault(); find() }}>
      <label htmlFor={id} className="font-semibold">{t('search.label')}</label>
      <div className="flex gap-2">
        <input id={id} type="search" className="field" autoComplete="off" autoCapitalize="off" spellCheck={false} aria-describedby={`${id}-hint`} value={text} onChange={({ target: { value } }) => setText(value)} />
        <button type="submit" className="button button-primary shrink-0"><SearchMark aria-hidden className="size-5" /><span className="max-sm:sr-only">{t('search.go')}</span></button>
      </div>
      <p id={`${id}-hint`} className="text-sm text-soft">{t('search.hint')}</p>
    </form>
  )
}
