import { createLedger, eventData, eventTopics, headerHash, keccak256, systemAddress, toHex, encodeAbi, Address, asciiBytes } from '@distribute/state-machine'
import type { BlockHeader, Ledger } from '@distribute/state-machine'
import { addBloom, bloomBits, BLOOM_BYTES, setBits } from '../chain/bloom.ts'
import type { ReceiptLog } from '../chain/logs-rlp.ts'
import type { Head } from '../chain/head.ts'
import type { BlockReference } from './block-reference.ts'
import { blockReference, LATEST } from './block-reference.ts'
import type { RpcContext } from './context.ts'
import { optional } from './decoders.ts'
import { encodeUnsigned, showUnsigned } from './draft.ts'
import { CODES, invalidParams, RpcError } from './errors.ts'
import { formatBlock } from './format-block.ts'
import { formatLog } from './format-log.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import { NO_OVERRIDES } from './overrides.ts'
import type { StateOverrides } from './overrides.ts'
import { openScene } from './scene.ts'
import type { Scene } from './scene.ts'
import { imagine } from './simulate-call.ts'
import type { Imagined } from './simulate-call.ts'
import { MAX_BLOCKS, simulation, tooMany } from './simulate-params.ts'
import type { ImaginedBlock, Simulation } from './simulate-params.ts'

const BAD_NUMBER = -38_020
const BAD_TIME = -38_021
/** Where geth, too, shows transfers of ether as logs. */
const ETHER_LOGS = Address(`0x${'ee'.repeat(20)}`)
const TRANSFER = keccak256(asciiBytes('Transfer(address,address,uint256)'))
const NO_HASH = new Uint8Array(32)

interface Done {
  readonly header: BlockHeader
  readonly calls: readonly Imagined[]
}

function overrideAccounts(ledger: Ledger, accounts: StateOverrides): void {
  for (const [owner, { balance, nonce }] of accounts) {
    const account = ledger.get('account', owner)
    ledger.put('account', { ...account, ether: balance ?? account.ether, nonce: nonce ?? account.nonce }, owner)
  }
}

/** Blocks between those that were asked for are empty, as in geth. */
function withGaps(blocks: readonly ImaginedBlock[], parent: bigint): readonly ImaginedBlock[] {
  const all: ImaginedBlock[] = []
  let last = parent
  for (const block of blocks) {
    const number = block.block.number ?? last + 1n
    if (number <= last) throw new RpcError(BAD_NUMBER, `block numbers must be in order: ${number} <= ${last}`)
    if (number - parent > BigInt(MAX_BLOCKS)) throw tooMany('blocks', MAX_BLOCKS)
    for (let gap = last + 1n; gap < number; gap++) all.push({ block: {}, accounts: NO_OVERRIDES, calls: [] })
    all.push(block)
    last = number
  }
  return all
}

/** The first one is the next block now; each one after it is a second later, if nothing else is asked for. */
function timeOf({ block }: ImaginedBlock, scene: Scene, parent: BlockHeader): bigint {
  const first = parent.number === scene.block.header.number ? scene.time : 0n
  const time = block.time ?? (first > parent.time + 1n ? first : parent.time + 1n)
  if (time < parent.time) throw new RpcError(BAD_TIME, `block timestamps must be in order: ${time} < ${parent.time}`)
  return time
}

/** Roots and hashes of what never is are zero. */
function headerOf(parent: Head['header'], parentHash: Uint8Array, time: bigint, { block }: ImaginedBlock): BlockHeader {
  return {
    ...parent,
    parentHash,
    stateRoot: NO_HASH,
    transactionsRoot: NO_HASH,
    receiptsRoot: NO_HASH,
    bodyHash: NO_HASH,
    logsBloom: new Uint8Array(BLOOM_BYTES),
    number: parent.number + 1n,
    gasUsed: 0n,
    time,
    beneficiary: block.feeRecipient === undefined ? parent.beneficiary : Address(block.feeRecipient),
    gasLimit: block.gasLimit ?? parent.gasLimit,
    baseFee: block.baseFee ?? parent.baseFee,
  }
}

const addressWord = (address: Address): Uint8Array => encodeAbi(['address'], [address])

/** What a call emitted, and before it the ether that it brought, where that is asked for. */
function logsOf({ error, events, filled, from }: Imagined, { traceTransfers }: Simulation): readonly ReceiptLog[] {
  const emitted = events.map((event) => ({ address: systemAddress(event.contract), topics: eventTopics(event), data: eventData(event) }))
  if (!traceTransfers || error !== undefined || filled.value === 0n) return emitted
  return [{ address: ETHER_LOGS, topics: [TRANSFER, addressWord(from), addressWord(filled.to)], data: encodeAbi(['uint256'], [filled.value]) }, ...emitted]
}

function bloomOf(logs: readonly ReceiptLog[]): Uint8Array {
  const bloom = new Uint8Array(BLOOM_BYTES)
  for (const { address, topics } of logs) {
    const own = new Uint8Array(BLOOM_BYTES)
    setBits(own, bloomBits(Uint8Array.from(Buffer.from(address.slice(2), 'hex'))))
    for (const topic of topics) setBits(own, bloomBits(topic))
    addBloom(bloom, own)
  }
  return bloom
}

function runBlocks({ deps }: RpcContext, scene: Scene, asked: Simulation, ledger: Ledger): readonly Done[] {
  const { config } = deps.chain
  let parent: Pick<Head, 'header' | 'hash'> = scene.block
  return withGaps(asked.blocks, parent.header.number).map((block) => {
    const now = timeOf(block, scene, parent.header)
    overrideAccounts(ledger, block.accounts)
    const calls = block.calls.map((call) => imagine({ ledger, config, now, validation: asked.validation }, call))
    const bloom = bloomOf(calls.flatMap((call) => logsOf(call, { ...asked, traceTransfers: false })))
    const gasUsed = calls.reduce((sum, call) => sum + call.gasUsed, 0n)
    const header = { ...headerOf(parent.header, parent.hash, now, block), gasUsed, logsBloom: bloom }
    if (gasUsed > header.gasLimit) throw new RpcError(-38_015, `block gas limit exceeded: ${gasUsed} > ${header.gasLimit}`)
    parent = { header, hash: headerHash(header) }
    return { header, calls }
  })
}

function showCall(call: Imagined, logs: readonly unknown[]): object {
  const common = { returnData: toHex(call.output), gasUsed: quantity(call.gasUsed), maxUsedGas: quantity(call.gasUsed) }
  if (call.error === undefined) return { status: '0x1', ...common, logs }
  return { status: '0x0', ...common, logs: [], error: { code: CODES.reverted, message: `execution reverted: ${call.error}`, data: toHex(call.output) } }
}

function showBlock({ chainId }: RpcContext, asked: Simulation, { header, calls }: Done): object {
  const hash = headerHash(header)
  const raws = calls.map(({ filled }) => encodeUnsigned(filled, chainId))
  const hashes = raws.map((raw) => keccak256(raw))
  const place = { block: header.number, blockHash: hash, time: header.time }
  let logIndex = 0
  const shown = calls.map((call, transactionIndex) => {
    const at = { ...place, transactionHash: hashes[transactionIndex] ?? NO_HASH, transactionIndex }
    return showCall(call, logsOf(call, asked).map((log) => formatLog({ ...log, ...at, logIndex: logIndex++ })))
  })
  const full = calls.map(({ filled, from }, index) => ({
    ...showUnsigned(filled, chainId), from, hash: toHex(hashes[index] ?? NO_HASH), blockHash: toHex(hash), blockNumber: quantity(header.number),
    blockTimestamp: quantity(header.time), transactionIndex: quantity(index), v: '0x0', r: '0x0', s: '0x0', ...(filled.type === 2 ? { yParity: '0x0' } : {}),
  }))
  const names = { hashes: hashes.map(toHex), size: raws.reduce((sum, { length }) => sum + length, 0) }
  return { ...formatBlock({ header, hash, cursor: 0n }, names, asked.returnFullTransactions ? full : undefined), calls: shown }
}

/** A base fee is a constant of the chain: what pays another one is no transaction of it. */
function checkFees({ deps }: RpcContext, { blocks, validation }: Simulation): void {
  const { baseFee } = deps.chain.config.genesis.parameters
  const other = blocks.find(({ block }) => block.baseFee !== undefined && block.baseFee !== baseFee)
  if (validation && other !== undefined) throw invalidParams(`the base fee of this chain is always ${baseFee}: with validation it cannot be overridden`)
}

/** eth_simulateV1: blocks that could come, on the real rules. No signature, no root: what is not there is zero. */
async function simulate(context: RpcContext, asked: Simulation, at: BlockReference): Promise<unknown> {
  checkFees(context, asked)
  const scene = await openScene(context, { at, accounts: NO_OVERRIDES, block: {} })
  const blocks = await scene.read((state) => runBlocks(context, scene, asked, createLedger(state)))
  return blocks.map((block) => showBlock(context, asked, block))
}

export const ethSimulate: MethodTable = {
  eth_simulateV1: method([simulation, optional(blockReference, LATEST)], simulate),
}
