import { LoaderCircle } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../ui/field.tsx'
import { useExplain } from '../language/explain.ts'
import { useWallet } from './wallet.tsx'

const SHORTEST = 10

/** A new key, or one from a keystore file. */
export function KeyForms({ onBack, onDone }: { readonly onBack?: () => void; readonly onDone?: () => void }) {
  const { t } = useTranslation('wallet')
  const [way, setWay] = useState<'make' | 'import'>('make')
  return (
    <div className="grid gap-4">
      <div role="group" aria-label={t('key.ways')} className="grid grid-cols-2 gap-1 rounded-xl bg-sunk p-1">
        {(['make', 'import'] as const).map((each) => (
          <button key={each} type="button" aria-pressed={way === each} className={`min-h-11 rounded-lg px-3 py-2 font-semibold ${way === each ? 'bg-raised shadow-card' : 'text-soft'}`} onClick={() => setWay(each)}>{t(`key.${each}`)}</button>
        ))}
      </div>
      {way === 'make' ? <MakeKey {...(onDone === undefined ? {} : { onDone })} /> : <ImportKey {...(onDone === undefined ? {} : { onDone })} />}
      {onBack === undefined ? null : <button type="button" className="button button-plain justify-self-start" onClick={onBack}>{t('key.back')}</button>}
    </div>
  )
}

interface Done {
  readonly onDone?: () => void
}

function useBusy(run: () => Promise<void>): { readonly busy: boolean; readonly problem: string | undefined; readonly start: () => void } {
  const explain = useExplain()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const start = (): void => {
    setBusy(true)
    setProblem(undefined)
    run().catch((error: unknown) => setProblem(explain(error).what)).finally(() => setBusy(false))
  }
  return { busy, problem, start }
}

function MakeKey({ onDone }: Done) {
  const { t } = useTranslation('wallet')
  const { makeKey } = useWallet()
  const [[passphrase, again], setWords] = useState(['', ''])
  const { busy, problem, start } = useBusy(async () => {
    await makeKey(passphrase ?? '')
    onDone?.()
  })
  const isShort = (passphrase ?? '').length < SHORTEST
  const differs = again !== '' && again !== passphrase
  return (
    <form className="grid gap-4" onSubmit={(event) => { event.preventDefault(); start() }}>
      <p className="text-soft">{t('key.makeText')}</p>
      <Field label={t('passphrase')} type="password" autoComplete="new-password" value={passphrase} hint={t('key.rule', { count: SHORTEST })} onChange={(event) => setWords([event.target.value, again ?? ''])} />
      <Field label={t('key.again')} type="password" autoComplete="new-password" value={again} problem={differs ? t('key.differs') : problem} onChange={(event) => setWords([passphrase ?? '', event.target.value])} />
      <button type="submit" className="button button-primary" disabled={busy || isShort || again !== passphrase}>
        {busy ? <LoaderCircle aria-hidden className="turns size-5" /> : null}{busy ? t('key.busy') : t('key.makeGo')}
      </button>
    </form>
  )
}

function ImportKey({ onDone }: Done) {
  const { t } = useTranslation('wallet')
  const { importKey } = useWallet()
  const [file, setFile] = useState<File>()
  const [passphrase, setPassphrase] = useState('')
  const { busy, problem, start } = useBusy(async () => {
    await importKey((await file?.text()) ?? '', passphrase)
    onDone?.()
  })
  return (
    <form className="grid gap-4" onSubmit={(event) => { event.preventDefault(); start() }}>
      <p className="text-soft">{t('key.importText')}</p>
      <Field label={t('key.file')} type="file" accept="application/json,.json" onChange={(event) => setFile(event.target.files?.[0])} />
      <Field label={t('passphrase')} type="password" autoComplete="current-password" value={passphrase} problem={problem} onChange={(event) => setPassphrase(event.target.value)} />
      <button type="submit" className="button button-primary" disabled={busy || file === undefined || passphrase === ''}>
        {busy ? <LoaderCircle aria-hidden className="turns size-5" /> : null}{busy ? t('key.busy') : t('key.importGo')}
      </button>
    </form>
  )
}
