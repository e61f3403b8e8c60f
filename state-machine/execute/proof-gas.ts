import { decodeSegment } from '../codec/segment.ts'
import { decodeItem } from '../codec/transaction.ts'
import { KINDS, PROOF_GAS, SEGMENT, type KindName } from '../params.ts'

const RERUNS = Object.values(KINDS).map(({ rerun }) => rerun)
const WHOLE = Object.values(KINDS).map(({ rerun, records }) => rerun + PROOF_GAS.record * records)
/** An item that is none is read as the longest one at most, and touches nothing. */
const UNREADABLE = Math.max(...RERUNS)
const DEAREST = Math.max(...WHOLE)

const itemGas = (item: Uint8Array): number => {
  const decoded = decodeItem(item)
  if (decoded === undefined) return UNREADABLE
  const kind: KindName = (decoded.type === 'operation' ? decoded.operation : decoded.transaction).call.kind
  return KINDS[kind].rerun + PROOF_GAS.record * KINDS[kind].records
}

/**
 * Gas of L1 that proving a wrong root of this segment can cost at most, posted in calldata; in a blob PROOF_GAS.opening more. Every record that
 * its calls may touch counts as ground to 128 levels, every call with the dearest way through its rule: what was measured is well below
 * (docs/performance.md). Of an inbox segment each entry counts as the dearest call there is. Total.
 */
export const segmentProofGas = (bytes: Uint8Array): bigint => {
  const { head, items, count } = decodeSegment(bytes)
  const run = head.inbox ? Math.min(count, SEGMENT.entries) * DEAREST : items.slice(0, SEGMENT.transactions).reduce((sum, item) => sum + itemGas(item), 0)
  return BigInt(PROOF_GAS.around + PROOF_GAS.record * SEGMENT.sharedRecords + run)
}
