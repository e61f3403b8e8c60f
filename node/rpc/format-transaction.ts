import { bytesToBigint, encodeCalldata, toHex } from '@distribute/state-machine'
import type { Head } from '../chain/head.ts'
import type { StoredTransaction } from '../chain/transactions.ts'
import type { PooledTransaction } from './ports.ts'
import { quantity } from './hex.ts'

type Json = Readonly<Record<string, unknown>>

/** What the signed fields of both types need, from a block or from the pool. */
interface SignedFields {
  readonly type: 0 | 2
  readonly nonce: bigint
  readonly gas: bigint
  readonly feeCap: bigint
  readonly tipCap: bigint
  readonly value: bigint
  readonly to: string
  readonly yParity: 0 | 1
  readonly r: Uint8Array
  readonly s: Uint8Array
}

/** An included transaction. Type 0x7e has the OP Stack's field names, which libraries know (clients.md section 4). */
export function formatTransaction(transaction: StoredTransaction, block: Head, chainId: bigint): Json {
  const place = {
    blockHash: toHex(block.hash),
    blockNumber: quantity(block.header.number),
    blockTimestamp: quantity(block.header.time),
    transactionIndex: quantity(transaction.index),
    from: transaction.from,
    hash: toHex(transaction.hash),
    input: toHex(transaction.input),
  }
  const { type } = transaction
  if (type === 0x7e) return { ...place, ...systemFields(transaction) }
  return { ...place, ...signedFields({ ...transaction, type }, chainId, block.header.baseFee) }
}

/** A transaction that waits in the pool: in no block yet. */
export const formatPending = ({ transaction, hash, sender }: PooledTransaction, chainId: bigint): Json => ({
  blockHash: null,
  blockNumber: null,
  blockTimestamp: null,
  transactionIndex: null,
  from: sender,
  hash: toHex(hash),
  input: toHex(encodeCalldata(transaction.call)),
  ...signedFields(transaction, chainId, transaction.feeCap),
})

/** `gasPrice` of type 2 is what is paid: the base fee, tips are not taken (protocol.md section 8). */
function signedFields(transaction: SignedFields, chainId: bigint, paid: bigint): Json {
  const { type, yParity } = transaction
  const common = {
    type: quantity(type),
    chainId: quantity(chainId),
    nonce: quantity(transaction.nonce),
    gas: quantity(transaction.gas),
    to: transaction.to,
    value: quantity(transaction.value),
    r: quantity(bytesToBigint(transaction.r)),
    s: quantity(bytesToBigint(transaction.s)),
  }
  if (type === 0) return { ...common, gasPrice: quantity(transaction.feeCap), v: quantity(2n * chainId + 35n + BigInt(yParity)) }
  return {
    ...common,
    gasPrice: quantity(paid),
    maxFeePerGas: quantity(transaction.feeCap),
    maxPriorityFeePerGas: quantity(transaction.tipCap),
    accessList: [],
    v: quantity(yParity),
    yParity: quantity(yParity),
  }
}

/**
 * No account's: libraries that wait for a transaction take another one of the same sender and nonce for its replacement, and a member's
 * deposit stood in for her first transaction. The largest that they all read: indexers keep nonces in 32 bits (Ponder).
 */
const NO_NONCE = quantity(2n ** 31n - 1n)

const systemFields = ({ gas, to, value, mint, sourceHash }: StoredTransaction): Json => ({
  type: '0x7e',
  nonce: NO_NONCE,
  gas: quantity(gas),
  gasPrice: '0x0',
  to,
  value: quantity(value),
  mint: quantity(mint ?? 0n),
  sourceHash: sourceHash === undefined ? null : toHex(sourceHash),
  isSystemTx: false,
  v: '0x0',
  r: '0x0',
  s: '0x0',
})
