import { toHex, type Hex } from 'viem'
import { fromHex, taskListRoot, taskProof, type Task } from '@distribute/state-machine'

/** A task as the chain knows it. */
export interface TaskOfList {
  /** basis points of the project's cost */
  readonly weight: bigint
  /** keccak256 of what says what it is */
  readonly contentHash: Hex
}

export type ProofWords = readonly [Hex, Hex, Hex, Hex, Hex]

const taskOf = ({ weight, contentHash }: TaskOfList): Task => ({ weight, contentHash: fromHex(contentHash) })

/** What the chain knows a task list by. protocol.md section 4, "Task list". */
export const rootOfTasks = (tasks: readonly TaskOfList[]): Hex => toHex(taskListRoot(tasks.map(taskOf)))

/** What shows `claimTask` that the task at `index` is in the list: five words, bottom up. */
export function proofOfTask(tasks: readonly TaskOfList[], index: number): ProofWords {
  const [a, b, c, d, e] = taskProof(tasks.map(taskOf), index).map((word) => toHex(word))
  const none = toHex(0, { size: 32 })
  return [a ?? none, b ?? none, c ?? none, d ?? none, e ?? none]
}
