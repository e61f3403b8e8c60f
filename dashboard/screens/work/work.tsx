import { Hammer, Wallet as WalletIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Hex } from 'viem'
import type { Claim } from '@distribute/client/words'
import { useChain } from '../../chain/reads.ts'
import { Amount } from '../../ui/amount.tsx'
import { Card, Screen } from '../../ui/card.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useFormat } from '../../ui/format.ts'
import { Query } from '../../ui/query.tsx'
import { Empty } from '../../ui/states.tsx'
import { useWallet } from '../../wallet/wallet.tsx'
import { Deadline } from '../projects/deadline.tsx'
import { EvidenceForm } from '../projects/evidence-form.tsx'
import { TaskBadge } from '../projects/task-badge.tsx'
import { Owed } from './owed.tsx'
import { Payouts } from './payouts.tsx'

const MOST = 100

/** What a member has taken on, what is due, and what is hers. */
export function Work() {
  const { t } = useTranslation('work')
  const { wallet } = useWallet()
  return (
    <Screen title={t('title')} lead={t('lead')}>
      {wallet === undefined ? <Empty icon={WalletIcon} title={t('noWallet')}>{t('noWalletText')}</Empty> : (
        <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
          <Claims account={wallet.address} />
          <div className="grid gap-6"><Owed account={wallet.address} /><Payouts account={wallet.address} /></div>
        </div>
      )}
    </Screen>
  )
}

function Claims({ account }: { readonly account: Hex }) {
  const { t } = useTranslation('work')
  const claims = useChain('claims', [account], (l2) => l2.distribute.claims({ account, limit: MOST }))
  return (
    <Card title={t('claims')}>
      <Query of={claims}>{({ items }) => (
        items.length === 0 ? <Empty icon={Hammer} title={t('noClaims')} action={<Link href="/projects" className="button button-quiet">{t('find')}</Link>}>{t('noClaimsText')}</Empty>
          : <ul className="grid gap-4">{items.map((claim) => <Taken key={`${claim.project}-${claim.index}`} claim={claim} />)}</ul>
      )}</Query>
    </Card>
  )
}

const WAITS = new Set(['evidence', 'approved', 'rejected', 'disputed'])

function Taken({ claim: { project, index, status, pay, collateral, claimEnd, stage } }: { readonly claim: Claim }) {
  const { t } = useTranslation('work')
  const units = useTranslation().t
  const format = useFormat()
  const isDue = status === 'claimed' && stage === 'active'
  return (
    <li className="grid gap-3 rounded-xl border border-line p-4">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <Link href={`/projects/${project}`} className="link font-semibold">{t('task', { id: String(project), task: String(index + 1n) })}</Link>
        {status === 'lost' ? <span className="badge">{t('lost')}</span> : <TaskBadge status={status} />}
      </header>
      {status === 'lost' ? null : (
        <Facts>
          <Fact name={t('pays')}><Amount value={pay} unit="ether" className="text-lg font-semibold" /></Fact>
          {collateral === 0n ? null : <Fact name={t('locked')}><Amount value={collateral} unit="reputation" /></Fact>}
        </Facts>
      )}
      {WAITS.has(status) ? <p className="text-soft">{t('waits')}</p> : null}
      {isDue ? <p className="rounded-xl bg-warn-wash p-3 text-warn"><strong>{t('due')}: <Deadline at={claimEnd} /></strong> <span className="block">{t('dueText', { amount: `${format.amount(collateral)} ${units('units.reputation')}` })}</span></p> : null}
      {isDue ? <EvidenceForm id={project} index={index} /> : null}
    </li>
  )
}
