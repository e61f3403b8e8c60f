import { setTimeout as sleep } from 'node:timers/promises'
import type { Hex, TransactionReceipt } from 'viem'
import { getBlock, getTransactionReceipt, simulateContract } from 'viem/actions'
import { readBatchThatRead, type L1Reader } from '@distribute/bridge-contracts'
import { fee as feeText } from './amounts.ts'
import type { Plan } from './call-plan.ts'
import { failed } from './cli-error.ts'
import { formatDuration, formatTime } from './durations.ts'
import type { ForcePlace } from './force-place.ts'
import { changeRows, readHoldings, type Holdings } from './holdings.ts'
import type { L2 } from './l2.ts'
import { table, type Output } from './output.ts'
import { readDeposits, type ListedDeposit } from './rollup-rpc.ts'

/** A call that stands in the inbox. Amounts in wei, times in seconds of L1. */
export interface ForcedCall {
  readonly plan: Plan
  readonly account: Hex
  readonly nonce: bigint
  readonly index: bigint
  /** From then on no batch may leave it unread. */
  readonly due: bigint
  readonly l1: { readonly hash: Hex; readonly block: bigint; readonly fee: bigint }
  readonly inboxFee: bigint
  /** Undefined where no node answers. */
  readonly before: Holdings | undefined
}

export interface ForceWorld {
  readonly l1: L1Reader
  readonly l2: L2
  readonly place: ForcePlace
  readonly output: Output
  readonly json: boolean
  readonly wait: boolean
}

const POLL_MS = 500
/** A batch takes as long to be made and seen: only then is an entry that is due called late. Seconds. */
const PATIENCE = 120n

const factsOf = ({ account, nonce, index, due, l1, inboxFee }: ForcedCall) =>
  ({ account, nonce, entry: index, l1Hash: l1.hash, l1Block: l1.block, l1Fee: l1.fee, inboxFee, mustBeReadBy: due })

/** Waits for what becomes of the entry, and says it. Throws CliError where the chain skipped it, or does not read it in time. */
export async function reportForced(call: ForcedCall, world: ForceWorld): Promise<void> {
  const { output, json, wait, place, l2 } = world
  if (!wait) {
    if (json) output.json({ ...factsOf(call), stage: 'waiting-to-be-read' })
    else output.line(`Entry ${call.index} waits to be read, until ${formatTime(call.due)} at most`)
    return
  }
  if (place.cursor === undefined) return reportByL1(call, world)
  const found = await untilRead(call, world, async () => {
    const listed = await readDeposits(l2.url, call.l1.hash)
    return listed.find(({ index, blockNumber }) => index === call.index && blockNumber !== undefined)
  })
  await reportByNode(call, found, world)
}

async function reportByL1(call: ForcedCall, world: ForceWorld): Promise<void> {
  const { l1, output, json, place } = world
  const where = { index: call.index, fromBlock: call.l1.block }
  const batch = await untilRead(call, world, () => readBatchThatRead(l1, place.facts.contracts.rollup, where))
  if (json) output.json({ ...factsOf(call), stage: 'read', batch })
  else output.line(`The chain has read entry ${call.index} with batch ${batch}; what it did, any node says: \`distribute history\``)
}

/** Not the client's `waitForDeposit`: it goes by what L1 promises, not by patience, and where no node answers by L1 alone. */
async function untilRead<T>({ index, due }: ForcedCall, { l1, output }: ForceWorld, look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    const { timestamp: now } = await getBlock(l1)
    if (now > due + PATIENCE) throw late(index, due)
    output.progress(now > due ? 'it is due: waiting for the batch that reads it' : `waiting until the chain has read it, ${formatDuration(due - now)} at most`)
    await sleep(POLL_MS)
  }
}

const late = (index: bigint, due: bigint) => failed(
  `the chain should have read entry ${index} by ${formatTime(due)}, and has not`,
  'L1 takes no batch without it, so the sequencer has stopped, or your node does not see L1. Do not send it again: it keeps its place, and is read before anything else by whoever posts next. ' +
    'If no batch comes at all, anybody with a stake may take the sequencer’s place, with `distribute takeover`; keep `distribute exit-kit` of your account meanwhile',
)

async function reportByNode(call: ForcedCall, { blockNumber, transactionHash }: ListedDeposit, { l2, output, json }: ForceWorld): Promise<void> {
  const { plan, account, nonce, before, index } = call
  if (transactionHash === undefined) {
    throw failed(`the chain has read entry ${index} in block ${blockNumber ?? ''} and skipped it`, `nonce ${nonce} was not due, or the account could not pay value and fee there: see \`distribute me\``)
  }
  const receipt = await getTransactionReceipt(l2.reader, { hash: transactionHash })
  if (receipt.status !== 'success') throw await brokenRule(call, receipt, l2)
  const { line, facts } = await plan.done(receipt)
  const fee = receipt.gasUsed * receipt.effectiveGasPrice
  const after = await readHoldings(l2, account, receipt.blockNumber)
  if (json) {
    output.json({ ...factsOf(call), stage: 'included', hash: receipt.transactionHash, block: receipt.blockNumber, fee, ...facts, before, after })
    return
  }
  output.line(`${line}, fee ${feeText(fee)} and ${feeText(call.l1.fee + call.inboxFee)} on L1: block ${receipt.blockNumber}, ${receipt.transactionHash}`)
  for (const row of table(changeRows(before ?? after, after, fee))) output.line(`  ${row}`)
  if (plan.next !== undefined) output.note(plan.next)
}

/** The chain says which rule, asked again at that block. */
async function brokenRule({ plan: { call }, account, index }: ForcedCall, { blockNumber, transactionHash }: TransactionReceipt, { reader }: L2): Promise<unknown> {
  if (call.kind !== 'send') {
    const { address, abi, name, args, value } = call
    await simulateContract(reader, { address, abi, functionName: name, args, value, account, blockNumber })
  }
  return failed(`entry ${index} failed in block ${blockNumber}: ${transactionHash}`, 'something else came first; try again')
}
