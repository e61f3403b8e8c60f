import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../ui/format.ts'
import { Bar } from '../projects/bar.tsx'
import { Hash } from './hash.tsx'
import { stateAt, Steps, type ShownStep } from './steps.tsx'
import type { BatchStep, Judged } from './use-batch.ts'
import { useL1 } from './use-l1.ts'
import type { Run } from './use-run.ts'
import { Why } from './why.tsx'

const OPENING = ['standing', 'parent', 'genesis', 'data', 'records'] as const

type StepOf<N extends BatchStep['step']> = Extract<BatchStep, { readonly step: N }>

/** What a batch is compared with before it runs, and how far it runs. */
export function BatchSteps({ run: { phase, steps, result, error }, onRetry }: { readonly run: Run<BatchStep, Judged>; readonly onRetry: () => void }) {
  const { t } = useTranslation('check')
  const isOwn = useL1() !== undefined
  const opened = steps.filter(({ step }) => step !== 'run').length
  const find = <N extends BatchStep['step']>(name: N) => steps.findLast((one): one is StepOf<N> => one.step === name)
  const taken = opened + (result === undefined ? 0 : 1)
  const isFalse = result !== undefined && result.verdict.kind !== 'right'
  const why = (place: number): ReactNode => (phase === 'failed' && place === taken ? <Why error={error} retry={onRetry} /> : undefined)
  const words = useWords({ isOwn, find })
  const shown = OPENING.map((name, place): ShownStep => ({
    name, state: stateAt(place, { taken, phase, good: isOwn && !(name === 'data' && find('data')?.inBlobs === true) ? 'good' : 'told' }),
    title: t(isOwn ? `batch.steps.${name}` : `batch.told.${name}`), text: place < taken ? words[name] : why(place),
  }))
  const running: ShownStep = {
    name: 'run', state: isFalse ? 'bad' : stateAt(OPENING.length, { taken, phase, good: 'good' }), title: t('batch.steps.run'),
    text: phase === 'failed' && taken === OPENING.length ? why(OPENING.length) : <Progress of={find('run')} />,
  }
  return <Steps label={t('batch.label')} steps={[...shown, running]} />
}

interface WordsOf {
  readonly isOwn: boolean
  readonly find: <N extends BatchStep['step']>(name: N) => StepOf<N> | undefined
}

function useWords({ isOwn, find }: WordsOf): { readonly [name in (typeof OPENING)[number]]: ReactNode } {
  const { t } = useTranslation('check')
  const format = useFormat()
  const [standing, parent, genesis, data, records] = [find('standing'), find('parent'), find('genesis'), find('data'), find('records')]
  return {
    standing: standing === undefined ? undefined : <>{t('batch.found.standing', { segments: format.count(standing.segments) })} <Hash of={standing.claimant} /></>,
    parent: parent === undefined ? undefined : <>{t('batch.found.parent')} <Hash of={parent.root} /></>,
    genesis: genesis === undefined ? undefined : <>{t('batch.found.genesis')} <Hash of={genesis.hash} /></>,
    data: data === undefined ? undefined : t(data.inBlobs ? 'batch.found.inBlobs' : isOwn ? 'batch.found.data' : 'batch.found.dataTold', { bytes: format.count(data.bytes) }),
    records: records === undefined ? undefined : t('batch.found.records', { records: format.count(records.records), entries: format.count(records.entries) }),
  }
}

function Progress({ of: at }: { readonly of: StepOf<'run'> | undefined }) {
  const { t } = useTranslation('check')
  const format = useFormat()
  if (at === undefined) return null
  return (
    <div className="grid gap-1.5 pt-1">
      <Bar label={t('batch.progress')} value={BigInt(at.done)} most={BigInt(at.of)} />
      <p>{t('batch.done', { done: format.count(at.done), of: format.count(at.of) })} <Hash of={at.root} /></p>
    </div>
  )
}
