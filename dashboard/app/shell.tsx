import { lazy, Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Route, Switch, useLocation } from 'wouter'
import { useCommunity, useFollowHead } from '../chain/reads.ts'
import { loadLaterWords } from '../language/language.ts'
import { Loading } from '../ui/states.tsx'
import { Account } from './account.tsx'
import { ChainState } from './chain-state.tsx'
import { ErrorBorder } from './error-border.tsx'
import { Mark } from './mark.tsx'
import { BottomBar, SideBar } from './navigation.tsx'
import { NodeBanner } from './node-banner.tsx'
import { NotFound } from './not-found.tsx'
import { ROUTES } from './routes.tsx'
import { Settings } from './settings.tsx'
import { Tray } from '../transactions/tray.tsx'

/** Nobody waits for it: the screen stands first. */
const RevealBanner = lazy(async () => {
  const [{ RevealBanner: banner }] = await Promise.all([import('../screens/votes/reveal-banner.tsx'), loadLaterWords()])
  return { default: banner }
})

/** What stands around every screen. */
export function Shell() {
  const { t } = useTranslation()
  useFollowHead()
  const main = useScreenChange()
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr] lg:grid-cols-[15rem_1fr]">
      <a href="#main" className="button button-primary fixed start-3 top-3 z-50 -translate-y-24 focus:translate-y-0">{t('skip')}</a>
      <Header />
      <SideBar />
      <div className="min-w-0 px-4 pt-5 pb-28 sm:px-8 sm:pt-8 lg:col-start-2 lg:border-s lg:border-line lg:pb-12">
        <NodeBanner />
        <Suspense fallback={null}><RevealBanner /></Suspense>
        <main id="main" tabIndex={-1} ref={main} className="outline-none">
          <ErrorBorder>
            <Suspense fallback={<Loading lines={6} />}>
              <Switch>
                {ROUTES.map(({ path, nested = false, screen: Inner }) => <Route key={path} path={path} nest={nested}><Inner /></Route>)}
                <Route><NotFound /></Route>
              </Switch>
            </Suspense>
          </ErrorBorder>
        </main>
      </div>
      <BottomBar />
    </div>
  )
}

function Header() {
  const { data } = useCommunity()
  return (
    <header className="sticky top-0 z-20 col-span-full flex items-center justify-between gap-3 border-b border-line bg-page/92 px-4 py-2.5 backdrop-blur-md sm:px-6">
      <Link href="/" className="flex min-w-0 items-center gap-2.5 no-underline">
        <Mark />
        <span className="grid min-w-0">
          <span className="truncate text-lg leading-tight font-bold">{data?.name ?? 'Distribute'}</span>
          <ChainState />
        </span>
      </Link>
      <div className="flex shrink-0 items-center gap-2">
        <Tray />
        <Account />
        <Settings />
      </div>
    </header>
  )
}

/** A new screen begins at its top, with its name as the page's, and a screen reader is put in front of it. */
function useScreenChange() {
  const [location] = useLocation()
  const { t } = useTranslation()
  const { data } = useCommunity()
  const main = useRef<HTMLElement>(null)
  const before = useRef(location)
  const name = ROUTES.find(({ path, nested }) => path === location || (nested === true && location.startsWith(`${path}/`)))?.name
  useEffect(() => {
    document.title = [...(name === undefined ? [] : [t(`nav.${name}`)]), data?.name ?? 'Distribute'].join(' · ')
  }, [name, data?.name, t])
  useEffect(() => {
    if (before.current === location) return
    before.current = location
    window.scrollTo({ top: 0 })
    main.current?.focus({ preventScroll: true })
  }, [location])
  return main
}
