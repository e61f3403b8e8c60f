import { BadgeCheck, SearchX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Hex } from 'viem'
import { getAddress } from 'viem'
import { contractName, type Member } from '@distribute/client/words'
import { useMember } from '../../chain/reads.ts'
import { Copy } from '../../ui/copy.tsx'
import { Amount, type Unit } from '../../ui/amount.tsx'
import { Card, Screen } from '../../ui/card.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useFormat } from '../../ui/format.ts'
import { Query } from '../../ui/query.tsx'
import { Empty } from '../../ui/states.tsx'
import { History } from '../money/history.tsx'
import { addressOf } from './names.ts'
import { NothingFound } from './nothing-found.tsx'
import { Place } from './place.tsx'

/** An account: what it holds, whether it is a member's, and all that concerned it. */
export function AddressPage({ address: text }: { readonly address: string }) {
  const { t } = useTranslation(['explorer', 'shell'])
  const address = addressOf(text)
  if (address === undefined) return <Place><NothingFound text={text} /></Place>
  const contract = contractName(address)
  const full = getAddress(address)
  return (
    <Place>
      <Screen title={contract === undefined ? t('address.title') : t(`contracts.${contract}`)} lead={<span className="inline-flex items-center gap-1 text-base"><span className="number break-all" dir="ltr">{full}</span><Copy text={full} label={t('shell:copyAddress')} /></span>}>
        {contract === undefined ? <Account address={address} /> : <Card title={t('address.contract')}><p className="text-soft">{t('address.contractText')}</p></Card>}
      </Screen>
    </Place>
  )
}

const isUntouched = ({ isMember, nonce, ether, tokens, reputation }: Member): boolean => !isMember && nonce === 0n && ether === 0n && tokens.held === 0n && reputation.held === 0n

function Account({ address }: { readonly address: Hex }) {
  const { t } = useTranslation('explorer')
  const member = useMember(address)
  return (
    <Query of={member} lines={8}>{(data) => (
      <>
        {isUntouched(data) ? <Empty icon={SearchX} title={t('address.none')}>{t('address.noneText')}</Empty> : null}
        <div className="grid items-start gap-6 lg:grid-cols-[2fr_3fr]">
          <Balances member={data} />
          <History account={address} />
        </div>
      </>
    )}</Query>
  )
}

function Balances({ member }: { readonly member: Member }) {
  const { t } = useTranslation('explorer')
  const format = useFormat()
  const { isMember, ether, tokens, reputation, owedDividend, nonce, credits, recovery } = member
  return (
    <Card title={t('address.balances')} aside={<span className={`badge ${isMember ? 'badge-good' : ''}`}>{isMember ? <BadgeCheck aria-hidden className="size-3.5" /> : null}{isMember ? t('address.member') : t('address.noMember')}</span>}>
      {recovery === null || recovery.finished ? null : <p className="mb-3 rounded-xl bg-warn-wash p-3 text-warn">{t('address.moves', { time: format.time(recovery.readyAt) })}</p>}
      <Facts>
        <Fact name={t('address.ether')}><Amount value={ether} unit="ether" className="font-semibold" /></Fact>
        <Held name={t('address.tokens')} unit="tokens" of={tokens} />
        <Held name={t('address.reputation')} unit="reputation" of={reputation} />
        {owedDividend === 0n ? null : <Fact name={t('address.dividend')}><Amount value={owedDividend} unit="ether" /></Fact>}
        <Fact name={t('address.nonce')}><span className="number">{format.count(nonce)}</span></Fact>
        {credits.capacity === 0n ? null : <Fact name={t('address.credits')}><span className="number">{format.count(credits.available)}</span></Fact>}
      </Facts>
    </Card>
  )
}

interface HeldProps {
  readonly name: string
  readonly unit: Unit
  readonly of: Member['tokens']
}

function Held({ name, unit, of: { free, held, rights } }: HeldProps) {
  const { t } = useTranslation('explorer')
  const units = useTranslation().t
  const format = useFormat()
  return (
    <>
      <Fact name={name}><span className="grid"><Amount value={free} unit={unit} className="font-semibold" />{held === free ? null : <span className="text-sm text-soft">{t('address.held', { amount: `${format.amount(held)} ${units(`units.${unit}`)}` })}</span>}</span></Fact>
      {rights.amount === 0n ? null : <Fact name={t('address.rights')}><Amount value={rights.amount} unit={unit} /></Fact>}
    </>
  )
}
