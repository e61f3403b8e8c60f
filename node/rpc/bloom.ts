import { addressToBytes, toHex } from '@distribute/state-machine'
import { bloomBits, BLOOM_BYTES, setBits } from '../chain/bloom.ts'
import type { ReceiptLog } from '../chain/logs-rlp.ts'

const NO_LOGS = `0x${'00'.repeat(BLOOM_BYTES)}`

/** The bloom of a receipt, as hex. */
export function bloomOf(logs: readonly ReceiptLog[]): string {
  if (logs.length === 0) return NO_LOGS
  const bloom = new Uint8Array(BLOOM_BYTES)
  for (const log of logs) {
    setBits(bloom, bloomBits(addressToBytes(log.address)))
    for (const topic of log.topics) setBits(bloom, bloomBits(topic))
  }
  return toHex(bloom)
}
