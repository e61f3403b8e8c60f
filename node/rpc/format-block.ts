import { encodeHeader, OMMERS_HASH, toHex } from '@distribute/state-machine'
import type { Head } from '../chain/head.ts'
import type { BlockView } from './block-views.ts'
import { formatTransaction } from './format-transaction.ts'
import { quantity } from './hex.ts'

const OMMERS = toHex(OMMERS_HASH)

/** A header as newHeads shows it: every field of a block after the merge but those about its transactions. */
export const formatHeader = ({ header, hash }: Head): Readonly<Record<string, unknown>> => ({
  hash: toHex(hash),
  parentHash: toHex(header.parentHash),
  sha3Uncles: OMMERS,
  miner: header.beneficiary,
  stateRoot: toHex(header.stateRoot),
  transactionsRoot: toHex(header.transactionsRoot),
  receiptsRoot: toHex(header.receiptsRoot),
  logsBloom: toHex(header.logsBloom),
  difficulty: '0x0',
  number: quantity(header.number),
  gasLimit: quantity(header.gasLimit),
  gasUsed: quantity(header.gasUsed),
  timestamp: quantity(header.time),
  extraData: '0x',
  mixHash: toHex(header.bodyHash),
  nonce: '0x0000000000000000',
  baseFeePerGas: quantity(header.baseFee),
})

/** A whole block (clients.md section 1.0: what clients break without). */
export const formatBlock = (view: BlockView, chainId: bigint, transactions: 'full' | 'hashes'): Readonly<Record<string, unknown>> => ({
  ...formatHeader(view),
  size: quantity(sizeOf(view)),
  transactions: view.transactions.map((transaction) =>
    transactions === 'full' ? formatTransaction(transaction, view, chainId) : toHex(transaction.hash)),
  uncles: [],
})

/** Bytes of the block as RLP: header, transactions, no ommers. */
function sizeOf(view: BlockView): number {
  let body = 0
  for (const { type, raw } of view.transactions) body += type === 0 ? raw.length : withHeader(raw.length)
  return withHeader(encodeHeader(view.header).length + withHeader(body) + 1)
}

/** The length of an RLP string or list whose content has `length` bytes (of a string: more than one). */
function withHeader(length: number): number {
  if (length < 56) return length + 1
  let bytes = length + 1
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes++
  return bytes
}
