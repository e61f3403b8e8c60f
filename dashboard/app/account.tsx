import { KeyRound, LogOut, Save, Trash2, UserRound, Wallet as WalletIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMember } from '../chain/reads.ts'
import { AddressText, shortAddress } from '../ui/address.tsx'
import { Amount } from '../ui/amount.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Fact, Facts } from '../ui/facts.tsx'
import { Query } from '../ui/query.tsx'
import { Connect } from '../wallet/connect.tsx'
import { saveKeystore } from '../wallet/page-key.ts'
import type { Wallet } from '../wallet/wallet-kinds.ts'
import { useWallet } from '../wallet/wallet.tsx'

/** Who is here, and what is hers. */
export function Account() {
  const { t } = useTranslation('wallet')
  const { wallet } = useWallet()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" className={`button px-3 ${wallet === undefined ? 'button-primary' : 'button-quiet'}`} onClick={() => setOpen(true)} aria-haspopup="dialog">
        {wallet === undefined ? <WalletIcon aria-hidden className="size-5" /> : <UserRound aria-hidden className="size-5" />}
        {wallet === undefined ? t('account.connect') : <span className="number max-sm:sr-only" dir="ltr">{shortAddress(wallet.address)}</span>}
      </button>
      {isOpen ? (
        <Dialog title={wallet === undefined ? t('account.connectTitle') : t('account.title')} onClose={() => setOpen(false)}>
          {wallet === undefined ? <Connect /> : <Own wallet={wallet} onLeave={() => setOpen(false)} />}
        </Dialog>
      ) : null}
    </>
  )
}

function Own({ wallet, onLeave }: { readonly wallet: Wallet; readonly onLeave: () => void }) {
  const { t } = useTranslation('wallet')
  const { leave } = useWallet()
  const member = useMember(wallet.address)
  return (
    <div className="grid gap-4">
      <p className="flex flex-wrap items-center justify-between gap-2"><AddressText of={wallet.address} copy link={false} /><span className="badge">{wallet.kind === 'page' ? <KeyRound aria-hidden className="size-3.5" /> : <WalletIcon aria-hidden className="size-3.5" />}{wallet.kind === 'page' ? t('account.pageKey') : wallet.name}</span></p>
      <Query of={member}>{({ isMember, ether, tokens, reputation }) => (
        <Facts>
          <Fact name={t('account.member')}>{isMember ? t('account.yes') : t('account.no')}</Fact>
          <Fact name={t('account.ether')}><Amount value={ether} unit="ether" /></Fact>
          <Fact name={t('account.tokens')}><Amount value={tokens.free} unit="tokens" /></Fact>
          <Fact name={t('account.reputation')}><Amount value={reputation.free} unit="reputation" /></Fact>
        </Facts>
      )}</Query>
      {wallet.kind === 'page' ? <PageKeyActions wallet={wallet} onGone={onLeave} /> : null}
      <button type="button" className="button button-quiet" onClick={() => { leave(); onLeave() }}><LogOut aria-hidden className="size-5" />{t('account.leave')}</button>
    </div>
  )
}

function PageKeyActions({ wallet: { keystore }, onGone }: { readonly wallet: Extract<Wallet, { kind: 'page' }>; readonly onGone: () => void }) {
  const { t } = useTranslation('wallet')
  const { forgetKey } = useWallet()
  const [isSure, setSure] = useState(false)
  return (
    <div className="grid gap-2">
      <button type="button" className="button button-quiet" onClick={() => saveKeystore(keystore)}><Save aria-hidden className="size-5" />{t('account.save')}</button>
      {isSure ? (
        <div role="alert" className="grid gap-2 rounded-xl bg-bad-wash p-3">
          <p className="font-medium text-bad">{t('account.forgetSure')}</p>
          <button type="button" className="button button-bad" onClick={() => { forgetKey(); onGone() }}><Trash2 aria-hidden className="size-5" />{t('account.forgetGo')}</button>
        </div>
      ) : <button type="button" className="button button-plain" onClick={() => setSure(true)}>{t('account.forget')}</button>}
    </div>
  )
}
