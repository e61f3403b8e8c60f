import { Menu } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { ROUTES, type Route } from './routes.tsx'

/** So many of a phone's bar are screens; the rest is behind the last place. */
const ON_PHONE = 4

export function SideBar() {
  const { t } = useTranslation()
  return (
    <nav aria-label={t('nav.label')} className="sticky top-[3.9rem] hidden h-[calc(100dvh-3.9rem)] overflow-y-auto p-3 lg:block">
      <ul className="grid gap-1">{ROUTES.map((route) => <li key={route.path}><Entry route={route} className="flex-row gap-3 px-3 py-2.5 text-base" /></li>)}</ul>
    </nav>
  )
}

export function BottomBar() {
  const { t } = useTranslation()
  const rest = ROUTES.slice(ON_PHONE)
  return (
    <nav aria-label={t('nav.label')} className="fixed inset-x-0 bottom-0 z-20 border-t border-line bg-card pb-[env(safe-area-inset-bottom)] lg:hidden">
      <ul className="mx-auto flex max-w-lg justify-around p-1">
        {ROUTES.slice(0, ON_PHONE).map((route) => <li key={route.path} className="min-w-0 flex-1"><Entry route={route} className="flex-col gap-0.5 px-0.5 py-1.5 text-[0.6875rem]" /></li>)}
        {rest.length === 0 ? null : <li className="min-w-0 flex-1"><More routes={rest} /></li>}
      </ul>
    </nav>
  )
}

function Entry({ route: { path, name, icon: Icon }, className }: { readonly route: Route; readonly className: string }) {
  const { t } = useTranslation()
  const [location] = useLocation()
  const isHere = path === '/' ? location === '/' : location === path || location.startsWith(`${path}/`)
  return (
    <Link href={path} aria-current={isHere ? 'page' : undefined} className={`flex items-center rounded-xl font-semibold no-underline ${isHere ? 'bg-brand-wash text-brand' : 'text-soft hover:bg-sunk hover:text-ink'} ${className}`}>
      <Icon aria-hidden className="size-5 shrink-0" />
      <span className="max-w-full truncate">{t(`nav.${name}`)}</span>
    </Link>
  )
}

function More({ routes }: { readonly routes: readonly Route[] }) {
  const { t } = useTranslation()
  const [location] = useLocation()
  const details = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    if (details.current !== null) details.current.open = false
  }, [location])
  return (
    <details ref={details} className="relative">
      <summary className="flex list-none flex-col items-center gap-0.5 rounded-xl px-0.5 py-1.5 text-[0.6875rem] font-semibold text-soft [&::-webkit-details-marker]:hidden"><Menu aria-hidden className="size-5" />{t('nav.more')}</summary>
      <ul className="absolute end-0 bottom-full mb-2 grid w-56 gap-1 rounded-xl border border-line bg-raised p-2 shadow-float">
        {routes.map((route) => <li key={route.path}><Entry route={route} className="flex-row gap-3 px-3 py-2.5 text-base" /></li>)}
      </ul>
    </details>
  )
}
