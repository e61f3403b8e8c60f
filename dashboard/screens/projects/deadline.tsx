import { Clock } from 'lucide-react'
import { useChainTime } from '../../chain/chain-time.ts'
import { useFormat } from '../../ui/format.ts'

/** When something ends: from now on, and exactly to the pointer. Seconds. */
export function Deadline({ at, className = '' }: { readonly at: bigint; readonly className?: string }) {
  const format = useFormat()
  const now = useChainTime()
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${className}`} title={format.time(at)}>
      <Clock aria-hidden className="size-4" />{format.relative(Number(at) - now)}
    </span>
  )
}
