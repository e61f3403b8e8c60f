import { Check, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Project } from '@distribute/client/words'
import { encodeCall } from '@distribute/client'
import { Card } from '../../ui/card.tsx'
import { useFormat } from '../../ui/format.ts'
import { useTransactions } from '../../transactions/transactions.tsx'
import { Deadline } from './deadline.tsx'

const STEPS = ['proposed', 'staked', 'active', 'validation', 'voting', 'complete'] as const
const isStep = (stage: string | null): stage is (typeof STEPS)[number] => STEPS.some((each) => each === stage)
const hasNext = (stage: string | null): stage is Exclude<(typeof STEPS)[number], 'complete'> => isStep(stage) && stage !== 'complete'

/** From the idea to the pay, where the project is, and until when. */
export function Timeline({ project }: { readonly project: Project }) {
  const { t } = useTranslation('projects')
  const { stage, deadline, due, id } = project
  const here = STEPS.findIndex((each) => each === stage)
  const isLost = stage === 'failed' || stage === 'expired'
  return (
    <Card title={t('timeline')} aside={hasNext(stage) ? <span className="font-medium">{t('ends')} <Deadline at={deadline} /></span> : null}>
      <ol className="grid gap-3 sm:grid-cols-6 sm:gap-1">
        {STEPS.map((step, i) => <Step key={step} name={t(`timelineSteps.${step}`)} note={step === 'voting' ? t('votesOnly') : ''} state={i < here || stage === 'complete' ? 'done' : i === here ? 'here' : 'later'} />)}
      </ol>
      {isLost ? <p className="mt-4 flex items-center gap-2 font-semibold text-bad"><X aria-hidden className="size-5" />{t(`stages.${stage}`)}</p> : null}
      {hasNext(stage) ? <p className="mt-4 text-soft"><When at={deadline} />: {t(`next.${stage}`)}</p> : null}
      {due ? <MoveOn id={id} /> : null}
    </Card>
  )
}

function When({ at }: { readonly at: bigint }) {
  return <span className="font-medium text-ink">{useFormat().time(at)}</span>
}

interface StepProps {
  readonly name: string
  readonly note: string
  readonly state: 'done' | 'here' | 'later'
}

const LOOKS = { done: 'border-brand bg-brand text-on-brand', here: 'border-brand bg-brand-wash text-brand', later: 'border-line text-soft' } as const

function Step({ name, note, state }: StepProps) {
  return (
    <li aria-current={state === 'here' ? 'step' : undefined} className="flex items-center gap-3 sm:grid sm:content-start sm:justify-items-center sm:gap-1.5 sm:text-center">
      <span aria-hidden className={`grid size-8 shrink-0 place-items-center rounded-full border-2 ${LOOKS[state]}`}>{state === 'done' ? <Check className="size-4" /> : state === 'here' ? <span className="size-2.5 rounded-full bg-brand" /> : null}</span>
      <span className={state === 'later' ? 'text-soft' : 'font-semibold'}>{name}{note === '' ? null : <span className="block text-xs font-normal text-soft">{note}</span>}</span>
    </li>
  )
}

function MoveOn({ id }: { readonly id: bigint }) {
  const { t } = useTranslation('projects')
  const { propose } = useTransactions()
  return (
    <div className="mt-4 flex flex-wrap items-center justify-between gap-3 rounded-xl bg-sunk p-3">
      <p>{t('due')}</p>
      <button type="button" className="button button-quiet" onClick={() => propose({ on: 'chain', words: t('moveOnWords', { id: String(id) }), call: encodeCall('projects', 'advance', { id }) })}>{t('moveOn')}</button>
    </div>
  )
}
