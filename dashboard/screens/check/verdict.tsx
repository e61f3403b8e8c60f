import { Gavel, ShieldCheck, ShieldX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { BatchVerdict, OpenBatch } from '@distribute/client'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useFormat } from '../../ui/format.ts'
import { OwnL1 } from '../../wallet/own-l1-form.tsx'
import { Convict } from './convict.tsx'
import { Hash } from './hash.tsx'
import type { Judged } from './use-batch.ts'

const MS = 1_000
/** What segments of such a batch say is the node's word. */
const isInBlobs = ({ evidence }: OpenBatch): boolean => evidence !== undefined && evidence.blobs.length > 0

/** What running it came to. */
export function Verdict({ judged }: { readonly judged: Judged }) {
  const { batch, verdict } = judged
  if (verdict.kind === 'right') return <Right judged={judged} />
  return verdict.kind === 'wrong' ? <Wrong judged={judged} verdict={verdict} /> : <Somewhere key={String(batch.index)} />
}

function Right({ judged: { batch, verdict, milliseconds } }: { readonly judged: Judged }) {
  const { t, i18n } = useTranslation('check')
  const format = useFormat()
  const isOwn = batch.evidence !== undefined && !isInBlobs(batch)
  const count = verdict.kind === 'right' ? verdict.roots.length : 0
  const seconds = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 2, style: 'unit', unit: 'second', unitDisplay: 'long' }).format(milliseconds / MS)
  return (
    <section aria-label={t('batch.result')} data-verdict="right" className={`grid gap-2 rounded-xl p-4 ${isOwn ? 'bg-good-wash' : 'bg-warn-wash'}`}>
      <p className={`flex items-start gap-2 font-semibold ${isOwn ? 'text-good' : 'text-warn'}`}><ShieldCheck aria-hidden className="mt-0.5 size-5 shrink-0" />{isOwn ? t('batch.right', { batch: format.count(batch.index) }) : t('batch.rightTold', { batch: format.count(batch.index) })}</p>
      <p className="text-sm">{t('batch.rightText', { segments: format.count(count), seconds })}</p>
    </section>
  )
}

function Wrong({ judged: { batch }, verdict: { wrong } }: { readonly judged: Judged; readonly verdict: Extract<BatchVerdict, { readonly kind: 'wrong' }> }) {
  const { t } = useTranslation('check')
  const format = useFormat()
  return (
    <section aria-label={t('batch.result')} data-verdict="wrong" className="grid gap-4 rounded-xl border border-bad bg-bad-wash p-4">
      <p className="flex items-start gap-2 text-lg font-semibold text-bad"><ShieldX aria-hidden className="mt-0.5 size-6 shrink-0" />{t('batch.wrong', { batch: format.count(batch.index) })}</p>
      <p>{t('batch.wrongText', { segment: format.count(wrong.segment + 1) })}{isInBlobs(batch) ? ` ${t('batch.doubt')}` : ''}</p>
      <Facts>
        <Fact name={t('batch.claimed')}><Hash of={hexOf(wrong.claimed)} /></Fact>
        <Fact name={t('batch.actual')}><Hash of={hexOf(wrong.right)} /></Fact>
      </Facts>
      <h3 className="flex items-center gap-2 text-lg font-semibold"><Gavel aria-hidden className="size-5" />{t('convict.title')}</h3>
      <Convict batch={batch} wrong={wrong} />
    </section>
  )
}

/** Only L1's log tells which root it is. */
function Somewhere() {
  const { t } = useTranslation('check')
  return (
    <section aria-label={t('batch.result')} data-verdict="wrong-somewhere" className="grid gap-4 rounded-xl border border-bad bg-bad-wash p-4">
      <p className="flex items-start gap-2 font-semibold text-bad"><ShieldX aria-hidden className="mt-0.5 size-5 shrink-0" />{t('batch.somewhere')}</p>
      <p>{t('batch.somewhereText')}</p>
      <OwnL1 />
    </section>
  )
}

const hexOf = (bytes: Uint8Array): string => `0x${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
