import { useTranslation } from 'react-i18next'

const LOOKS: { readonly [status: string]: string } = {
  open: 'badge-brand', claimed: 'badge-warn', 'ran-out': 'badge-warn', evidence: 'badge-brand', approved: 'badge-good', rejected: 'badge-bad', disputed: 'badge-warn', passed: 'badge-good', failed: 'badge-bad',
}
const STATUSES = ['open', 'claimed', 'ran-out', 'evidence', 'approved', 'rejected', 'disputed', 'passed', 'failed'] as const
type Status = (typeof STATUSES)[number]
const isStatus = (status: string): status is Status => STATUSES.some((each) => each === status)

/** Where a task stands. */
export function TaskBadge({ status }: { readonly status: string }) {
  const { t } = useTranslation('projects')
  return <span className={`badge ${LOOKS[status] ?? ''}`}>{isStatus(status) ? t(`tasks.status.${status}`) : status}</span>
}
