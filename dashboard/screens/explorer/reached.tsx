import { useTranslation } from 'react-i18next'
import { useStatus } from '../../chain/reads.ts'

const LOOKS = { promised: 'badge-brand', safe: 'badge-good', final: 'badge-good' } as const

/** How far a block is: promised, on Ethereum, or final. */
export function Reached({ block }: { readonly block: bigint }) {
  const { t } = useTranslation('transaction')
  const { data } = useStatus()
  if (data === undefined) return null
  const { safe, finalized } = data.heads
  const stage = block <= finalized.number ? 'final' : block <= safe.number ? 'safe' : 'promised'
  return <span className={`badge ${LOOKS[stage]}`}>{t(`stages.${stage}.name`)}</span>
}
