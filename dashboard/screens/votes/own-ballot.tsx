import { EyeOff, KeyRound, Save } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ballot } from '@distribute/client/words'
import { encodeCall, type Ballot as BallotPlace } from '@distribute/client'
import { useConnection } from '../../chain/connection.tsx'
import { useTransactions } from '../../transactions/transactions.tsx'
import { useFormat } from '../../ui/format.ts'
import type { Phase } from './read-polls.ts'
import { hasSecret, loadSecret, saveSecret, secretStore } from './secrets.ts'

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

function usePlace({ project, index: task, account: voter, currency }: Ballot): BallotPlace {
  const { chain } = useConnection()
  return { chainId: chain.id, project, task, voter, currency }
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

/** Stands for choice and salt while it is tried: they are known once the wallet has signed. */
function Reveal({ ballot: { project: id, index, currency } }: { readonly ballot: Ballot }) {
  const { t } = useTranslation('votes')
  const { propose } = useTransactions()
  const reveal = (): void => propose({
    on: 'chain',
    words: t('revealWords', { id: String(id), task: String(index + 1n) }),
    details: <p className="text-soft">{t('revealText')}</p>,
    isUntried: true,
    call: encodeCall('voting', 'reveal', { id, index, currency, choice: true, salt: `0x${'00'.repeat(32)}` }),
    send: (wallet) => wallet.revealVote({ id, index, currency, store: secretStore }),
  })
  return <button type="button" className="button button-primary" onClick={reveal}>{t('reveal')}</button>
}
