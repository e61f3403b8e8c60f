import { Check, Coins, KeyRound, Save, Sprout } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useMember } from '../../chain/reads.ts'
import { AddressText } from '../../ui/address.tsx'
import { Card, Screen } from '../../ui/card.tsx'
import { Query } from '../../ui/query.tsx'
import { Connect } from '../../wallet/connect.tsx'
import { saveKeystore } from '../../wallet/page-key.ts'
import type { Wallet } from '../../wallet/wallet-kinds.ts'
import { useWallet } from '../../wallet/wallet.tsx'
import { Admission } from './admission.tsx'
import { Given } from './given.tsx'

/** From nobody to a member, in two steps. */
export function Join() {
  const { t } = useTranslation(['join', 'shell'])
  const { wallet } = useWallet()
  return (
    <Screen title={t('shell:nav.join')} lead={t('lead')}>
      <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <div className="grid gap-6">
          <Card title={<Step number={1} isDone={wallet !== undefined}>{t('step1')}</Step>}>
            {wallet === undefined ? <Connect /> : <p className="flex flex-wrap items-center gap-2">{t('as')} <AddressText of={wallet.address} copy link={false} /></p>}
            {wallet?.kind === 'page' ? <KeepKey wallet={wallet} /> : null}
          </Card>
          <Membership wallet={wallet} />
        </div>
        <Given />
      </div>
    </Screen>
  )
}

function Step({ number, isDone, children }: { readonly number: number; readonly isDone: boolean; readonly children: ReactNode }) {
  return (
    <span className="flex items-center gap-3">
      <span aria-hidden className={`grid size-8 shrink-0 place-items-center rounded-full text-base ${isDone ? 'bg-brand text-on-brand' : 'bg-brand-wash text-brand'}`}>{isDone ? <Check className="size-5" /> : number}</span>
      {children}
    </span>
  )
}

function KeepKey({ wallet: { keystore } }: { readonly wallet: Extract<Wallet, { kind: 'page' }> }) {
  const { t } = useTranslation(['join', 'wallet'])
  return (
    <div className="mt-4 grid justify-items-start gap-3 rounded-xl bg-warn-wash p-4">
      <p className="flex items-center gap-2 font-semibold text-warn"><KeyRound aria-hidden className="size-5 shrink-0" />{t('keep')}</p>
      <p>{t('keepText')}</p>
      <button type="button" className="button button-quiet" onClick={() => saveKeystore(keystore)}><Save aria-hidden className="size-5" />{t('wallet:account.save')}</button>
    </div>
  )
}

function Membership({ wallet }: { readonly wallet: Wallet | undefined }) {
  const { t } = useTranslation('join')
  const member = useMember(wallet?.address)
  const isMember = wallet !== undefined && member.data?.isMember === true
  return (
    <Card title={<Step number={2} isDone={isMember}>{isMember ? t('done') : t('step2')}</Step>}>
      {wallet === undefined ? <p className="text-soft">{t('noWallet')}</p> : (
        <Query of={member}>{(data) => (data.isMember ? <Welcome /> : <Admission member={wallet.address} />)}</Query>
      )}
    </Card>
  )
}

function Welcome() {
  const { t } = useTranslation('join')
  return (
    <div className="grid gap-3">
      <p>{t('doneText')}</p>
      <p className="flex flex-wrap gap-2">
        <Link href="/projects" className="button button-primary"><Sprout aria-hidden className="size-5" />{t('doneProjects')}</Link>
        <Link href="/money" className="button button-quiet"><Coins aria-hidden className="size-5" />{t('doneMoney')}</Link>
      </p>
    </div>
  )
}
