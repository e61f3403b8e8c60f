import { join, resolve } from 'node:path'
import { decodeFunctionData, type Hex } from 'viem'
import { getContractEvents, getTransaction } from 'viem/actions'
import { readIfThere, writeWhole } from '../files.ts'
import { failed } from './cli-error.ts'
import { projects } from './contracts.ts'
import { fromAllBlocks, lastOfAllBlocks } from './event-log.ts'
import type { L2Reader } from './l2.ts'
import { jsonOf } from './output.ts'
import { decodeKeptList, type ListedTask } from './task-list-file.ts'
import { rootOf } from './task-list-root.ts'

// The chain holds a list's root alone. Weights and hashes stand in the transaction that submitted it; titles only where
// somebody kept the file.

const pathOf = (dataDir: string, chainId: number, root: Hex): string => join(resolve(dataDir), 'task-lists', String(chainId), `${root}.json`)

/** Keeps a list's titles on this machine, under its root. */
export const keepTaskList = (dataDir: string, chainId: number, tasks: readonly ListedTask[]): Promise<void> =>
  writeWhole(pathOf(dataDir, chainId, rootOf(tasks)), `${jsonOf(tasks)}\n`)

/** The list with this root, from this machine or from the chain; undefined where neither has it. Titles are empty where only the chain has. */
export async function findTaskList(l2: L2Reader, { dataDir, project, root }: { readonly dataDir: string; readonly project: bigint; readonly root: Hex }): Promise<readonly ListedTask[] | undefined> {
  const kept = await readIfThere(pathOf(dataDir, l2.chainId, root))
  const tasks = kept === undefined ? undefined : decodeKeptList(kept)
  if (tasks !== undefined && rootOf(tasks) === root) return tasks
  const submitted = await lastOfAllBlocks(l2, (range) => getContractEvents(l2.reader, { ...projects, eventName: 'TaskListSubmitted', args: { id: project, root }, ...range }))
  return submitted === undefined ? undefined : submittedIn(l2, submitted.transactionHash, root)
}

async function submittedIn({ reader }: L2Reader, hash: Hex, root: Hex): Promise<readonly ListedTask[] | undefined> {
  const { input } = await getTransaction(reader, { hash })
  const decoded = decodeFunctionData({ abi: projects.abi, data: input })
  if (decoded.functionName !== 'submitTaskList') return undefined
  const tasks = decoded.args[1].map(({ weight, contentHash }) => ({ title: '', weight, contentHash }))
  return rootOf(tasks) === root ? tasks : undefined
}

/** As findTaskList. Throws CliError where nobody has it. */
export async function requireTaskList(l2: L2Reader, wanted: { readonly dataDir: string; readonly project: bigint; readonly root: Hex }): Promise<readonly ListedTask[]> {
  const tasks = await findTaskList(l2, wanted)
  if (tasks !== undefined) return tasks
  throw failed(`the tasks of the list ${wanted.root} are not known here`, `ask who has submitted it for the file, and run \`distribute tasks show ${wanted.project} --file <file>\``)
}

/** The roots of all lists that were submitted for a project, in the order of their first time. */
export async function submittedRoots(l2: L2Reader, project: bigint): Promise<readonly Hex[]> {
  const events = await fromAllBlocks(l2, (range) => getContractEvents(l2.reader, { ...projects, eventName: 'TaskListSubmitted', args: { id: project }, ...range }))
  return [...new Set(events.flatMap(({ args }) => (args.root === undefined ? [] : [args.root])))]
}
