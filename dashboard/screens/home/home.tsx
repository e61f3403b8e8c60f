import { ArrowRight, Hammer } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Community } from '@distribute/client/words'
import { useCommunity, useMember } from '../../chain/reads.ts'
import { loadLaterWords } from '../../language/language.ts'
import { Amount } from '../../ui/amount.tsx'
import { Card, Screen } from '../../ui/card.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useFormat } from '../../ui/format.ts'
import { Query } from '../../ui/query.tsx'
import { Loading } from '../../ui/states.tsx'
import { useWallet } from '../../wallet/wallet.tsx'
import { OpenWork } from './open-work.tsx'
import { Tile } from './tile.tsx'

/** What draws plots is loaded once the rest stands. */
const PoolPlot = lazy(async () => ({ default: (await import('./pool-plot.tsx')).PoolPlot }))
const WorkPlot = lazy(async () => ({ default: (await import('./work-plot.tsx')).WorkPlot }))

/** What happened last, in words that are loaded behind the first screen. */
const Latest = lazy(async () => {
  const [{ Latest: latest }] = await Promise.all([import('../explorer/latest.tsx'), loadLaterWords()])
  return { default: latest }
})

export function Home() {
  const { t } = useTranslation('home')
  const community = useCommunity()
  return (
    <Screen title={community.data?.name ?? 'Distribute'} lead={t('lead')} actions={<JoinFirst />}>
      <Query of={community} lines={6}>{(data) => <Overview community={data} />}</Query>
    </Screen>
  )
}

/** Only for who is no member yet. */
function JoinFirst() {
  const { t } = useTranslation('home')
  const { wallet } = useWallet()
  const { data } = useMember(wallet?.address)
  if (data?.isMember === true) return null
  return <Link href="/join" className="button button-primary">{t('join')}<ArrowRight aria-hidden className="size-5 rtl:rotate-180" /></Link>
}

const isOver = new Set(['complete', 'failed', 'expired'])

function Overview({ community }: { readonly community: Community }) {
  const { t } = useTranslation('home')
  const format = useFormat()
  const { pool, price, members, projects, supply } = community
  const open = Object.entries(projects.byStage).reduce((sum, [stage, count]) => (isOver.has(stage) ? sum : sum + count), 0n)
  return (
    <>
      <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 xl:grid-cols-4">
        <Tile name={t('pool')} text={t('poolText')}><Amount value={pool.ether} unit="ether" /></Tile>
        <Tile name={t('price')} text={t('priceText')}><Amount value={price.perToken} unit="ether" /></Tile>
        <Tile name={t('members')} text={t('membersText')}><span className="number">{format.count(members)}</span></Tile>
        <Tile name={t('open')} text={t('openText', { amount: `${format.amount(projects.largestCost)} ETH` })}><Link href="/projects" className="number no-underline hover:underline">{format.count(open)}</Link></Tile>
      </ul>
      <div className="grid gap-6 xl:grid-cols-2">
        <Card title={t('history')}><Suspense fallback={<Loading lines={6} />}><PoolPlot /></Suspense></Card>
        <Card title={t('work')} aside={<Hammer aria-hidden className="size-5 text-soft" />}><Suspense fallback={<Loading lines={6} />}><WorkPlot /></Suspense></Card>
      </div>
      <div className="grid gap-6 xl:grid-cols-[2fr_1fr]">
        <OpenWork />
        <Card title={t('where')}>
          <Facts>
            <Fact name={t('pool')}><Amount value={pool.ether} unit="ether" /></Fact>
            <Fact name={t('escrowed')}><Amount value={pool.escrowed} unit="ether" /></Fact>
            <Fact name={t('dividends')}><Amount value={pool.dividendPot} unit="ether" /></Fact>
            <Fact name={t('supply')}><Amount value={supply.tokens} unit="tokens" /></Fact>
            <Fact name={t('reputation')}><Amount value={supply.reputation} unit="reputation" /></Fact>
            {pool.forfeited === 0n ? null : <Fact name={t('burnt')}><Amount value={pool.forfeited} unit="tokens" /></Fact>}
          </Facts>
        </Card>
      </div>
      <Suspense fallback={<Card><Loading lines={6} /></Card>}><Latest /></Suspense>
    </>
  )
}
