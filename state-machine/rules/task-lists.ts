import { bigintToBytes, equalBytes, isZero, ZERO_HASH } from '../codec/bytes.ts'
import { keccak256Of } from '../hash.ts'
import { BASIS_POINTS, MAX_TASKS, STAGES } from '../params.ts'
import { broken, DONE, returns, type CallContext, type Verdict } from './context.ts'
import { becomeActive, changeProject, onProject, type Project } from './stages.ts'

export interface Task {
  /** Basis points of the project's cost. */
  readonly weight: bigint
  readonly contentHash: Uint8Array
}

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** Levels between a task and the root of its list: 32 leaves. */
export const PROOF_WORDS = 5

/** keccak256(0x00 ‖ uint16 weight ‖ contentHash). protocol.md section 4, "Task list". */
export const taskLeaf = ({ weight, contentHash }: Task): Uint8Array => keccak256Of(LEAF, bigintToBytes(weight, 2), contentHash)

const parent = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  isZero(left) && isZero(right) ? ZERO_HASH : keccak256Of(NODE, left, right)

const leavesOf = (tasks: readonly Task[]): readonly Uint8Array[] =>
  Array.from({ length: MAX_TASKS }, (_, i) => {
    const task = tasks[i]
    return task === undefined ? ZERO_HASH : taskLeaf(task)
  })

const levelAbove = (below: readonly Uint8Array[]): readonly Uint8Array[] =>
  Array.from({ length: below.length / 2 }, (_, i) => parent(below[2 * i] ?? ZERO_HASH, below[2 * i + 1] ?? ZERO_HASH))

/** The root of a list of at most 32 tasks; absent leaves are 0. */
export const taskListRoot = (tasks: readonly Task[]): Uint8Array => {
  let level = leavesOf(tasks)
  while (level.length > 1) level = levelAbove(level)
  return level[0] ?? ZERO_HASH
}

/** What `claimTask` wants to see of the task at `index`: 5 words, bottom up. */
export const taskProof = (tasks: readonly Task[], index: number): readonly Uint8Array[] => {
  const proof: Uint8Array[] = []
  let level = leavesOf(tasks)
  for (let place = index; level.length > 1; place >>= 1) {
    proof.push(level[place ^ 1] ?? ZERO_HASH)
    level = levelAbove(level)
  }
  return proof
}

/** Whether a task stands at `index` of the list; the proof is 5 words, bottom up. */
export const isTaskOf = (root: Uint8Array, index: bigint, task: Task, proof: readonly Uint8Array[]): boolean => {
  let hash = taskLeaf(task)
  let place = index
  for (let level = 0; level < PROOF_WORDS; level++) {
    const sibling = proof[level] ?? ZERO_HASH
    hash = (place & 1n) === 0n ? parent(hash, sibling) : parent(sibling, hash)
    place >>= 1n
  }
  return equalBytes(hash, root)
}

const isStaker = ({ ledger, sender }: CallContext, id: bigint): boolean => {
  const { tokens, reputation } = ledger.get('stake', id, sender)
  return tokens > 0n || reputation > 0n
}

const changeTally = (context: CallContext, id: bigint, root: Uint8Array, change: bigint): bigint => {
  const list = context.ledger.get('taskList', id, root)
  const tally = list.tally + change
  context.ledger.put('taskList', { ...list, tally }, id, root)
  return tally
}

/** Moves the sender's one choice to `root`; a list with the whole weight wins at once. */
const choose = (context: CallContext, id: bigint, project: Project, root: Uint8Array): void => {
  const { ledger, sender } = context
  const held = ledger.get('stake', id, sender)
  const weight = held.tokens * project.stakedReputation + held.reputation * project.stakedTokens
  const half = project.stakedTokens * project.stakedReputation
  let { leader } = project
  if (!isZero(held.choice)) {
    const left = changeTally(context, id, held.choice, -weight)
    if (equalBytes(leader, held.choice) && left <= half) leader = ZERO_HASH
  }
  const tally = changeTally(context, id, root, weight)
  if (tally > half) leader = root
  ledger.put('stake', { ...held, choice: root }, id, sender)
  changeProject(context, id, { leader })
  context.emit({ name: 'TaskListSupported', contract: 'projects', args: [id, sender, root] })
  if (tally === 2n * half) becomeActive(context, id, context.now)
}

const badTasks = (tasks: readonly Task[]): 'BadTaskCount' | 'BadWeight' | 'BadWeightSum' | undefined => {
  if (tasks.length === 0 || tasks.length > MAX_TASKS) return 'BadTaskCount'
  if (tasks.some(({ weight }) => weight === 0n)) return 'BadWeight'
  const sum = tasks.reduce((total, { weight }) => total + weight, 0n)
  return sum === BASIS_POINTS ? undefined : 'BadWeightSum'
}

/** submitTaskList(id, tasks): by a staker while Staked; she supports it with it. Returns the list's root. */
export const submitTaskList = (context: CallContext, id: bigint, tasks: readonly Task[]): Verdict => {
  const error = badTasks(tasks)
  if (error !== undefined) return broken(error)
  return onProject(context, id, (project) => {
    if (project.stage !== STAGES.staked) return broken('WrongStage')
    if (!isStaker(context, id)) return broken('NotAStaker')
    const root = taskListRoot(tasks)
    const list = context.ledger.get('taskList', id, root)
    context.ledger.put('taskList', { ...list, count: BigInt(tasks.length) }, id, root)
    context.emit({ name: 'TaskListSubmitted', contract: 'projects', args: [id, context.sender, root] })
    choose(context, id, project, root)
    return returns(root)
  })
}

/** supportTaskList(id, root): for a list that has been submitted. */
export const supportTaskList = (context: CallContext, id: bigint, root: Uint8Array): Verdict =>
  onProject(context, id, (project) => {
    if (project.stage !== STAGES.staked) return broken('WrongStage')
    if (!isStaker(context, id)) return broken('NotAStaker')
    if (context.ledger.get('taskList', id, root).count === 0n) return broken('UnknownTaskList')
    choose(context, id, project, root)
    return DONE
  })
