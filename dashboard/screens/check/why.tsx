import { useTranslation } from 'react-i18next'
import { useWhy } from './use-why.ts'

/** Under a step that failed: what is wrong, and what to do. */
export function Why({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const { t } = useTranslation()
  const { what, advice } = useWhy()(error)
  return (
    <div role="alert" className="mt-1 grid justify-items-start gap-2 rounded-xl bg-bad-wash p-3 text-base text-ink">
      <p className="font-medium text-bad">{what}</p>
      {advice === '' ? null : <p>{advice}</p>}
      {retry === undefined ? null : <button type="button" className="button button-quiet" onClick={retry}>{t('states.again')}</button>}
    </div>
  )
}
