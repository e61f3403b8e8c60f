import { LoaderCircle, LockKeyholeOpen } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../ui/field.tsx'
import { useExplain } from '../language/explain.ts'
import { useWallet } from './wallet.tsx'

/** The passphrase of the key that the page keeps. It is asked once a visit: the open key is never stored. */
export function Unlock() {
  const { t } = useTranslation('wallet')
  const { unlock } = useWallet()
  const explain = useExplain()
  const [passphrase, setPassphrase] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const open = async (): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    try {
      await unlock(passphrase)
    } catch (error) {
      setProblem(explain(error).what)
      setBusy(false)
    }
  }
  return (
    <form className="grid gap-4" onSubmit={(event) => { event.preventDefault(); void open() }}>
      <p className="text-soft">{t('unlock.text')}</p>
      <Field label={t('passphrase')} type="password" autoComplete="current-password" required value={passphrase} problem={problem} onChange={(event) => setPassphrase(event.target.value)} />
      <button type="submit" className="button button-primary" disabled={busy || passphrase === ''}>
        {busy ? <LoaderCircle aria-hidden className="turns size-5" /> : <LockKeyholeOpen aria-hidden className="size-5" />}{busy ? t('unlock.busy') : t('unlock.go')}
      </button>
    </form>
  )
}
