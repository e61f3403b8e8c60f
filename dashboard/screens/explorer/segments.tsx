import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Answer } from '@distribute/client/words'
import { Card } from '../../ui/card.tsx'
import { useFormat } from '../../ui/format.ts'

type Segment = NonNullable<Answer<'rollup_getSegments'>>[number]
const STEP = 20

interface SegmentsProps {
  readonly segments: readonly Segment[]
  readonly isInBlobs: boolean
}

/** The units of proof, each with what proving it takes at most. */
export function Segments({ segments, isInBlobs }: SegmentsProps) {
  const { t } = useTranslation('explorer')
  const [shown, setShown] = useState(STEP)
  return (
    <Card title={t('batch.table.title')} aside={<span className="badge number">{segments.length}</span>}>
      <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={t('batch.table.title')}>
        <table className="w-full text-sm">
          <thead><tr className="text-soft">{(['segment', 'block', 'items', 'bytes', 'gas'] as const).map((name) => <th key={name} scope="col" className={`py-2 pe-4 text-end wrap-normal font-semibold first:text-start last:pe-0 ${name === 'bytes' ? 'max-sm:hidden' : ''}`}>{t(`batch.table.${name}`)}</th>)}</tr></thead>
          <tbody className="number">{segments.slice(0, shown).map((segment) => <Row key={segment.index} segment={segment} isInBlobs={isInBlobs} />)}</tbody>
        </table>
      </div>
      {shown < segments.length ? <button type="button" className="button button-quiet mt-4 w-full" onClick={() => setShown(shown + STEP)}>{t('more')}</button> : null}
    </Card>
  )
}

function Row({ segment: { index, block, items, bytes, inbox, proofGas, proofGasInBlobs }, isInBlobs }: { readonly segment: Segment; readonly isInBlobs: boolean }) {
  const { t } = useTranslation('explorer')
  const format = useFormat()
  return (
    <tr className="border-t border-line">
      <td className="py-2 pe-4">{format.count(index)}</td>
      <td className="py-2 pe-4 text-end"><Link href={`~/explorer/block/${block}`} className="link">{format.count(block)}</Link></td>
      <td className="py-2 pe-4 text-end">{format.count(items)}{inbox ? <span className="block text-xs text-soft sm:inline sm:text-sm"> {t('batch.table.inbox')}</span> : null}</td>
      <td className="py-2 pe-4 text-end max-sm:hidden">{format.count(bytes)}</td>
      <td className="py-2 text-end">{format.count(isInBlobs ? proofGasInBlobs : proofGas)}</td>
    </tr>
  )
}
