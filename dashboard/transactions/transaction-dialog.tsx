import { LoaderCircle, PenLine } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog.tsx'
import { Failed } from '../ui/states.tsx'
import { Connect } from '../wallet/connect.tsx'
import { Unlock } from '../wallet/unlock.tsx'
import { useWallet } from '../wallet/wallet.tsx'
import { useOwnL1 } from '../wallet/use-own-l1.ts'
import { OwnL1 } from '../wallet/own-l1-form.tsx'
import { Effects } from './effects.tsx'
import type { Intent } from './intent.ts'
import { Progress } from './progress.tsx'
import type { Send, Sent } from './sent.ts'

interface DialogProps {
  readonly intent: Intent
  readonly sent: readonly Sent[]
  readonly send: Send
  readonly onClose: () => void
}

/** What it will do, what that does to what is mine, the signature, and what became of it. */
export function TransactionDialog({ intent, sent, send, onClose }: DialogProps) {
  const { t } = useTranslation('transaction')
  const [id, setId] = useState<number>()
  const own = sent.find((each) => each.id === id)
  return (
    <Dialog title={intent.words} onClose={onClose}>
      {own === undefined ? <Before intent={intent} send={send} onSent={setId} onClose={onClose} /> : (
        <>
          {intent.on === 'l1' ? intent.after(own.hash) : <Progress sent={own} />}
          <button type="button" className="button button-quiet" onClick={onClose}>{own.on === 'chain' && own.block === undefined && own.error === undefined ? t('background') : t('done')}</button>
        </>
      )}
    </Dialog>
  )
}

interface BeforeProps extends Pick<DialogProps, 'intent' | 'send' | 'onClose'> {
  readonly onSent: (id: number) => void
}

function Before({ intent, send, onSent, onClose }: BeforeProps) {
  const { wallet } = useWallet()
  const l1 = useOwnL1()
  if (intent.on !== 'relay' && wallet === undefined) return <Connect />
  if (intent.on !== 'relay' && wallet?.kind === 'page' && wallet.key === undefined) return <Unlock />
  if (intent.on === 'l1' && wallet?.kind === 'page' && l1 === undefined) return <OwnL1 />
  return <Sign intent={intent} send={send} onSent={onSent} onClose={onClose} />
}

function Sign({ intent, send, onSent, onClose }: BeforeProps) {
  const { t } = useTranslation('transaction')
  const { wallet } = useWallet()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const [isPossible, setPossible] = useState(intent.on !== 'chain' || intent.isUntried === true)
  const start = async (): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      onSent(await send(intent))
    } catch (thrown) {
      setError(thrown)
      setBusy(false)
    }
  }
  return (
    <>
      {intent.details}
      <Effects intent={intent} account={wallet?.address} onKnown={setPossible} />
      {error === undefined ? null : <Failed error={error} />}
      <div className="grid gap-2 sm:grid-cols-[auto_1fr]">
        <button type="button" className="button button-quiet" onClick={onClose}>{t('cancel')}</button>
        <button type="button" className="button button-primary" disabled={busy || !isPossible} onClick={() => void start()}>
          {busy ? <LoaderCircle aria-hidden className="turns size-5" /> : <PenLine aria-hidden className="size-5" />}
          {busy ? (wallet?.kind === 'browser' && intent.on !== 'relay' ? t('inWallet') : t('sending')) : intent.on === 'relay' ? t('go') : t('sign')}
        </button>
      </div>
    </>
  )
}
