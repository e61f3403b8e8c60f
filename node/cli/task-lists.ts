import { join, resolve } from 'node:path'
import type { Hex } from 'viem'
import type { TaskList } from '@distribute/client/words'
import { readIfThere, writeWhole } from '../files.ts'
import { askList } from './ask-distribute.ts'
import { failed } from './cli-error.ts'
import { jsonOf } from './output.ts'
import { decodeKeptList, type ListedTask } from './task-list-file.ts'
import { rootOf } from './task-list-root.ts'

// The chain holds a list's root alone. Weights and hashes stand in the transaction that submitted it; titles only where
// somebody kept the file.

type ChainId = number | bigint
const pathOf = (dataDir: string, chainId: ChainId, root: Hex): string => join(resolve(dataDir), 'task-lists', String(chainId), `${root}.json`)

/** More than stakers will ever submit; each needs a stake. */
const ALL = 10_000

/** Keeps a list's titles on this machine, under its root. */
export const keepTaskList = (dataDir: string, chainId: ChainId, tasks: readonly ListedTask[]): Promise<void> =>
  writeWhole(pathOf(dataDir, chainId, rootOf(tasks)), `${jsonOf(tasks)}\n`)

/** The list with this root from this machine, with its titles; undefined where it is not kept. */
export async function keptTaskList(dataDir: string, chainId: ChainId, root: Hex): Promise<readonly ListedTask[] | undefined> {
  const kept = await readIfThere(pathOf(dataDir, chainId, root))
  const tasks = kept === undefined ? undefined : decodeKeptList(kept)
  return tasks !== undefined && rootOf(tasks) === root ? tasks : undefined
}

/** All lists that were submitted for a project, as the chain knows them. */
export const submittedLists = async (url: string, project: bigint): Promise<readonly TaskList[]> =>
  (await askList(url, 'distribute_taskLists', { project }, ALL)).items

const withoutTitles = ({ tasks }: TaskList): readonly ListedTask[] =>
  tasks.map(({ weight, contentHash }) => ({ title: '', weight: Number(weight), contentHash }))

interface Wanted {
  readonly url: string
  readonly chainId: ChainId
  readonly dataDir: string
  readonly project: bigint
  readonly root: Hex
}

/** The list with this root, from this machine or, without titles, from the chain. Throws CliError where neither has it. */
export async function requireTaskList({ url, chainId, dataDir, project, root }: Wanted): Promise<readonly ListedTask[]> {
  const kept = await keptTaskList(dataDir, chainId, root)
  if (kept !== undefined) return kept
  const submitted = (await submittedLists(url, project)).find((list) => list.root === root)
  const tasks = submitted === undefined ? undefined : withoutTitles(submitted)
  if (tasks !== undefined && rootOf(tasks) === root) return tasks
  throw failed(`the tasks of the list ${root} are not known here`, `ask who has submitted it for the file, and run \`distribute tasks show ${project} --file <file>\``)
}
