import { describe, expect, test } from 'vitest'
import { ALICE, BOB, CAROL, DAVE, DAY, ETHER, type World } from '../testing/world.ts'
import { bought, EVE, rich } from '../testing/attacker.ts'
import {
  community, did, ERIN, FRANK, GINA, HUGO, IDA, inValidation, inVoting, JOHN, KIM, LEO, ORIGIN, PATRON, REPUTATION, revealed, seated, taskOf, TOKENS, voted,
} from '../testing/projects.ts'

const END = ORIGIN + 7n * DAY
const V = ETHER / 4n
const settled = (world: World, ...validators: readonly (typeof GINA)[]): void => {
  did(world, PATRON, 'settleTask', [1n, 0n])
  for (const who of validators) did(world, PATRON, 'settleValidation', [1n, 0n, who])
}

describe('self-validation and colluding validators', () => {
  test('a claimer may not validate in her project, not even another’s task', () => {
    const world = community()
    inValidation(world)
    did(world, ALICE, 'tokenTransfer', [ERIN, 500n * ETHER])
    for (const index of [0n, 1n, 2n]) expect(world.call(ERIN, 'validate', [1n, index, true]).error).toBe('ClaimerMayNotValidate')
  })

  test('unopposed, a claimer and her friend get the pay and V, no more', () => {
    const world = community()
    inValidation(world)
    seated(world, 1n, 0n, GINA, true)
    world.now = END
    settled(world, GINA)
    expect(world.account(ERIN).ether + world.account(GINA).ether).toBe(5n * ETHER + V)
  })

  test('five friends in every seat get no more than one does', () => {
    const world = community()
    inValidation(world)
    const friends = [GINA, HUGO, IDA, JOHN, KIM]
    for (const who of friends) seated(world, 1n, 0n, who, true)
    world.now = END
    settled(world, ...friends)
    expect(friends.reduce((sum, who) => sum + world.account(who).ether, 0n)).toBe(V)
  })

  test('opposed by one honest validator and a vote, they lose the lock and the stake, and she earns V', () => {
    const world = community()
    inValidation(world)
    seated(world, 1n, 0n, GINA, true)
    seated(world, 1n, 0n, HUGO, false)
    const stake = taskOf(world, 0n).validationStake
    world.now = END
    voted(world, 1n, 0n, ALICE, TOKENS, false, ETHER)
    world.now = END + 7n * DAY
    revealed(world, 1n, 0n, ALICE, TOKENS, false)
    world.now = END + 14n * DAY
    settled(world, GINA, HUGO)
    expect(world.account(ERIN)).toMatchObject({ ether: 0n, heldReputation: 7_000n * ETHER })
    expect(world.account(GINA)).toMatchObject({ ether: 0n, heldTokens: 200n * ETHER - stake })
    expect(world.account(HUGO)).toMatchObject({ ether: V, heldTokens: 200n * ETHER })
  })

  test('both sides held by one person earn V once and lose the stake of the wrong side', () => {
    const world = community()
    inValidation(world)
    seated(world, 1n, 0n, GINA, true)
    seated(world, 1n, 0n, HUGO, false)
    const stake = taskOf(world, 0n).validationStake
    world.now = END
    voted(world, 1n, 0n, ALICE, TOKENS, true, ETHER)
    world.now = END + 7n * DAY
    revealed(world, 1n, 0n, ALICE, TOKENS, true)
    world.now = END + 14n * DAY
    settled(world, GINA, HUGO)
    expect(world.account(GINA).ether + world.account(HUGO).ether).toBe(V)
    // 50 tokens at 0.01 ether are twice what V is: validating against oneself does not pay.
    expect(world.account(GINA).heldTokens + world.account(HUGO).heldTokens).toBe(400n * ETHER - stake)
    expect(stake / 100n).toBeGreaterThan(V)
  })
})

describe('late seats', () => {
  test('a claimer’s friend cannot approve at deadline − 1, when nobody could answer any more', () => {
    const world = community()
    inValidation(world)
    world.now = END - 1n
    expect(world.call(LEO, 'validate', [1n, 0n, true]).error).toBe('TooLateForFirstSeat')
    world.now = END
    settled(world)
    expect(world.account(ERIN).ether).toBe(0n)
  })

  test('who took the last moment in which a first seat is open can still be answered for a day', () => {
    const world = community()
    inValidation(world)
    world.now = END - DAY - 1n
    seated(world, 1n, 0n, LEO, true)
    world.now = END - 1n
    seated(world, 1n, 0n, HUGO, false)
    expect(world.ledger.get('project', 1n).disputed).toBe(1n)
  })
})

describe('blocking a payment', () => {
  test('a lone rejection and an empty poll do not take the claimer’s lock, and the rejecter gains nothing', () => {
    const world = community()
    inVoting(world)
    world.now = END + 14n * DAY
    settled(world, GINA, HUGO)
    expect(world.account(ERIN).heldReputation).toBe(10_000n * ETHER)
    expect(world.account(HUGO)).toMatchObject({ ether: 0n, heldTokens: 200n * ETHER })
  })
})

describe('votes', () => {
  test('no quorum: one unit decides when nobody else shows up', () => {
    const world = community()
    inVoting(world)
    voted(world, 1n, 0n, LEO, TOKENS, false, 1n)
    world.now = END + 7n * DAY
    revealed(world, 1n, 0n, LEO, TOKENS, false)
    world.now = END + 14n * DAY
    settled(world)
    expect(taskOf(world, 0n)).toMatchObject({ passed: 0n, undecided: 0n })
  })

  /** Eve buys three times the supply and votes for; all others vote against with their tokens, six of them with so much of their free reputation, 48,000 of 60,000. */
  const bribed = (percent: bigint) => {
    const world = rich(community(), EVE)
    inVoting(world)
    const cost = bought(world, EVE, 30_000n * ETHER)
    voted(world, 1n, 0n, EVE, TOKENS, true, 30_000n * ETHER)
    const honest = [ALICE, BOB, CAROL, DAVE]
    const members = [...honest, ERIN, FRANK]
    for (const who of honest) voted(world, 1n, 0n, who, TOKENS, false, world.account(who).tokens)
    for (const who of members) voted(world, 1n, 0n, who, REPUTATION, false, (world.account(who).reputation * percent) / 100n)
    world.now = END + 7n * DAY
    revealed(world, 1n, 0n, EVE, TOKENS, true)
    for (const who of honest) revealed(world, 1n, 0n, who, TOKENS, false)
    for (const who of members) revealed(world, 1n, 0n, who, REPUTATION, false)
    expect(world.call(EVE, 'withdrawRights', [TOKENS, 1n]).error).toBe('RightsLocked')
    world.now = END + 14n * DAY
    settled(world)
    return { world, cost }
  }

  test('who buys three times the supply during a poll can still win it; it costs her the premium and a lock to the end', () => {
    const { world, cost } = bribed(70n)
    expect(taskOf(world, 0n).passed).toBe(1n)
    did(world, PATRON, 'settleBallot', [1n, 0n, EVE, TOKENS])
    did(world, EVE, 'withdrawRights', [TOKENS, 30_000n * ETHER])
    const before = world.account(EVE).ether
    did(world, EVE, 'burn', [30_000n * ETHER, 0n])
    // Price 0.00999 · 30,000 = 299.7 ether, and three quarters of it on top; over a third of that is gone, for a pay of 5 ether.
    expect(cost).toBeGreaterThan(500n * ETHER)
    expect(cost - (world.account(EVE).ether - before)).toBeGreaterThan(50n * ETHER)
  })

  test('what she bought counts one share of the tokens at most: 60 % of the reputation stop her', () => {
    // Tokens: (30,000 − 7,800) / 37,800 = 58.7 % for her.
    const { world } = bribed(75n)
    expect(taskOf(world, 0n).passed).toBe(0n)
  })

  test('splitting a ballot over accounts changes nothing: votes are linear', () => {
    const outcome = (voters: readonly (typeof GINA)[]) => {
      const world = community()
      inVoting(world)
      for (const who of voters) voted(world, 1n, 0n, who, TOKENS, false, (120n * ETHER) / BigInt(voters.length))
      voted(world, 1n, 0n, ALICE, TOKENS, true, 121n * ETHER)
      world.now = END + 7n * DAY
      for (const who of voters) revealed(world, 1n, 0n, who, TOKENS, false)
      revealed(world, 1n, 0n, ALICE, TOKENS, true)
      world.now = END + 14n * DAY
      settled(world)
      return taskOf(world, 0n).passed
    }
    expect([outcome([IDA]), outcome([IDA, JOHN, KIM, LEO])]).toEqual([1n, 1n])
  })

  test('a late vote is none: who did not commit in time cannot reveal, and who saw the reveals cannot commit', () => {
    const world = community()
    inVoting(world)
    voted(world, 1n, 0n, ALICE, TOKENS, true, 1n)
    did(world, BOB, 'requestRights', [TOKENS, ETHER])
    world.now = END + 7n * DAY
    revealed(world, 1n, 0n, ALICE, TOKENS, true)
    expect(world.call(BOB, 'commit', [1n, 0n, TOKENS, new Uint8Array(32), ETHER]).error).toBe('CommitClosed')
    expect(world.call(BOB, 'reveal', [1n, 0n, TOKENS, false, new Uint8Array(32)]).error).toBe('NoBallot')
  })
})

test('the validation stake is a tenth of the pay: at the whole pay the six validators could not take a seat', () => {
  for (const [bps, able] of [[1_000n, true], [10_000n, false]] as const) {
    const world = community({ validationStakeBps: bps })
    inValidation(world)
    expect(world.call(GINA, 'validate', [1n, 0n, true]).error === undefined).toBe(able)
  }
})
