import { useNow } from '../ui/now.ts'
import { useStatus } from './reads.ts'

const SECOND_MS = 1_000

/** The chain's present in seconds, second by second: deadlines are measured by it. It is ahead of the page's clock where a devnet's was set forward. */
export function useChainTime(): number {
  const wall = useNow() / SECOND_MS
  const { data } = useStatus()
  return Math.max(wall, Number(data?.heads.latest.timestamp ?? 0n), Number(data?.l1.head?.timestamp ?? 0n))
}
