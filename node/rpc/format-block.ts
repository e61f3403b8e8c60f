import { encodeHeader, OMMERS_HASH, toHex } from '@distribute/state-machine'
import type { Head } from '../chain/head.ts'
import type { BlockNames } from './block-views.ts'
import { sizeInRlp } from './block-views.ts'
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

/** A whole block (clients.md section 1.0: what clients break without), with what `transactions` shows of each, their hashes by default. */
export const formatBlock = (head: Head, names: BlockNames, transactions: readonly unknown[] = names.hashes): Readonly<Record<string, unknown>> => ({
  ...formatHeader(head),
  size: quantity(sizeOf(head, names)),
  transactions,
  uncles: [],
})

/** Bytes of the block as RLP: header, transactions, no ommers. */
const sizeOf = ({ header }: Head, { size }: BlockNames): number => sizeInRlp(encodeHeader(header).length + sizeInRlp(size) + 1)
