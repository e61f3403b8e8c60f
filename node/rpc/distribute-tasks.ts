import { isDisputed, taskPay, toHex, validatorsPay, ZERO_ADDRESS } from '@distribute/state-machine'
import { decodeCall, type TaskItem } from '@distribute/client/words'
import { locate, readHead, textOrNull } from './distribute-reading.ts'
import type { Located, Reading, Sources } from './distribute-reading.ts'
import { isZeroHash, showPoll, showSeat, taskStatus } from './distribute-shows.ts'
import { quantity } from './hex.ts'
import type { RpcChain } from './ports.ts'

/** All seats that a project can have: 32 tasks with five on either side. */
const MOST_SEATS = 320

interface Seat {
  readonly ids: Parameters<typeof showSeat>[1]
  readonly at: Located['at']
}

/** What the state does not keep of the tasks of an accepted list. */
interface TaskFacts {
  readonly tasks: readonly TaskItem[]
  /** By task. */
  readonly evidence: readonly (Located | undefined)[]
  readonly seats: readonly Seat[]
}

async function gather(chain: RpcChain, project: bigint, tasks: readonly TaskItem[]): Promise<TaskFacts> {
  const evidence = await Promise.all(tasks.map(async (_task, index) => {
    const place = await chain.catalog.evidence(project, BigInt(index))
    return place === undefined ? undefined : locate(chain, place)
  }))
  const { items } = await chain.catalog.seats({ project }, { limit: MOST_SEATS })
  const seats = await Promise.all(items.map(async ({ ids, place }) => ({ ids, located: await locate(chain, place) })))
  return { tasks, evidence, seats: seats.flatMap(({ ids, located }) => (located === undefined ? [] : [{ ids, at: located.at }])) }
}

function showEvidence(hash: Uint8Array, located: Located | undefined): unknown {
  if (isZeroHash(hash)) return null
  const call = located === undefined ? undefined : decodeCall(located.transaction)
  return { hash: toHex(hash), uri: call?.kind === 'submitEvidence' ? textOrNull(call.args, 3) : null, at: located?.at ?? null }
}

function showTask(reading: Reading, project: bigint, index: bigint, { tasks, evidence, seats }: TaskFacts): unknown {
  const { ledger, parameters, time } = reading
  const { weight, contentHash } = tasks[Number(index)] ?? { weight: 0n, contentHash: new Uint8Array(32) }
  const { cost } = ledger.get('project', project)
  const task = ledger.get('task', project, index)
  const claim = { claimer: task.claimer, collateral: quantity(task.collateral), claimEnd: quantity(task.claimEnd) }
  return {
    index: quantity(index),
    weight: quantity(weight),
    contentHash: toHex(contentHash),
    status: taskStatus(task, time),
    pay: quantity(taskPay(cost, weight)),
    validatorsPay: quantity(validatorsPay(cost, weight, parameters)),
    claim: task.claimer === ZERO_ADDRESS ? null : claim,
    evidence: showEvidence(task.evidenceHash, evidence[Number(index)]),
    validationStake: quantity(task.validationStake),
    approvals: quantity(task.approvals),
    rejections: quantity(task.rejections),
    disputed: isDisputed(task),
    undecided: task.undecided === 1n,
    // Rows come from the highest down: turned round, each side stands by position.
    validators: seats.filter(({ ids }) => ids.index === index).map(({ ids, at }) => showSeat(reading, ids, at)).reverse(),
    poll: showPoll(reading, project, index),
  }
}

/** The tasks of an accepted list, with all that the chain knows of each; read of one head. */
export async function showTasks(sources: Sources, project: bigint, tasks: readonly TaskItem[]): Promise<readonly unknown[]> {
  const facts = await gather(sources.chain, project, tasks)
  const reading = readHead(sources)
  return tasks.map((_task, index) => showTask(reading, project, BigInt(index), facts))
}
