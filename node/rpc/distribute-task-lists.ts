import { equalBytes, toHex } from '@distribute/state-machine'
import { decodeCall, type TaskItem, tasksAt } from '@distribute/client/words'
import type { Place } from '../catalog/keys.ts'
import type { RpcContext } from './context.ts'
import { fields, id, PAGE, pageRequest, required, showPage } from './distribute-params.ts'
import type { ShownPage } from './distribute-params.ts'
import { locate, readHead } from './distribute-reading.ts'
import type { Located, Reading, Sources } from './distribute-reading.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import type { RpcChain } from './ports.ts'

/** The tasks that a submitting transaction named: the state keeps the root of them alone. */
export function tasksIn({ transaction }: Located): readonly TaskItem[] {
  const call = decodeCall(transaction)
  return call?.kind === 'submitTaskList' ? tasksAt(call.args, 1) : []
}

/** The tasks of the list with this root; none where a rewind took it. */
export async function tasksOfList(chain: RpcChain, project: bigint, root: Uint8Array): Promise<readonly TaskItem[]> {
  const place = await chain.catalog.taskList(project, root)
  const located = place === undefined ? undefined : await locate(chain, place)
  return located === undefined ? [] : tasksIn(located)
}

const HUNDREDTHS = 10_000n

function showList({ ledger }: Reading, project: bigint, root: Uint8Array, located: Located): unknown {
  const { stakedTokens, stakedReputation, leader } = ledger.get('project', project)
  const { tally, count } = ledger.get('taskList', project, root)
  const total = 2n * stakedTokens * stakedReputation
  return {
    project: quantity(project),
    root: toHex(root),
    isLeader: equalBytes(root, leader),
    tally: quantity(tally),
    total: quantity(total),
    supportPercent: total === 0n ? 0 : Number((tally * HUNDREDTHS) / total) / 100,
    submittedBy: located.transaction.from,
    count: quantity(count),
    tasks: tasksIn(located).map(({ weight, contentHash }, index) => ({ index: quantity(index), weight: quantity(weight), contentHash: toHex(contentHash) })),
    at: located.at,
  }
}

async function showListAt(sources: Sources, project: bigint, root: Uint8Array, place: Place): Promise<unknown> {
  const located = await locate(sources.chain, place)
  return located === undefined ? undefined : showList(readHead(sources), project, root, located)
}

/** The lists submitted for a project, by root, with their support. */
export const listTaskLists = ({ deps }: RpcContext, project: bigint, page: { cursor: Uint8Array | undefined; limit: number | undefined }): Promise<ShownPage> =>
  showPage(deps.chain.catalog.taskLists(project, pageRequest(page)), ({ ids, place }) => showListAt(deps, project, ids.root, place))

export const distributeTaskLists: MethodTable = {
  distribute_taskLists: method([fields({ project: id, ...PAGE })], (context, filter) => listTaskLists(context, required(filter.project, 'project'), filter)),
}
