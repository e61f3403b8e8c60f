import type { Hex, TransactionReceipt } from 'viem'
import { getBlock, sendTransaction, simulateContract, writeContract } from 'viem/actions'
import { waitForReceipt } from '@distribute/client'
import { ruleOf } from '@distribute/client/words'
import type { ErrorName } from '@distribute/state-machine'
import { readTime } from './chain-time.ts'
import { failed } from './cli-error.ts'
import type { L2 } from './l2.ts'
import { gasOf, type ContractCall, type MemberCall } from './member-call.ts'

export interface Sent {
  readonly hash: Hex
  readonly receipt: TransactionReceipt
  /** wei */
  readonly fee: bigint
}

/** Rules that time alone may lift: what was refused as of the newest block may hold in the next. */
const BY_THE_CLOCK: readonly ErrorName[] = ['WrongStage', 'TooEarly', 'NothingDue', 'RevealClosed', 'TaskClaimed', 'RecoveryPending']
/** Blocks come at once where there is work; behind by more than this, the chain was idle. */
const IDLE_SECONDS = 2n

const requestOf = ({ writer: { account } }: L2, { address, abi, name, args, value }: ContractCall) => ({ address, abi, functionName: name, args, value, account }) as const

/**
 * Tries a call on the newest state without sending it. Throws viem's error with the rule's name decoded. The state is as old as
 * the newest block: a refusal that time alone may have lifted since is answered as `false` instead of thrown.
 */
export async function rehearse(l2: L2, call: MemberCall): Promise<boolean> {
  if (call.kind === 'send') return true
  try {
    await simulateContract(l2.reader, requestOf(l2, call))
    return true
  } catch (error) {
    const rule = ruleOf(error)
    if (rule === undefined || !BY_THE_CLOCK.some((name) => name === rule)) throw error
    const { latest, now } = await readTime(l2)
    if (now - latest <= IDLE_SECONDS) throw error
    return false
  }
}

/** The fee a call will cost, in wei: base fee times gas. */
export async function feeOf({ reader }: L2, call: MemberCall): Promise<bigint> {
  const { baseFeePerGas } = await getBlock(reader)
  return (baseFeePerGas ?? 0n) * gasOf(call)
}

/** Signs, sends and waits for the receipt. Throws viem's error with the rule's name decoded where the call broke one. */
export async function send(l2: L2, call: MemberCall): Promise<Sent> {
  const sent = await included(l2, await submit(l2, call))
  if (sent.receipt.status === 'success') return sent
  // The chain says which rule, asked again at that block.
  if (call.kind !== 'send') await simulateContract(l2.reader, { ...requestOf(l2, call), blockNumber: sent.receipt.blockNumber })
  throw failed(`the transaction ${sent.hash} failed in block ${sent.receipt.blockNumber}`, 'others were faster; try again')
}

function submit(l2: L2, call: MemberCall): Promise<Hex> {
  const { writer } = l2
  const bounds = { gas: gasOf(call), chain: writer.chain }
  if (call.kind === 'send') return sendTransaction(writer, { to: call.address, value: call.value, ...bounds })
  return writeContract(writer, { ...requestOf(l2, call), ...bounds })
}

async function included({ reader }: L2, hash: Hex): Promise<Sent> {
  const receipt = await waitForReceipt(reader, { hash })
  return { hash, receipt, fee: receipt.gasUsed * receipt.effectiveGasPrice }
}
