import { useTranslation } from 'react-i18next'
import { useStatus } from '../chain/reads.ts'
import { useFormat } from '../ui/format.ts'

/** Whether the node is there, and how far the chain is. */
export function ChainState() {
  const { t } = useTranslation()
  const format = useFormat()
  const { data, isError } = useStatus()
  return (
    <span className="flex items-center gap-1.5 text-xs font-medium text-soft">
      <span aria-hidden className={`size-2 shrink-0 rounded-full ${isError ? 'bg-bad' : 'bg-good'}`} />
      <span className="number truncate">{isError ? t('chain.away') : data === undefined ? t('chain.asking') : t('chain.block', { number: format.count(data.heads.latest.number) })}</span>
    </span>
  )
}
