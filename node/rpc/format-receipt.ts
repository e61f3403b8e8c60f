import { toHex } from '@distribute/state-machine'
import type { Head } from '../chain/head.ts'
import type { StoredTransaction } from '../chain/transactions.ts'
import { bloomOf } from './bloom.ts'
import { formatLog } from './format-log.ts'
import { quantity } from './hex.ts'

/** The receipt of a transaction of `block`. What is paid a gas is the base fee. */
export function formatReceipt(transaction: StoredTransaction, block: Head): Readonly<Record<string, unknown>> {
  const { index, logs, firstLog } = transaction
  const { number, time, baseFee } = block.header
  const place = { block: number, blockHash: block.hash, time, transactionHash: transaction.hash, transactionIndex: index }
  return {
    type: quantity(transaction.type),
    status: transaction.status ? '0x1' : '0x0',
    transactionHash: toHex(transaction.hash),
    transactionIndex: quantity(index),
    blockHash: toHex(block.hash),
    blockNumber: quantity(number),
    from: transaction.from,
    to: transaction.to,
    contractAddress: null,
    gasUsed: quantity(transaction.gasUsed),
    cumulativeGasUsed: quantity(transaction.cumulativeGas),
    effectiveGasPrice: quantity(baseFee),
    logsBloom: bloomOf(logs),
    logs: logs.map((log, i) => formatLog({ ...log, ...place, logIndex: firstLog + i })),
  }
}
