import { Layers, ShieldAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStatus } from '../../chain/reads.ts'
import { Card } from '../../ui/card.tsx'
import { Field } from '../../ui/field.tsx'
import { useFormat } from '../../ui/format.ts'
import { Query } from '../../ui/query.tsx'
import { Empty } from '../../ui/states.tsx'
import { BatchSteps } from './batch-steps.tsx'
import { useBatch } from './use-batch.ts'
import { Verdict } from './verdict.tsx'

/** A batch run again in the browser, by the same rules as every node and L1 itself. */
export function BatchCheck() {
  const { t } = useTranslation('check')
  const status = useStatus()
  const [text, setText] = useState<string>()
  const [run, judge] = useBatch()
  return (
    <Card title={<span className="flex items-center gap-2"><Layers aria-hidden className="size-5 text-brand" />{t('batch.title')}</span>}>
      <Query of={status}>{({ lastBatch, wrongRoots: [suspect] }) => {
        const last = lastBatch?.index ?? 0n
        if (last === 0n) return <Empty icon={Layers} title={t('batch.none')}>{t('batch.noneText')}</Empty>
        const shown = text ?? String(suspect?.batch ?? last)
        const index = /^\d{1,18}$/.test(shown.trim()) ? BigInt(shown) : undefined
        const isThere = index !== undefined && index >= 1n && index <= last
        const start = (): void => {
          if (isThere) judge(index)
        }
        return (
          <div className="grid gap-5">
            {suspect === undefined ? null : <Suspicion batch={suspect.batch} onTake={() => { setText(String(suspect.batch)); judge(suspect.batch) }} />}
            <form className="grid gap-4" onSubmit={(event) => { event.preventDefault(); start() }}>
              <p className="text-soft">{t('batch.text')}</p>
              <BatchField value={shown} last={last} isThere={isThere} onChange={setText} />
              <button type="submit" className="button button-primary" disabled={!isThere || run.phase === 'running'}>{run.phase === 'running' ? t('batch.running') : t('batch.go')}</button>
            </form>
            <div className="grid gap-5 border-t border-line pt-5">
              <BatchSteps run={run} onRetry={start} />
              <div role="status">{run.result === undefined ? null : <Verdict judged={run.result} />}</div>
            </div>
          </div>
        )
      }}</Query>
    </Card>
  )
}

function BatchField({ value, last, isThere, onChange }: { readonly value: string; readonly last: bigint; readonly isThere: boolean; readonly onChange: (text: string) => void }) {
  const { t } = useTranslation('check')
  const format = useFormat()
  return (
    <Field label={t('batch.number')} inputMode="numeric" autoComplete="off" value={value} hint={t('batch.newest', { batch: format.count(last) })}
      problem={isThere || value === '' ? undefined : t('batch.bad', { batch: format.count(last) })} onChange={({ target }) => onChange(target.value)} />
  )
}

/** The node itself has found a root that execution does not give. */
function Suspicion({ batch, onTake }: { readonly batch: bigint; readonly onTake: () => void }) {
  const { t } = useTranslation('check')
  const format = useFormat()
  return (
    <div role="alert" className="grid justify-items-start gap-3 rounded-xl border border-bad bg-bad-wash p-4">
      <p className="flex items-start gap-2 font-semibold text-bad"><ShieldAlert aria-hidden className="mt-0.5 size-5 shrink-0" />{t('batch.suspect', { batch: format.count(batch) })}</p>
      <p>{t('batch.suspectText')}</p>
      <button type="button" className="button button-quiet" onClick={onTake}>{t('batch.take')}</button>
    </div>
  )
}
