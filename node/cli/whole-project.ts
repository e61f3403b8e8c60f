import type { Hex } from 'viem'
import type { Project, Stake, Task, TaskList } from '@distribute/client/words'
import { askDistribute, askList } from './ask-distribute.ts'
import { readTime, type ChainTime } from './chain-time.ts'
import { failed } from './cli-error.ts'
import { keptTaskList, submittedLists } from './task-lists.ts'

/** More than a project has: each stakes what is still missing of a whole. */
const ALL = 10_000

/** What `distribute_project` answers, with every list and stake, and with the titles that this machine has kept. */
export interface WholeProject extends Omit<Project, 'tasks' | 'taskLists' | 'stakes'> {
  readonly tasks: readonly (Task & { readonly title: string })[]
  readonly taskLists: readonly TitledList[]
  readonly stakes: readonly Stake[]
}

export interface TitledList extends Omit<TaskList, 'tasks'> {
  readonly tasks: readonly (TaskList['tasks'][number] & { readonly title: string })[]
}

export interface ProjectSight {
  readonly project: WholeProject
  readonly time: ChainTime
}

interface Place {
  readonly url: string
  /** Where titles of tasks may be kept. */
  readonly dataDir: string
}

/** Everything about a project. Throws CliError for one that is not there. */
export async function readWholeProject({ url, dataDir }: Place, id: bigint): Promise<ProjectSight> {
  const [found, time] = await Promise.all([askDistribute(url, 'distribute_project', { id }), readTime({ url })])
  if (found === null) throw await unknownProject(url, id)
  const { tasks, taskLists, stakes, ...rest } = found
  const titlesOf = async (root: Hex | null): Promise<readonly string[]> => (root === null ? [] : ((await keptTaskList(dataDir, time.chainId, root)) ?? []).map(({ title }) => title))
  const lists = taskLists.next === null ? taskLists.items : await submittedLists(url, id)
  const all = stakes.next === null ? stakes.items : (await askList(url, 'distribute_stakes', { project: id }, ALL)).items
  const titled = await Promise.all(lists.map(async (list) => ({ ...list, tasks: withTitles(list.tasks, await titlesOf(list.root)) })))
  return { project: { ...rest, tasks: withTitles(tasks, await titlesOf(found.accepted)), taskLists: bySupport(titled), stakes: all }, time }
}

const withTitles = <T extends object>(tasks: readonly T[], titles: readonly string[]): readonly (T & { readonly title: string })[] =>
  tasks.map((task, index) => ({ ...task, title: titles[index] ?? '' }))

const bySupport = (lists: readonly TitledList[]): readonly TitledList[] => [...lists].sort((a, b) => (a.tally === b.tally ? 0 : a.tally > b.tally ? -1 : 1))

async function unknownProject(url: string, id: bigint): Promise<Error> {
  const { projects: { total } } = await askDistribute(url, 'distribute_community', {})
  return failed(`there is no project ${id}`, total === 0n ? 'nobody has proposed one yet: `distribute propose` does' : `there are 1 to ${total}: \`distribute projects\` lists them`)
}
