import { toHex } from '@distribute/state-machine'
import type { StoredLog } from '../chain/logs.ts'
import { quantity } from './hex.ts'

/** A log as clients see it; `logIndex` counts over the whole block, as indexers check. */
export const formatLog = (log: StoredLog): Readonly<Record<string, unknown>> => ({
  address: log.address,
  topics: log.topics.map(toHex),
  data: toHex(log.data),
  blockNumber: quantity(log.block),
  blockHash: toHex(log.blockHash),
  blockTimestamp: quantity(log.time),
  transactionHash: toHex(log.transactionHash),
  transactionIndex: quantity(log.transactionIndex),
  logIndex: quantity(log.logIndex),
  removed: false,
})
