import { ChevronRight, KeyRound, LoaderCircle, Wallet as WalletIcon } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Failed } from '../ui/states.tsx'
import { useBrowserWallets, type BrowserWallet } from './browser-wallets.ts'
import { KeyForms } from './key-forms.tsx'
import { useWallet } from './wallet.tsx'

/** Every way to sign: the browser's wallets, or a key that the page keeps. */
export function Connect() {
  const { t } = useTranslation('wallet')
  const { connect, kept, usePageKey: takeKept } = useWallet()
  const found = useBrowserWallets()
  const [asked, setAsked] = useState<string>()
  const [error, setError] = useState<unknown>()
  const [isMaking, setMaking] = useState(false)
  const choose = async (wallet: BrowserWallet): Promise<void> => {
    setAsked(wallet.info.uuid)
    setError(undefined)
    await connect(wallet).catch(setError)
    setAsked(undefined)
  }
  if (isMaking) return <KeyForms onBack={() => setMaking(false)} />
  return (
    <div className="grid gap-4">
      <p className="text-soft">{t('connect.text')}</p>
      <ul className="grid gap-2">
        {found.map((wallet) => (
          <Way key={wallet.info.uuid} onClick={() => void choose(wallet)} name={wallet.info.name} text={asked === wallet.info.uuid ? t('connect.asked') : t('connect.browser')}
            icon={asked === wallet.info.uuid ? <LoaderCircle aria-hidden className="turns size-7" /> : <WalletMark wallet={wallet} />} />
        ))}
        {kept === undefined ? null : <Way onClick={takeKept} name={t('connect.kept')} text={t('connect.keptText')} icon={<KeyRound aria-hidden className="size-7 text-brand" />} />}
        <Way onClick={() => setMaking(true)} name={t('connect.key')} text={t('connect.keyText')} icon={<KeyRound aria-hidden className="size-7 text-brand" />} />
      </ul>
      {found.length === 0 ? <p className="rounded-xl bg-sunk p-3 text-sm text-soft">{t('connect.none')}</p> : null}
      {error === undefined ? null : <Failed error={error} />}
    </div>
  )
}

/** A wallet's own picture comes from the wallet, as data: nothing is loaded for it. */
function WalletMark({ wallet: { info } }: { readonly wallet: BrowserWallet }) {
  if (!info.icon.startsWith('data:image/')) return <WalletIcon aria-hidden className="size-7 text-brand" />
  return <img src={info.icon} alt="" className="size-7 rounded-md" />
}

function Way({ name, text, icon, onClick }: { readonly name: ReactNode; readonly text: ReactNode; readonly icon: ReactNode; readonly onClick: () => void }) {
  return (
    <li>
      <button type="button" onClick={onClick} className="flex w-full items-center gap-3 rounded-xl border border-line bg-raised p-3 text-start hover:border-line-strong">
        {icon}
        <span className="grid grow"><span className="font-semibold">{name}</span><span className="text-sm text-soft">{text}</span></span>
        <ChevronRight aria-hidden className="size-5 shrink-0 text-soft rtl:rotate-180" />
      </button>
    </li>
  )
}
