import { CircleAlert, LoaderCircle, WifiOff, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useExplain } from '../language/explain.ts'

interface EmptyProps {
  readonly icon: LucideIcon
  readonly title: ReactNode
  readonly children?: ReactNode
  readonly action?: ReactNode
}

/** Where there is nothing yet: what would be here, and how it gets here. */
export function Empty({ icon: Icon, title, children, action }: EmptyProps) {
  return (
    <div className="grid justify-items-center gap-2 rounded-xl border border-dashed border-line px-4 py-8 text-center">
      <Icon aria-hidden className="size-8 text-brand" strokeWidth={1.5} />
      <p className="font-semibold">{title}</p>
      {children === undefined ? null : <div className="max-w-md text-soft text-pretty">{children}</div>}
      {action}
    </div>
  )
}

/** Grey lines where text will stand; says so once, to who cannot see them. */
export function Loading({ lines = 3 }: { readonly lines?: number }) {
  const { t } = useTranslation()
  return (
    <div className="waits grid gap-3" role="status">
      <span className="sr-only">{t('states.loading')}</span>
      {Array.from({ length: lines }, (_, i) => <div key={i} aria-hidden className={`h-4 rounded bg-line ${i % 3 === 2 ? 'w-2/3' : 'w-full'}`} />)}
    </div>
  )
}

interface FailedProps {
  readonly error: unknown
  readonly retry?: () => unknown
}

/** What went wrong, in words, with what to do about it. */
export function Failed({ error, retry }: FailedProps) {
  const { t } = useTranslation()
  const { what, advice } = useExplain()(error)
  return (
    <div role="alert" className="grid justify-items-start gap-2 rounded-xl border border-bad bg-bad-wash p-4">
      <p className="flex items-start gap-2 font-semibold text-bad"><CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0" />{what}</p>
      {advice === '' ? null : <p>{advice}</p>}
      {retry === undefined ? null : <button type="button" className="button button-quiet" onClick={() => void retry()}>{t('states.again')}</button>}
    </div>
  )
}

/** Before the node has ever answered. */
export function NodeAway() {
  const { t } = useTranslation()
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div role="alert" className="card grid max-w-md justify-items-center gap-3 text-center">
        <WifiOff aria-hidden className="size-10 text-warn" strokeWidth={1.5} />
        <h1 className="text-xl font-bold">{t('states.awayTitle')}</h1>
        <p className="text-soft">{t('states.awayText')}</p>
        <p className="flex items-center gap-2 text-soft"><LoaderCircle aria-hidden className="turns size-4" />{t('states.trying')}</p>
      </div>
    </main>
  )
}

export function Starting() {
  const { t } = useTranslation()
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <p role="status" className="flex items-center gap-3 text-lg text-soft"><LoaderCircle aria-hidden className="turns size-6 text-brand" />{t('states.starting')}</p>
    </main>
  )
}
