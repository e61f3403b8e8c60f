import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'

/** A screen below the explorer's first, with the way back. */
export function Place({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('explorer')
  return (
    <div className="mx-auto grid w-full max-w-6xl gap-4">
      <Link href="~/explorer" className="link inline-flex w-fit items-center gap-1.5"><ArrowLeft aria-hidden className="size-4 rtl:rotate-180" />{t('back')}</Link>
      {children}
    </div>
  )
}

interface PagerProps {
  readonly newer: string | undefined
  readonly older: string | undefined
}

/** Links, so that a page of a list has an address of its own. */
export function Pager({ newer, older }: PagerProps) {
  const { t } = useTranslation('explorer')
  if (newer === undefined && older === undefined) return null
  return (
    <nav aria-label={`${t('newer')}, ${t('older')}`} className="mt-4 flex justify-between gap-2">
      {newer === undefined ? <span /> : <Link href={`~${newer}`} className="button button-quiet">{t('newer')}</Link>}
      {older === undefined ? <span /> : <Link href={`~${older}`} className="button button-quiet">{t('older')}</Link>}
    </nav>
  )
}
