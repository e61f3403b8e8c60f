import { PlugZap, WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStatus } from '../chain/reads.ts'

const SHOWN_MS = 5_000
type Seen = 'there' | 'away' | 'back'

/** The node is gone: what is shown is what it said last. And when it is back, that it is. */
export function NodeBanner() {
  const { t } = useTranslation()
  const { isError, dataUpdatedAt } = useStatus()
  const [seen, setSeen] = useState<Seen>('there')
  useEffect(() => setSeen((before) => (isError ? 'away' : before === 'away' ? 'back' : before)), [isError])
  useEffect(() => {
    if (seen !== 'back') return undefined
    const timer = setTimeout(() => setSeen('there'), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [seen])
  const time = new Date(dataUpdatedAt).toLocaleTimeString()
  return (
    <div role="status" aria-live="polite">
      {seen === 'away' ? <p className="mx-auto mb-5 flex max-w-6xl items-center gap-3 rounded-xl bg-warn-wash p-3 font-medium text-warn"><WifiOff aria-hidden className="size-5 shrink-0" />{t('chain.gone', { time })}</p> : null}
      {seen === 'back' ? <p className="mx-auto mb-5 flex max-w-6xl items-center gap-3 rounded-xl bg-good-wash p-3 font-medium text-good"><PlugZap aria-hidden className="size-5 shrink-0" />{t('chain.back')}</p> : null}
    </div>
  )
}
