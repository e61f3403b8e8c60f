import { CircleAlert, CircleCheck, CircleDashed, CircleX, LoaderCircle } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** `told`: it fits, and rests on the node's word. */
export type StepState = 'open' | 'running' | 'good' | 'told' | 'bad'

export interface ShownStep {
  readonly name: string
  readonly state: StepState
  readonly title: ReactNode
  readonly text?: ReactNode
}

const ICONS = { open: CircleDashed, running: LoaderCircle, good: CircleCheck, told: CircleAlert, bad: CircleX } as const
const COLOURS: { readonly [state in StepState]: string } = { open: 'text-soft', running: 'turns text-brand', good: 'text-good', told: 'text-warn', bad: 'text-bad' }

/** What is compared with what, one after the other, each with a tick or a cross. */
export function Steps({ label, steps }: { readonly label: string; readonly steps: readonly ShownStep[] }) {
  const { t } = useTranslation('check')
  return (
    <ol aria-label={label} className="grid gap-4">
      {steps.map(({ name, state, title, text }) => {
        const Icon = ICONS[state]
        return (
          <li key={name} data-step={name} data-state={state} className="grid grid-cols-[1.75rem_1fr] gap-3">
            <Icon aria-hidden className={`mt-0.5 size-6 ${COLOURS[state]}`} />
            <div className="grid min-w-0 gap-0.5">
              <p className={`font-semibold ${state === 'open' ? 'text-soft' : state === 'bad' ? 'text-bad' : ''}`}>{title}<span className="sr-only"> – {t(`states.${state}`)}</span></p>
              {text === undefined ? null : <div className="text-sm text-soft">{text}</div>}
            </div>
          </li>
        )
      })}
    </ol>
  )
}

/** Where a step of this place stands, of which so many have been taken. */
export function stateAt(place: number, { taken, phase, good }: { readonly taken: number; readonly phase: 'idle' | 'running' | 'done' | 'failed'; readonly good: 'good' | 'told' }): StepState {
  if (place < taken) return good
  if (place > taken || phase === 'idle' || phase === 'done') return 'open'
  return phase === 'running' ? 'running' : 'bad'
}
