import { useTranslation } from 'react-i18next'
import { useStatus } from '../../chain/reads.ts'
import { batchStatus, type Batch, type BatchStatus } from './batch.ts'

const LOOKS: { readonly [status in BatchStatus]: string } = { final: 'badge-good', challengeable: 'badge-brand', false: 'badge-bad', void: 'badge-bad' }

export function BatchBadge({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation('explorer')
  const { data } = useStatus()
  if (data === undefined) return null
  const status = batchStatus(batch, data)
  return <span className={`badge ${LOOKS[status]}`}>{t(`batch.status.${status}.name`)}</span>
}
