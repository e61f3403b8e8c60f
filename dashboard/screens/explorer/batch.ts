import type { Answer } from '@distribute/client/words'
import type { Status } from '../../chain/reads.ts'

export type Batch = NonNullable<Answer<'rollup_getBatch'>>
export type BatchStatus = 'final' | 'challengeable' | 'false' | 'void'

/** How many blocks it holds: an empty range ends before it begins. */
export const blocksIn = ({ firstBlock, lastBlock }: Batch): bigint => lastBlock - firstBlock + 1n

/** When its roots are final by L1's clock, unless somebody convicts them: seconds. */
export const finalAt = (batch: Batch, { challengeWindow }: Status): bigint => (batch.index === 0n ? 0n : batch.claim.claimTime + challengeWindow)

/** What L1 and execution say of it. Those behind false or void roots share their fate. */
export function batchStatus(batch: Batch, status: Status): BatchStatus {
  const { wrongRoots, voidRoots, l1 } = status
  if (wrongRoots.some((wrong) => batch.index >= wrong.batch)) return 'false'
  if (voidRoots.some(({ missingFrom }) => missingFrom !== null && batch.index >= missingFrom)) return 'void'
  return (l1.head?.timestamp ?? 0n) >= finalAt(batch, status) ? 'final' : 'challengeable'
}
