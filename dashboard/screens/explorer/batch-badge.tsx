import { useTranslation } from 'react-i18next'
import { useStatus, type Status } from '../../chain/reads.ts'
import type { Batch } from './batches.tsx'

const LOOKS = { final: 'badge-good', challengeable: 'badge-brand', false: 'badge-bad', void: 'badge-bad' } as const
export type BatchStatus = keyof typeof LOOKS

/** When its roots are final by L1's clock, unless somebody convicts them: seconds. */
export const finalAt = (batch: Batch, { challengeWindow }: Status): bigint => (batch.index === 0n ? 0n : batch.claim.claimTime + challengeWindow)

/** What L1 and execution say of it. Those behind false or void roots share their fate. */
export function batchStatus(batch: Batch, status: Status): BatchStatus {
  const { wrongRoots, voidRoots, l1 } = status
  if (wrongRoots.some((wrong) => batch.index >= wrong.batch)) return 'false'
  if (voidRoots.some(({ missingFrom }) => missingFrom !== null && batch.index >= missingFrom)) return 'void'
  return (l1.head?.timestamp ?? 0n) >= finalAt(batch, status) ? 'final' : 'challengeable'
}

export function BatchBadge({ batch }: { readonly batch: Batch }) {
  const { t } = useTranslation('explorer')
  const { data } = useStatus()
  if (data === undefined) return null
  const status = batchStatus(batch, data)
  return <span className={`badge ${LOOKS[status]}`}>{t(`batch.status.${status}.name`)}</span>
}
