import { proofOfTask, rootOfTasks, type ProofWords, type TaskOfList } from '@distribute/client'
import type { Hex } from 'viem'
import type { ListedTask } from './task-list-file.ts'

const taskOf = ({ weight, contentHash }: ListedTask): TaskOfList => ({ weight: BigInt(weight), contentHash })

/** What the chain knows a list by. */
export const rootOf = (tasks: readonly ListedTask[]): Hex => rootOfTasks(tasks.map(taskOf))

/** What shows that the task at `index` is in the list. */
export const proofOf = (tasks: readonly ListedTask[], index: number): ProofWords => proofOfTask(tasks.map(taskOf), index)
