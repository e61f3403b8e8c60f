import { EyeOff, KeyRound, Save } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ballot } from '@distribute/client/words'
import { useFormat } from '../../ui/format.ts'
import { Failed } from '../../ui/states.tsx'
import type { Phase } from './read-polls.ts'
import { hasSecret, loadSecret, saveSecret } from './secrets.ts'
import { usePlace, useReveal } from './use-reveal.tsx'

interface OwnProps {
  readonly ballot: Ballot
  readonly phase: Phase
}

/** A vote of mine: hidden or opened, what opens it, and what happens if I forget. */
export function OwnBallot({ ballot, phase }: OwnProps) {
  const { t } = useTranslation('votes')
  const units = useTranslation().t
  const format = useFormat()
  const { amount, currency, revealed } = ballot
  const shown = `${format.amount(amount)} ${units(`units.${currency}`)}`
  return (
    <div className="grid gap-3 rounded-xl border border-line p-4">
      <p className="flex items-center gap-2 font-semibold">{revealed ? null : <EyeOff aria-hidden className="size-5 text-soft" />}{revealed ? t('opened', { amount: shown }) : t('hidden', { amount: shown })}</p>
      {revealed || phase === 'over' ? null : <Secret ballot={ballot} />}
      {!revealed && phase === 'reveal' ? <Reveal ballot={ballot} /> : null}
      {revealed || phase === 'over' ? null : <p className="text-sm text-soft">{t('forgot')}</p>}
    </div>
  )
}

function Secret({ ballot }: { readonly ballot: Ballot }) {
  const { t } = useTranslation('votes')
  const place = usePlace(ballot)
  const [isKept, setKept] = useState<boolean>()
  const [told, setTold] = useState('')
  const key = `${place.project}-${place.task}-${place.voter}-${place.currency}-${ballot.secretHash}`
  useEffect(() => {
    void hasSecret(place).then(setKept)
    // The place is made anew by every drawing; its parts are in the key.
  }, [key])
  const load = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    const isTaken = await loadSecret(place, await file.text())
    setTold(isTaken ? t('loaded') : t('badFile'))
    if (isTaken) setKept(true)
  }
  if (isKept === undefined) return null
  return (
    <div className="grid gap-2 text-sm">
      <p className={`flex items-start gap-2 ${isKept ? 'text-good' : 'text-warn'}`}><KeyRound aria-hidden className="mt-0.5 size-4 shrink-0" />{isKept ? t('kept') : t('lost')}</p>
      {isKept ? <button type="button" className="button button-quiet w-fit" onClick={() => void saveSecret(place)}><Save aria-hidden className="size-5" />{t('save')}</button> : (
        <label className="grid gap-1.5 font-semibold">{t('load')}<input type="file" accept="application/json,.json" className="field font-normal" onChange={({ target: { files } }) => void load(files?.[0])} /></label>
      )}
      <p role="status">{told}</p>
    </div>
  )
}

/** Opened in the sight of who signs: which answer, and what comes of it. Where the secret is lost the wallet makes it anew before. */
function Reveal({ ballot }: { readonly ballot: Ballot }) {
  const { t } = useTranslation('votes')
  const inWallet = useTranslation('transaction').t
  const reveal = useReveal(ballot)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const start = async (): Promise<void> => {
    setBusy(true)
    setError(undefined)
    await reveal().catch((thrown: unknown) => setError(thrown))
    setBusy(false)
  }
  return (
    <>
      <button type="button" className="button button-primary" disabled={isBusy} onClick={() => void start()}>{isBusy ? inWallet('inWallet') : t('reveal')}</button>
      {error === undefined ? null : <Failed error={error} />}
    </>
  )
}
