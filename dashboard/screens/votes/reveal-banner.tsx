import { EyeOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { useChainTime } from '../../chain/chain-time.ts'
import { toReveal, useBallots } from './use-ballots.ts'

/** On every screen, as long as a vote of hers waits to be opened. */
export function RevealBanner() {
  const { t } = useTranslation('votes')
  const now = useChainTime()
  const [location] = useLocation()
  const { data } = useBallots()
  const count = toReveal(data?.items ?? [], now).length
  if (count === 0 || location === '/votes') return null
  return (
    <div role="status" className="mb-5 flex flex-wrap items-center justify-between gap-3 rounded-xl border border-warn bg-warn-wash p-3 text-warn">
      <p className="flex items-center gap-2 font-semibold"><EyeOff aria-hidden className="size-5 shrink-0" />{t('banner', { count })}</p>
      <Link href="/votes" className="button button-quiet">{t('bannerGo')}</Link>
    </div>
  )
}
