import { getContractEvents, readContract } from 'viem/actions'
import type { Address, Bytes32, InboxEntry } from '@distribute/state-machine'
import type { L1Reader } from './call.ts'
import { inboxAbi } from './generated/inbox.ts'
import { l1BridgeAbi } from './generated/l1-bridge.ts'
import { atBlock, placeOf } from './logs.ts'
import type { BlockRange, LogPlace } from './logs.ts'
import { addressOf, bytesOf, hexOfAddress } from './values.ts'

export interface LoggedEntry {
  readonly index: bigint
  readonly entry: InboxEntry
  readonly place: LogPlace
}

/** Inbox entries added in these L1 blocks, in their order. */
export async function readInboxEntries(reader: L1Reader, inbox: Address, range: BlockRange): Promise<readonly LoggedEntry[]> {
  const logs = await getContractEvents(reader, { ...inboxTarget(inbox), eventName: 'EntryAdded', strict: true, ...range })
  return logs.map((log) => {
    const { index, kind, time, from, value, payload } = log.args
    return { index, entry: { kind, time, from: addressOf(from), value, payload: bytesOf(payload) }, place: placeOf(log) }
  })
}

/** As of L1 block `at`, or of the newest. */
export async function readInboxLength(reader: L1Reader, inbox: Address, at?: bigint): Promise<bigint> {
  return readContract(reader, { ...inboxTarget(inbox), ...atBlock(at), functionName: 'length' })
}

/** The rolling hash after `count` entries. Throws `UnknownEntry` beyond the length. */
export async function readInboxRolling(reader: L1Reader, inbox: Address, count: bigint): Promise<Bytes32> {
  return bytesOf(await readContract(reader, { ...inboxTarget(inbox), functionName: 'rollingAt', args: [count] }))
}

/** L1 time of entry `index`, in seconds. Throws `UnknownEntry` if there is none. */
export async function readEntryTime(reader: L1Reader, inbox: Address, index: bigint): Promise<bigint> {
  return readContract(reader, { ...inboxTarget(inbox), functionName: 'timeOf', args: [index] })
}

/** Whether withdrawal `id` was paid, as of L1 block `at`, or of the newest. */
export async function readIsClaimed(reader: L1Reader, bridge: Address, id: bigint, at?: bigint): Promise<boolean> {
  return readContract(reader, { address: hexOfAddress(bridge), abi: l1BridgeAbi, ...atBlock(at), functionName: 'isClaimed', args: [id] })
}

export interface PaidWithdrawal {
  readonly id: bigint
  readonly to: Address
  /** the payee, or whom it chose */
  readonly receiver: Address
  /** wei */
  readonly value: bigint
  readonly place: LogPlace
}

/** Withdrawals paid in these L1 blocks, in their order. */
export async function readPaidWithdrawals(reader: L1Reader, bridge: Address, range: BlockRange): Promise<readonly PaidWithdrawal[]> {
  const target = { address: hexOfAddress(bridge), abi: l1BridgeAbi, eventName: 'WithdrawalClaimed', strict: true } as const
  const logs = await getContractEvents(reader, { ...target, ...range })
  return logs.map((log) => {
    const { id, to, receiver, value } = log.args
    return { id, to: addressOf(to), receiver: addressOf(receiver), value, place: placeOf(log) }
  })
}

const inboxTarget = (inbox: Address) => ({ address: hexOfAddress(inbox), abi: inboxAbi }) as const
