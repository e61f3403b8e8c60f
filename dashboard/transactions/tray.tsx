import { CheckCheck, CircleAlert, LoaderCircle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStatus } from '../chain/reads.ts'
import { stageOf, type SentStage } from './sent.ts'
import { useTransactions } from './transactions.tsx'

const LOOKS: { readonly [stage in SentStage]: string } = { pending: 'badge', promised: 'badge-brand', safe: 'badge-good', final: 'badge-good', refused: 'badge-bad', sent: 'badge-brand' }

/** What was sent in this visit, and how far it is. */
export function Tray() {
  const { t } = useTranslation('transaction')
  const { sent } = useTransactions()
  const { data } = useStatus()
  if (sent.length === 0) return null
  const stages = sent.map((each) => stageOf(each, data))
  const open = stages.filter((stage) => stage === 'pending' || stage === 'sent').length
  const refused = stages[0] === 'refused'
  return (
    <details className="group relative">
      <summary className="button button-quiet list-none px-3 [&::-webkit-details-marker]:hidden" aria-label={t('tray', { count: sent.length })}>
        {open > 0 ? <LoaderCircle aria-hidden className="turns size-5" /> : refused ? <CircleAlert aria-hidden className="size-5 text-bad" /> : <CheckCheck aria-hidden className="size-5 text-good" />}
        <span className="number">{sent.length}</span>
      </summary>
      <ul className="absolute end-0 top-full z-30 mt-2 grid max-h-96 w-80 max-w-[calc(100vw-2rem)] gap-1 overflow-y-auto rounded-xl border border-line bg-raised p-2 shadow-float">
        {sent.map((each, i) => (
          <li key={each.id} className="flex items-start justify-between gap-3 rounded-lg p-2">
            <span className="text-sm">{each.words}</span>
            <span className={`badge ${LOOKS[stages[i] ?? 'pending']}`}>{t(`stages.${stages[i] ?? 'pending'}.name`)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
