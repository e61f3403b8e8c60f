import { SearchX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Screen } from '../../ui/card.tsx'
import { Empty } from '../../ui/states.tsx'
import { Search } from './search.tsx'

/** Whatever was asked for is not here: why that may be, and another try. */
export function NothingFound({ text }: { readonly text: string }) {
  const { t } = useTranslation('explorer')
  return (
    <Screen title={t('none.title')}>
      <div role="status"><Empty icon={SearchX} title={<span className="break-all" dir="ltr">{text}</span>}><p>{t('none.text', { text: text.length > 20 ? `${text.slice(0, 12)}…` : text })}</p><p className="mt-2">{t('none.new')}</p></Empty></div>
      <Search start={text} />
    </Screen>
  )
}
