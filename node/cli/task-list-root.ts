import { toHex, type Hex } from 'viem'
import { fromHex, taskListRoot, taskProof, type Task } from '@distribute/state-machine'
import type { ListedTask } from './task-list-file.ts'

const taskOf = ({ weight, contentHash }: ListedTask): Task => ({ weight: BigInt(weight), contentHash: fromHex(contentHash) })

/** What the chain knows a list by. protocol.md section 4, "Task list". */
export const rootOf = (tasks: readonly ListedTask[]): Hex => toHex(taskListRoot(tasks.map(taskOf)))

export type ProofWords = readonly [Hex, Hex, Hex, Hex, Hex]

/** What shows that the task at `index` is in the list: five words, bottom up. */
export function proofOf(tasks: readonly ListedTask[], index: number): ProofWords {
  const [a, b, c, d, e] = taskProof(tasks.map(taskOf), index).map((word) => toHex(word))
  const none = toHex(0, { size: 32 })
  return [a ?? none, b ?? none, c ?? none, d ?? none, e ?? none]
}
