import type { Hex } from 'viem'
import { getContractEvents, readContract } from 'viem/actions'
import { MAX_TASKS, SIDES } from '@distribute/state-machine'
import { projects, voting } from './contracts.ts'
import { fromAllBlocks } from './event-log.ts'
import type { L2Reader } from './l2.ts'
import type { ListedTask } from './task-list-file.ts'

export interface SeatFacts {
  readonly validator: Hex
  readonly side: 'approve' | 'reject'
  readonly position: number
  readonly settled: boolean
  /** What it is paid if its side is right, with those who sit on it now, in wei. */
  readonly pay: bigint
}

const readTask = ({ reader }: L2Reader, id: bigint, index: bigint) => readContract(reader, { ...projects, functionName: 'taskOf', args: [id, index] })
export type TaskView = Awaited<ReturnType<typeof readTask>>

const readPoll = async ({ reader }: L2Reader, id: bigint, index: bigint) => {
  const [tokensFor, tokensAgainst, reputationFor, reputationAgainst] = await readContract(reader, { ...voting, functionName: 'pollOf', args: [id, index] })
  return { tokensFor, tokensAgainst, reputationFor, reputationAgainst }
}
export type PollFacts = Awaited<ReturnType<typeof readPoll>>

export interface TaskFacts {
  readonly index: number
  readonly title: string
  readonly contentHash: Hex | undefined
  /** Basis points; of the list, or of the claim where the list is not known. */
  readonly weight: number
  readonly view: TaskView
  readonly seats: readonly SeatFacts[]
  /** Of a disputed task. */
  readonly poll: PollFacts | undefined
}

interface Wanted {
  readonly id: bigint
  readonly view: { readonly taskList: Hex }
  readonly listed: readonly ListedTask[] | undefined
}

/** The tasks of the list that won, with claims, evidence, seats and polls; none before one has. */
export async function readTasks(l2: L2Reader, { id, view, listed }: Wanted): Promise<readonly TaskFacts[]> {
  if (/^0x0+$/.test(view.taskList)) return []
  const seats = await readSeats(l2, id)
  const places = Array.from({ length: listed?.length ?? MAX_TASKS }, (_, index) => index)
  const found = await Promise.all(places.map(async (index) => {
    const task = await readTask(l2, id, BigInt(index))
    const poll = task.approvals > 0 && task.rejections > 0 ? await readPoll(l2, id, BigInt(index)) : undefined
    const { title = '', contentHash, weight = task.weight } = listed?.[index] ?? {}
    return { index, title, contentHash, weight, view: task, seats: seats.get(index) ?? [], poll }
  }))
  return found.filter(({ weight }) => weight > 0)
}

/** Who has a seat, by task, in order of side and arrival. */
async function readSeats(l2: L2Reader, id: bigint): Promise<ReadonlyMap<number, readonly SeatFacts[]>> {
  const events = await fromAllBlocks(l2, (range) => getContractEvents(l2.reader, { ...projects, eventName: 'Validated', args: { id }, ...range }))
  const taken = events.flatMap(({ args: { index, validator } }) => (index === undefined || validator === undefined ? [] : [{ index, validator }]))
  const seats = await Promise.all(taken.map(async ({ index, validator }) => ({ index: Number(index), seat: await readSeat(l2, { id, index, validator }) })))
  const byTask = new Map<number, SeatFacts[]>()
  for (const { index, seat } of seats) byTask.set(index, [...(byTask.get(index) ?? []), seat])
  return byTask
}

export async function readSeat(l2: L2Reader, { id, index, validator }: { readonly id: bigint; readonly index: bigint; readonly validator: Hex }): Promise<SeatFacts> {
  const [[side, position, settled], { approvals, rejections }] = await Promise.all([
    readContract(l2.reader, { ...projects, functionName: 'seatOf', args: [id, index, validator] }), readTask(l2, id, index),
  ])
  const approves = BigInt(side) === SIDES.approve
  const pay = await readContract(l2.reader, { ...projects, functionName: 'seatPay', args: [id, index, approves ? approvals : rejections, position] })
  return { validator, side: approves ? 'approve' : 'reject', position, settled, pay }
}
