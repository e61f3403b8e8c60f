import { Check, LoaderCircle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useStatus } from '../chain/reads.ts'
import { Failed } from '../ui/states.tsx'
import { STAGES, stageOf, type Sent } from './sent.ts'

/** How far a transaction of the chain is, and what each step is worth. */
export function Progress({ sent }: { readonly sent: Sent }) {
  const { t } = useTranslation('transaction')
  const { data } = useStatus()
  const stage = stageOf(sent, data)
  if (stage === 'refused') return <Failed error={sent.error} />
  const reached = STAGES.findIndex((each) => each === stage)
  return (
    <ol className="grid gap-0" data-stage={stage}>
      {STAGES.map((each, i) => {
        const [isDone, isNext] = [i <= reached && !(i === 0 && reached === 0), i === reached + 1 || (i === 0 && reached === 0)]
        return (
          <li key={each} className="grid grid-cols-[2rem_1fr] gap-3">
            <div className="grid justify-items-center">
              <span aria-hidden className={`grid size-8 place-items-center rounded-full border-2 ${isDone ? 'border-brand bg-brand text-on-brand' : 'border-line text-soft'}`}>
                {isDone ? <Check className="size-4" /> : isNext ? <LoaderCircle className="turns size-4" /> : null}
              </span>
              {i < STAGES.length - 1 ? <span aria-hidden className={`w-0.5 grow ${i < reached ? 'bg-brand' : 'bg-line'}`} /> : null}
            </div>
            <div className="pb-4">
              <p className={`font-semibold ${isDone || isNext ? '' : 'text-soft'}`} aria-current={each === stage ? 'step' : undefined}>{t(`stages.${each}.name`)}</p>
              <p className="text-sm text-soft">{t(`stages.${each}.text`)}</p>
            </div>
          </li>
        )
      })}
    </ol>
  )
}
