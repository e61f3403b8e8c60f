import { useChainTime } from '../../chain/chain-time.ts'
import { useFormat } from '../../ui/format.ts'

/** How long ago by the chain's clock; to the pointer when. */
export function Age({ at, className = '' }: { readonly at: bigint; readonly className?: string }) {
  const format = useFormat()
  const now = useChainTime()
  return <time dateTime={new Date(Number(at) * 1_000).toISOString()} title={format.time(at)} className={`number ${className}`}>{format.relative(Math.min(0, Number(at) - now))}</time>
}
