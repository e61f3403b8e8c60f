import type { Hex } from 'viem'
import { getContractEvents, readContract } from 'viem/actions'
import { BASIS_POINTS, CURRENCIES } from '@distribute/state-machine'
import { readTime, type ChainTime } from './chain-time.ts'
import { failed } from './cli-error.ts'
import { projects } from './contracts.ts'
import { lastOfAllBlocks } from './event-log.ts'
import type { L2Reader } from './l2.ts'
import { stageName, type StageName } from './stages.ts'
import type { ListedTask } from './task-list-file.ts'
import { findTaskList, submittedRoots } from './task-lists.ts'
import { readTasks, type TaskFacts } from './task-facts.ts'

export const NO_HASH = /^0x0+$/

export const readProject = ({ reader }: Pick<L2Reader, 'reader'>, id: bigint) => readContract(reader, { ...projects, functionName: 'projectOf', args: [id] })
/** As the projects contract's view gives it: wei, base units, Unix seconds, basis points. */
export type ProjectView = Awaited<ReturnType<typeof readProject>>

export interface TaskListFacts {
  readonly root: Hex
  /** Out of `whole`: all stakers together. */
  readonly tally: bigint
  readonly whole: bigint
  readonly leads: boolean
  /** Undefined where nobody here knows them. */
  readonly tasks: readonly ListedTask[] | undefined
}

export interface ProjectFacts {
  readonly id: bigint
  readonly stage: StageName
  readonly view: ProjectView
  readonly time: ChainTime
  /** What is required now; base units. */
  readonly required: { readonly tokens: bigint; readonly reputation: bigint }
  readonly uri: string
  readonly lists: readonly TaskListFacts[]
  readonly tasks: readonly TaskFacts[]
}

/** Everything about a project. `dataDir` is where titles of its tasks may be kept. Throws CliError for one that is not there. */
export async function readProjectFacts(l2: L2Reader, id: bigint, dataDir: string): Promise<ProjectFacts> {
  const { reader } = l2
  const count = await readContract(reader, { ...projects, functionName: 'projectCount' })
  if (id > count) throw failed(`there is no project ${id}`, count === 0n ? 'nobody has proposed one yet: `distribute propose` does' : `there are 1 to ${count}: \`distribute projects\` lists them`)
  const [view, time, tokens, reputation, proposed] = await Promise.all([
    readProject(l2, id), readTime(l2), required(l2, id, CURRENCIES.tokens), required(l2, id, CURRENCIES.reputation),
    lastOfAllBlocks(l2, (range) => getContractEvents(reader, { ...projects, eventName: 'Proposed', args: { id }, ...range })),
  ])
  const lists = await readTaskLists(l2, { id, view, dataDir })
  const chosen = lists.find(({ root }) => root === view.taskList)?.tasks
  const tasks = await readTasks(l2, { id, view, listed: chosen })
  return { id, stage: stageName(view.stage), view, time, required: { tokens, reputation }, uri: proposed?.args.uri ?? '', lists, tasks }
}

const required = ({ reader }: L2Reader, id: bigint, currency: number): Promise<bigint> => readContract(reader, { ...projects, functionName: 'required', args: [id, currency] })

/** The task lists that were submitted for a project, with what is known of their tasks. */
export async function readTaskLists(l2: L2Reader, { id, view, dataDir }: { readonly id: bigint; readonly view: ProjectView; readonly dataDir: string }): Promise<readonly TaskListFacts[]> {
  const roots = await submittedRoots(l2, id)
  const whole = 2n * view.stakedTokens * view.stakedReputation
  return Promise.all(roots.map(async (root) => {
    const [[, tally], tasks] = await Promise.all([
      readContract(l2.reader, { ...projects, functionName: 'taskListOf', args: [id, root] }),
      findTaskList(l2, { dataDir, project: id, root }),
    ])
    return { root, tally, whole, leads: root === view.leader || root === view.taskList, tasks }
  }))
}

/** What a weight of a project is paid, in wei, rounded down. protocol.md section 4. */
export const payOf = (cost: bigint, weight: number): bigint => (cost * BigInt(weight)) / BASIS_POINTS
