import { describe, expect, test } from 'vitest'
import { decodeAbi, encodeAbi } from '../codec/abi.ts'
import { ZERO_ADDRESS } from '../codec/address.ts'
import type { Argument } from '../codec/argument.ts'
import { asciiBytes, concat, ZERO_HASH } from '../codec/bytes.ts'
import { keccak256 } from '../hash.ts'
import type { ContractName } from '../params.ts'
import {
  active, claimed, community, COST, did, ERIN, EVIDENCE, GINA, HUGO, inValidation, inVoting, ORIGIN, PATRON, PERIOD, proposed, REPUTATION, revealed,
  ROOT, seated, staked, taskOf, TOKENS, voted, worked,
} from '../testing/projects.ts'
import { ALICE, BOB, CAROL, DAVE, DAY, ETHER, giveTokens, MAX, UINT256_MAX, type World } from '../testing/world.ts'
import { PROJECT_VIEWS, VOTING_VIEWS } from './project-views.ts'
import { answerView } from './views.ts'

const SIGNATURES = { ...PROJECT_VIEWS, ...VOTING_VIEWS }

/** What a view answers, decoded; the ledger stays as it was. */
function ask(world: World, signature: keyof typeof SIGNATURES, args: readonly Argument[], contract: ContractName = 'projects'): readonly Argument[] | string {
  const types = String(signature).slice(String(signature).indexOf('(') + 1, -1)
  const data = concat(keccak256(asciiBytes(String(signature))).subarray(0, 4), encodeAbi(types === '' ? [] : types.split(','), args))
  const mark = world.ledger.mark()
  const answer = answerView({ ledger: world.ledger, genesis: world.config.genesis, now: world.now }, contract, data)
  world.ledger.undoTo(mark)
  if (answer === undefined) return 'no view'
  return answer.ok ? decodeAbi(SIGNATURES[signature]?.[0].split(',') ?? [], answer.output) ?? 'bad answer' : answer.error
}
const vote = (world: World, signature: keyof typeof SIGNATURES, args: readonly Argument[]) => ask(world, signature, args, 'voting')
const HASH = new Uint8Array(32).fill(7)

describe('projectOf and projectCount', () => {
  test('a proposal as it was made', () => {
    const world = community()
    expect(ask(world, 'projectCount()', [])).toEqual([0n])
    expect(ask(world, 'projectOf(uint256)', [1n])).toBe('UnknownProject')
    proposed(world)
    expect(ask(world, 'projectCount()', [])).toEqual([1n])
    expect(ask(world, 'projectOf(uint256)', [1n])).toEqual([
      1n, DAVE, COST, ORIGIN + PERIOD, HASH, 1_000n * ETHER, 6_000n * ETHER, 0n, 0n, 50n * ETHER, 0n, ZERO_HASH, ZERO_HASH, 0n, 0n, 0n, 0n, 0n, 0n,
    ])
    expect(ask(world, 'projectOf(uint256)', [UINT256_MAX])).toBe('UnknownProject')
  })

  test('shows the stage that a call now would find, and changes nothing', () => {
    const world = community()
    proposed(world)
    world.now += PERIOD
    expect(ask(world, 'projectOf(uint256)', [1n])[0]).toBe(8n)
    expect(world.ledger.get('project', 1n).stage).toBe(1n)
    expect(world.pool().forfeited).toBe(0n)
  })

  test('the leader is the accepted list only from Active on', () => {
    const world = community()
    staked(world)
    did(world, ALICE, 'submitTaskList', [1n, [{ weight: 10_000n, contentHash: HASH }]])
    const root = world.ledger.get('stake', 1n, ALICE).choice
    did(world, CAROL, 'supportTaskList', [1n, root])
    expect(ask(world, 'projectOf(uint256)', [1n]).slice(11, 13)).toEqual([ZERO_HASH, root])
    world.now += 7n * DAY
    expect(ask(world, 'projectOf(uint256)', [1n]).slice(11, 13)).toEqual([root, root])
    expect(ask(world, 'taskListOf(uint256,bytes32)', [1n, root])).toEqual([1n, (600n * 6_000n + 4_500n * 1_000n) * ETHER * ETHER])
  })

  test('the sums of work and escrow', () => {
    const world = community()
    active(world)
    worked(world, 1n, 0)
    expect(ask(world, 'projectOf(uint256)', [1n]).slice(13)).toEqual([5_000n, 0n, 1n, 0n, 0n, 11n * ETHER])
    world.now += 14n * DAY
    expect(ask(world, 'projectOf(uint256)', [1n]).at(-1)).toBe(575n * ETHER / 100n)
  })
})

test('required: what must be staked now, later what was fixed', () => {
  const world = community()
  proposed(world)
  giveTokens(world, PATRON, 10_000n * ETHER)
  expect(ask(world, 'required(uint256,uint8)', [1n, TOKENS])).toEqual([2_000n * ETHER])
  expect(ask(world, 'required(uint256,uint8)', [1n, REPUTATION])).toEqual([6_000n * ETHER])
  expect(ask(world, 'required(uint256,uint8)', [1n, 2n])).toBe('BadCurrency')
  expect(ask(world, 'required(uint256,uint8)', [2n, TOKENS])).toBe('UnknownProject')
  world.now += PERIOD
  expect(ask(world, 'required(uint256,uint8)', [1n, TOKENS])).toEqual([1_000n * ETHER])
  world.now -= PERIOD
  did(world, ALICE, 'stake', [1n, TOKENS, MAX])
  expect(ask(world, 'stakeOf(uint256,address)', [1n, ALICE])).toEqual([2_000n * ETHER, 0n, ZERO_HASH])
})

test('taskOf, seatOf and seatPay', () => {
  const world = community()
  active(world)
  claimed(world, 1n, 0)
  expect(ask(world, 'taskOf(uint256,uint256)', [1n, 0n])).toEqual([5_000n, ERIN, 3_000n * ETHER, ORIGIN + 7n * DAY, ZERO_HASH, 0n, 0n, 0n, false, false])
  did(world, ERIN, 'submitEvidence', [1n, 0n, EVIDENCE, new Uint8Array(0)])
  world.now = ORIGIN + 14n * DAY
  seated(world, 1n, 0n, GINA, true)
  seated(world, 1n, 0n, HUGO, true)
  const { validationStake } = taskOf(world, 0n)
  expect(ask(world, 'taskOf(uint256,uint256)', [1n, 0n]).slice(4)).toEqual([EVIDENCE, validationStake, 2n, 0n, false, false])
  expect(ask(world, 'seatOf(uint256,uint256,address)', [1n, 0n, HUGO])).toEqual([1n, 2n, false])
  expect(ask(world, 'seatPay(uint256,uint256,uint8,uint8)', [1n, 0n, 2n, 2n])).toEqual([11n * ETHER / 100n])
  expect(ask(world, 'seatPay(uint256,uint256,uint8,uint8)', [1n, 0n, 0n, 0n])).toEqual([0n])
  expect(ask(world, 'seatPay(uint256,uint256,uint8,uint8)', [9n, 0n, 1n, 1n])).toBe('UnknownProject')
  world.now = ORIGIN + 21n * DAY
  did(world, PATRON, 'settleTask', [1n, 0n])
  did(world, PATRON, 'settleValidation', [1n, 0n, HUGO])
  expect(ask(world, 'taskOf(uint256,uint256)', [1n, 0n]).slice(8)).toEqual([true, true])
  expect(ask(world, 'seatOf(uint256,uint256,address)', [1n, 0n, HUGO])).toEqual([1n, 2n, true])
  expect(world.account(HUGO).ether).toBe(11n * ETHER / 100n)
})

test('rightsOf, ballotOf and pollOf', () => {
  const world = community()
  inVoting(world)
  voted(world, 1n, 0n, BOB, TOKENS, true, 10n)
  expect(vote(world, 'rightsOf(address,uint8)', [BOB, TOKENS])).toEqual([10n, 10n, 1n])
  expect(vote(world, 'rightsOf(address,uint8)', [BOB, REPUTATION])).toEqual([0n, 0n, 0n])
  expect(vote(world, 'rightsOf(address,uint8)', [BOB, 2n])).toBe('BadCurrency')
  world.now = ORIGIN + 14n * DAY
  revealed(world, 1n, 0n, BOB, TOKENS, true)
  expect(vote(world, 'ballotOf(uint256,uint256,address,uint8)', [1n, 0n, BOB, TOKENS]).slice(1)).toEqual([10n, true, false])
  expect(vote(world, 'pollOf(uint256,uint256)', [1n, 0n])).toEqual([10n, 0n, 0n, 0n, 10_000n * ETHER, 60_000n * ETHER])
  world.now = ORIGIN + 21n * DAY
  did(world, PATRON, 'settleBallot', [1n, 0n, BOB, TOKENS])
  expect(vote(world, 'ballotOf(uint256,uint256,address,uint8)', [1n, 0n, BOB, TOKENS]).slice(1)).toEqual([10n, true, true])
})

test('what there is not, reads as nothing, at any number', () => {
  const world = community()
  inValidation(world)
  for (const id of [0n, 9n, 2n ** 64n + 1n, UINT256_MAX]) {
    expect(ask(world, 'stakeOf(uint256,address)', [id, ALICE])).toEqual([0n, 0n, ZERO_HASH])
    expect(ask(world, 'taskListOf(uint256,bytes32)', [id, ROOT])).toEqual([0n, 0n])
  }
  for (const [id, index] of [[1n, 32n], [1n, UINT256_MAX], [2n ** 64n + 1n, 0n], [9n, 0n]] as const) {
    expect(ask(world, 'taskOf(uint256,uint256)', [id, index])).toEqual([0n, ZERO_ADDRESS, 0n, 0n, ZERO_HASH, 0n, 0n, 0n, false, false])
    expect(ask(world, 'seatOf(uint256,uint256,address)', [id, index, GINA])).toEqual([0n, 0n, false])
    expect(vote(world, 'ballotOf(uint256,uint256,address,uint8)', [id, index, BOB, TOKENS])).toEqual([ZERO_HASH, 0n, false, false])
    expect(vote(world, 'ballotOf(uint256,uint256,address,uint8)', [id, index, BOB, 2n])).toBe('BadCurrency')
    expect(vote(world, 'pollOf(uint256,uint256)', [id, index])).toEqual([0n, 0n, 0n, 0n, 0n, 0n])
  }
  expect(ask(world, 'seatPay(uint256,uint256,uint8,uint8)', [1n, 32n, 1n, 1n])).toEqual([0n])
})
