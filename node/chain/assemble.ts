import { encodeCalldata, encodeSigned, encodeSystemTransaction, entryHash, genesisRecords, headerHash, keccak256, sourceHashOfEntry, sourceHashOfOperation, createTree } from '@distribute/state-machine'
import type { BlockHeader, ChainConfig, ExecutedBlock, Included } from '@distribute/state-machine'
import type { TransactionRow } from '../storage/transaction-row.ts'
import type { BitsCache } from './bloom.ts'
import { addBloom, BLOOM_BYTES } from './bloom.ts'
import type { Head } from './head.ts'
import { encodeLogs } from './logs-rlp.ts'
import { EMPTY_TRIE_ROOT, orderedTrieRoot } from './ordered-trie.ts'
import { encodeReceipt } from './receipt.ts'
import { createScratch } from './scratch.ts'

/** docs/formats.md 7. Nothing is measured against it; it tells wallets what a block could take. */
export const BLOCK_GAS_LIMIT = 120_000_000n

const ZERO_HASH = new Uint8Array(32)
const EMPTY = new Uint8Array(0)

/** Receipts are hashed as soon as all are there, and not kept. */
const receiptBytes = createScratch(1 << 16)

/** A block as Ethereum clients see it. */
export interface AssembledBlock {
  readonly head: Head
  readonly rows: readonly TransactionRow[]
  readonly hashes: readonly Uint8Array[]
}

/** Block 0: no transactions, the state of the genesis file. */
export function genesisHead({ genesis }: ChainConfig): Head {
  const tree = createTree()
  tree.apply(genesisRecords(genesis))
  const header: BlockHeader = {
    parentHash: ZERO_HASH,
    beneficiary: genesis.operator,
    stateRoot: tree.root(),
    transactionsRoot: EMPTY_TRIE_ROOT,
    receiptsRoot: EMPTY_TRIE_ROOT,
    logsBloom: new Uint8Array(BLOOM_BYTES),
    number: 0n,
    gasLimit: BLOCK_GAS_LIMIT,
    gasUsed: 0n,
    time: genesis.timestamp,
    bodyHash: ZERO_HASH,
    baseFee: genesis.parameters.baseFee,
  }
  return { header, hash: headerHash(header), cursor: 0n }
}

/**
 * Header, transactions and receipts of an executed block (docs/formats.md 7). A function of the block and its parent
 * alone, so that every replica shows the same hashes.
 */
export function assembleBlock(parent: Head, block: ExecutedBlock, config: ChainConfig, cache: BitsCache): AssembledBlock {
  const rows: TransactionRow[] = []
  const hashes: Uint8Array[] = []
  const receipts: Uint8Array[] = []
  const logsBloom = new Uint8Array(BLOOM_BYTES)
  const bloom = new Uint8Array(BLOOM_BYTES)
  let cumulativeGas = 0n
  let firstLog = 0
  receiptBytes.reset()
  for (const outcome of block.outcomes) {
    const raw = outcome.raw ?? rawOf(outcome, block.number, rows.length, config.genesis.chainId)
    const { sender: from, gasUsed, entryIndex, output, events, success } = outcome
    bloom.fill(0)
    const logs = encodeLogs(events, bloom, cache)
    if (events.length > 0) addBloom(logsBloom, bloom)
    cumulativeGas += gasUsed
    receipts.push(encodeReceipt({ type: typeOf(outcome), success, cumulativeGas, bloom, logs }, receiptBytes.take))
    hashes.push(outcome.hash ?? keccak256(raw))
    rows.push({ from, error: success ? undefined : (outcome.error ?? null), gasUsed, cumulativeGas, firstLog, entryIndex, raw, logs, output })
    firstLog += events.length
  }
  const roots = { transactionsRoot: orderedTrieRoot(rows.map(({ raw }) => raw)), receiptsRoot: orderedTrieRoot(receipts) }
  const header = headerOf(parent, block, config, { ...roots, logsBloom, gasUsed: cumulativeGas })
  return { head: { header, hash: headerHash(header), cursor: block.cursor }, rows, hashes }
}

type Contents = Pick<BlockHeader, 'transactionsRoot' | 'receiptsRoot' | 'logsBloom' | 'gasUsed'>

function headerOf(parent: Head, block: ExecutedBlock, { genesis }: ChainConfig, contents: Contents): BlockHeader {
  return {
    ...contents,
    parentHash: parent.hash,
    beneficiary: genesis.operator,
    stateRoot: block.stateRoot,
    number: block.number,
    gasLimit: BLOCK_GAS_LIMIT,
    time: block.time,
    bodyHash: block.bodyHash,
    baseFee: genesis.parameters.baseFee,
  }
}

const typeOf = ({ source, transaction }: Included): 0 | 2 | 0x7e =>
  source === 'transaction' && transaction !== undefined ? transaction.type : 0x7e

function rawOf(outcome: Included, block: bigint, position: number, chainId: bigint): Uint8Array {
  const { source, transaction, sender: from, to, value, gasUsed: gas, call } = outcome
  if (source === 'transaction' && transaction !== undefined) return encodeSigned(transaction, chainId)
  const sourceHash = sourceHashOf(outcome, block, position)
  const data = call === undefined ? EMPTY : encodeCalldata(call)
  const mint = source === 'deposit' ? value : 0n
  return encodeSystemTransaction({ sourceHash, from, to, mint, value, gas, data })
}

function sourceHashOf({ entryIndex, entry }: Included, block: bigint, position: number): Uint8Array {
  if (entryIndex === undefined || entry === undefined) return sourceHashOfOperation(block, BigInt(position))
  return sourceHashOfEntry(entryIndex, entryHash(entry))
}
