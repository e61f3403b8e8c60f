import { useTranslation } from 'react-i18next'
import type { StageName } from '@distribute/client/words'

const LOOKS: { readonly [stage in StageName]: string } = {
  proposed: 'badge-brand', staked: 'badge-brand', active: 'badge-good', validation: 'badge-warn', voting: 'badge-warn', complete: 'badge-good', failed: 'badge-bad', expired: '',
}

export function StageBadge({ stage }: { readonly stage: StageName | null }) {
  const { t } = useTranslation('projects')
  return stage === null ? null : <span className={`badge ${LOOKS[stage]}`}>{t(`stages.${stage}`)}</span>
}
