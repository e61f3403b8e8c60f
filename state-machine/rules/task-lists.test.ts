import { describe, expect, test } from 'vitest'
import { bytesToBigint, concat, toHex, ZERO_HASH } from '../codec/bytes.ts'
import { keccak256 } from '../hash.ts'
import { ALICE, BOB, CAROL, DAVE, DAY, ETHER, type World } from '../testing/world.ts'
import {
  community, did, ERIN, GINA, ONE_TASK, ORIGIN, projectOf, proposed, REPUTATION, ROOT, staked, stakeOf, TASKS, TOKENS,
} from '../testing/projects.ts'
import { isTaskOf, taskListRoot, taskProof, type Task } from './task-lists.ts'

const submit = (world: World, who = ALICE, tasks = TASKS, id = 1n) => world.call(who, 'submitTaskList', [id, tasks])
const support = (world: World, who = BOB, root = ROOT, id = 1n) => world.call(who, 'supportTaskList', [id, root])
const tallyOf = (world: World, root = ROOT) => world.ledger.get('taskList', 1n, root)
const OTHER = taskListRoot(ONE_TASK)
/** Tp·Rp: half of all weight. */
const HALF = 1_000n * ETHER * 6_000n * ETHER

/** The tree by its definition, written another way: 63 nodes in an array. */
function slowRoot(tasks: readonly Task[]): string {
  const nodes: Uint8Array[] = Array.from({ length: 64 }, () => new Uint8Array(32))
  tasks.forEach(({ weight, contentHash }, i) => {
    nodes[32 + i] = keccak256(concat(Uint8Array.of(0, Number(weight >> 8n), Number(weight & 255n)), contentHash))
  })
  for (let i = 31; i > 0; i--) {
    const [left, right] = [nodes[2 * i] ?? ZERO_HASH, nodes[2 * i + 1] ?? ZERO_HASH]
    if (bytesToBigint(left) + bytesToBigint(right) > 0n) nodes[i] = keccak256(concat(Uint8Array.of(1), left, right))
  }
  return toHex(nodes[1] ?? ZERO_HASH)
}

describe('the tree of a list', () => {
  test('roots of 1 to 32 tasks are those of the definition, and each task proves its place and no other', () => {
    for (const length of [1, 2, 3, 17, 32]) {
      const tasks = Array.from({ length }, (_, i) => ({ weight: BigInt(i * 257 + 1), contentHash: keccak256(Uint8Array.of(i)) }))
      const root = taskListRoot(tasks)
      expect(toHex(root)).toBe(slowRoot(tasks))
      tasks.forEach((task, i) => {
        const proof = taskProof(tasks, i)
        expect(proof.length).toBe(5)
        expect(isTaskOf(root, BigInt(i), task, proof)).toBe(true)
        expect(isTaskOf(root, BigInt(i) ^ 1n, task, proof)).toBe(false)
        expect(isTaskOf(root, BigInt(i), { ...task, weight: task.weight + 1n }, proof)).toBe(false)
        expect(isTaskOf(root, BigInt(i), { ...task, contentHash: ZERO_HASH }, proof)).toBe(false)
      })
    }
  })

  test('the same task twice is two tasks', () => {
    const tasks = [{ weight: 5_000n, contentHash: ZERO_HASH }, { weight: 5_000n, contentHash: ZERO_HASH }]
    expect(isTaskOf(taskListRoot(tasks), 1n, tasks[1] ?? { weight: 0n, contentHash: ZERO_HASH }, taskProof(tasks, 1))).toBe(true)
  })
})

describe('submitTaskList', () => {
  test('answers the root, and the sender supports it with t·Rp + r·Tp', () => {
    const world = community()
    staked(world)
    const result = submit(world)
    expect(result.output).toEqual(ROOT)
    expect(result.events).toEqual([
      { name: 'TaskListSubmitted', contract: 'projects', args: [1n, ALICE, ROOT] },
      { name: 'TaskListSupported', contract: 'projects', args: [1n, ALICE, ROOT] },
    ])
    expect(tallyOf(world)).toEqual({ tally: 600n * ETHER * 6_000n * ETHER, count: 3n })
    expect(stakeOf(world, ALICE).choice).toEqual(ROOT)
    expect(projectOf(world).leader).toEqual(ZERO_HASH)
  })

  test('32 tasks of any weights whose sum is exactly 10,000', () => {
    const world = community()
    staked(world)
    const tasks = Array.from({ length: 32 }, (_, i) => ({ weight: i === 0 ? 9_969n : 1n, contentHash: ZERO_HASH }))
    expect(submit(world, ALICE, tasks).error).toBeUndefined()
    expect(tallyOf(world, taskListRoot(tasks)).count).toBe(32n)
  })

  test('the rules in their order', () => {
    const world = community()
    proposed(world)
    const many = (length: number, weight: bigint) => Array.from({ length }, () => ({ weight, contentHash: ZERO_HASH }))
    expect(submit(world, GINA, [], 9n).error).toBe('BadTaskCount')
    expect(submit(world, GINA, many(33, 0n), 9n).error).toBe('BadTaskCount')
    expect(submit(world, GINA, many(32, 0n), 9n).error).toBe('BadWeight')
    expect(submit(world, GINA, [...many(2, 5_000n), ...many(1, 0n)], 9n).error).toBe('BadWeight')
    expect(submit(world, GINA, many(1, 9_999n), 9n).error).toBe('BadWeightSum')
    expect(submit(world, GINA, many(2, 65_535n), 9n).error).toBe('BadWeightSum')
    expect(submit(world, GINA, TASKS, 9n).error).toBe('UnknownProject')
    expect(submit(world, GINA).error).toBe('WrongStage')
    staked(world, 1n)
    expect(submit(world, GINA).error).toBe('NotAStaker')
    expect(submit(world).error).toBeUndefined()
  })
})

describe('who decides what is to be done', () => {
  test('stakers alone: neither the proposer without a stake, nor a member, nor a holder of tokens', () => {
    const world = community()
    staked(world, proposed(world, { proposer: ERIN, currency: REPUTATION }))
    for (const who of [ERIN, GINA]) expect(submit(world, who).error).toBe('NotAStaker')
    for (const who of [ALICE, DAVE]) expect(submit(world, who).error).toBeUndefined()
    for (const who of [ERIN, GINA]) expect(support(world, who).error).toBe('NotAStaker')
    expect(support(world, BOB).error).toBeUndefined()
  })
})

describe('supportTaskList', () => {
  test('the rules in their order', () => {
    const world = community()
    proposed(world)
    expect(support(world, GINA, OTHER, 9n).error).toBe('UnknownProject')
    expect(support(world, GINA, OTHER).error).toBe('WrongStage')
    staked(world, 1n)
    expect(support(world, GINA, OTHER).error).toBe('NotAStaker')
    expect(support(world, BOB, OTHER).error).toBe('UnknownTaskList')
    expect(support(world, BOB, ZERO_HASH).error).toBe('UnknownTaskList')
    submit(world)
    expect(support(world).events).toEqual([{ name: 'TaskListSupported', contract: 'projects', args: [1n, BOB, ROOT] }])
  })

  test('closed from the deadline on, when the leader has won', () => {
    const world = community()
    staked(world)
    submit(world)
    support(world, CAROL)
    world.now = ORIGIN + 7n * DAY
    expect(support(world).error).toBe('WrongStage')
  })

  test('a choice can be changed; the weight moves with it', () => {
    const world = community()
    staked(world)
    submit(world)
    submit(world, BOB, ONE_TASK)
    support(world, ALICE, OTHER)
    expect(tallyOf(world)).toEqual({ tally: 0n, count: 3n })
    expect(tallyOf(world, OTHER).tally).toBe(HALF)
    support(world, ALICE, OTHER)
    expect(tallyOf(world, OTHER).tally).toBe(HALF)
  })

  test('exactly half of the weight leads nothing, half and a unit does; who leaves takes the lead with her', () => {
    const world = community()
    const id = proposed(world)
    did(world, ALICE, 'stake', [id, TOKENS, 1_000n * ETHER])
    did(world, CAROL, 'stake', [id, REPUTATION, 6_000n * ETHER - 1n])
    did(world, DAVE, 'stake', [id, REPUTATION, 1n])
    submit(world)
    expect(tallyOf(world).tally).toBe(HALF)
    expect(projectOf(world).leader).toEqual(ZERO_HASH)
    support(world, DAVE)
    expect(projectOf(world).leader).toEqual(ROOT)
    submit(world, CAROL, ONE_TASK)
    expect(projectOf(world).leader).toEqual(ROOT)
    support(world, DAVE, OTHER)
    expect(tallyOf(world, OTHER).tally).toBe(HALF)
    expect(projectOf(world).leader).toEqual(ZERO_HASH)
    support(world, DAVE, ROOT)
    expect(projectOf(world).leader).toEqual(ROOT)
    // Alice moves the lead to the other list by herself.
    support(world, ALICE, OTHER)
    expect(projectOf(world).stage).toBe(2n)
    expect(projectOf(world).leader).toEqual(OTHER)
    expect(tallyOf(world, OTHER).tally).toBe(2n * HALF - 1_000n * ETHER)
  })

  test('with the whole weight a list wins at once', () => {
    const world = community()
    staked(world)
    submit(world)
    support(world)
    support(world, CAROL)
    expect(projectOf(world).stage).toBe(2n)
    world.now += 3n
    const { events } = support(world, DAVE)
    expect(events.at(-1)).toEqual({ name: 'StageChanged', contract: 'projects', args: [1n, 3n, ORIGIN + 3n + 14n * DAY] })
    expect(projectOf(world)).toMatchObject({ stage: 3n, leader: ROOT })
  })

  test('the same list submitted twice is one list', () => {
    const world = community()
    staked(world)
    submit(world)
    submit(world, BOB)
    expect(tallyOf(world)).toEqual({ tally: HALF, count: 3n })
    expect(support(world, ERIN).error).toBe('NotAStaker')
  })
})
