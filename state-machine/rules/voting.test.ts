import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { addressToBytes, systemAddress } from '../codec/address.ts'
import { bigintToBytes, concat } from '../codec/bytes.ts'
import { keccak256 } from '../hash.ts'
import { ALICE, BOB, CAROL, DAVE, DAY, ETHER, MAX, UINT256_MAX, type World } from '../testing/world.ts'
import {
  community, did, ERIN, FRANK, GINA, HUGO, inValidation, inVoting, ORIGIN, PATRON, projectOf, REPUTATION, revealed, SALT, seated, secretOf,
  TOKENS, voted,
} from '../testing/projects.ts'
import { ballotSecret, pollOutcome } from './voting.ts'

const SECRET = new Uint8Array(32).fill(3)
const rightsOf = (world: World, who = BOB) => world.ledger.get('rights', who)
const request = (world: World, amount: bigint, currency = TOKENS, who = BOB) => world.call(who, 'requestRights', [currency, amount])
const withdraw = (world: World, amount: bigint, currency = TOKENS, who = BOB) => world.call(who, 'withdrawRights', [currency, amount])
const commit = (world: World, amount: bigint, { currency = TOKENS, who = BOB, index = 0n, id = 1n, secret = SECRET } = {}) =>
  world.call(who, 'commit', [id, index, currency, secret, amount])
const reveal = (world: World, choice = true, { currency = TOKENS, who = BOB, index = 0n, id = 1n, salt = SALT } = {}) =>
  world.call(who, 'reveal', [id, index, currency, choice, salt])
const settle = (world: World, { currency = TOKENS, who = BOB, index = 0n, id = 1n } = {}) =>
  world.call(PATRON, 'settleBallot', [id, index, who, currency])

describe('requestRights and withdrawRights', () => {
  test('lock free tokens or reputation, and give them back', () => {
    const world = community()
    expect(request(world, 7n).events).toEqual([
      { name: 'Transfer', contract: 'token', args: [BOB, systemAddress('voting'), 7n] },
      { name: 'RightsRequested', contract: 'voting', args: [BOB, TOKENS, 7n] },
    ])
    request(world, 5n, REPUTATION)
    request(world, 3n)
    expect(rightsOf(world)).toMatchObject({ tokens: 10n, reputation: 5n, tokensHigh: 0n, tokensOpen: 0n })
    expect(world.account(BOB)).toMatchObject({ tokens: 3_000n * ETHER - 10n, heldTokens: 3_000n * ETHER, reputation: 10_000n * ETHER - 5n })
    expect(withdraw(world, 10n).events).toEqual([
      { name: 'Transfer', contract: 'token', args: [systemAddress('voting'), BOB, 10n] },
      { name: 'RightsWithdrawn', contract: 'voting', args: [BOB, TOKENS, 10n] },
    ])
    withdraw(world, 5n, REPUTATION)
    expect(world.account(BOB)).toMatchObject({ tokens: 3_000n * ETHER, heldTokens: 3_000n * ETHER, reputation: 10_000n * ETHER })
  })

  test('the rules in their order', () => {
    const world = community()
    for (const call of [request, withdraw]) {
      expect(call(world, 0n, 2n).error).toBe('BadCurrency')
      expect(call(world, 0n).error).toBe('ZeroAmount')
      expect(call(world, MAX + 1n).error).toBe('AmountTooLarge')
    }
    expect(request(world, 3_000n * ETHER + 1n).error).toBe('InsufficientBalance')
    expect(withdraw(world, 1n).error).toBe('InsufficientRights')
    inVoting(world)
    request(world, 10n)
    commit(world, 7n)
    expect(withdraw(world, 11n).error).toBe('InsufficientRights')
    expect(withdraw(world, 4n).error).toBe('RightsLocked')
    expect(withdraw(world, 3n).error).toBeUndefined()
  })
})

describe('commit', () => {
  test('a ballot of up to all rights; the same rights serve every poll at once', () => {
    const world = community()
    inVoting(world)
    request(world, 10n)
    expect(commit(world, 10n).events).toEqual([
      { name: 'Committed', contract: 'voting', args: [1n, 0n, BOB, TOKENS, 10n, SECRET] },
    ])
    request(world, 4n, REPUTATION)
    commit(world, 4n, { currency: REPUTATION })
    expect(rightsOf(world)).toMatchObject({ tokensHigh: 10n, tokensOpen: 1n, reputationHigh: 4n, reputationOpen: 1n })
  })

  test('another one takes its place; `high` remembers the largest', () => {
    const world = community()
    inVoting(world)
    request(world, 10n)
    commit(world, 10n)
    commit(world, 2n, { secret: new Uint8Array(32) })
    expect(world.ledger.get('ballot', 1n, 0n, BOB, TOKENS)).toEqual({ secretHash: new Uint8Array(32), amount: 2n, revealed: 0n, settled: 0n })
    expect(rightsOf(world)).toMatchObject({ tokensHigh: 10n, tokensOpen: 1n })
    expect(withdraw(world, 1n).error).toBe('RightsLocked')
  })

  test('the rules in their order', () => {
    const world = community()
    expect(commit(world, 0n, { currency: 2n, id: 9n }).error).toBe('BadCurrency')
    expect(commit(world, 0n, { id: 9n }).error).toBe('ZeroAmount')
    expect(commit(world, MAX + 1n, { id: 9n }).error).toBe('AmountTooLarge')
    expect(commit(world, MAX, { id: 9n }).error).toBe('UnknownProject')
    inValidation(world)
    seated(world, 1n, 0n, GINA, true)
    seated(world, 1n, 0n, HUGO, false)
    expect(commit(world, MAX, { index: 32n }).error).toBe('WrongStage')
    world.now = ORIGIN + 7n * DAY
    expect(commit(world, MAX, { index: 32n }).error).toBe('NotDisputed')
    expect(commit(world, MAX, { index: UINT256_MAX }).error).toBe('NotDisputed')
    expect(commit(world, MAX, { index: 1n }).error).toBe('NotDisputed')
    expect(commit(world, 1n).error).toBe('InsufficientRights')
    // Neither call moved the project: a failed call undoes its advance.
    expect(projectOf(world).stage).toBe(4n)
    request(world, 5n)
    expect(commit(world, 6n).error).toBe('InsufficientRights')
    world.now = ORIGIN + 14n * DAY - 1n
    expect(commit(world, 5n).error).toBeUndefined()
    world.now += 1n
    expect(commit(world, 6n).error).toBe('CommitClosed')
    expect(commit(world, 6n, { index: 1n }).error).toBe('NotDisputed')
  })
})

describe('reveal', () => {
  test('the secret is keccak256(abi.encode(chainId, id, index, voter, currency, choice, salt))', () => {
    const word = (value: bigint) => bigintToBytes(value, 32)
    const words = [word(31_337n), word(5n), word(6n), concat(new Uint8Array(12), addressToBytes(BOB)), word(1n), word(1n), SALT]
    expect(ballotSecret(31_337n, { id: 5n, index: 6n, currency: 1n }, BOB, true, SALT)).toEqual(keccak256(concat(...words)))
  })

  test('counts each ballot on its side', () => {
    const world = community()
    inVoting(world)
    voted(world, 1n, 0n, BOB, TOKENS, true, 10n)
    voted(world, 1n, 0n, ALICE, TOKENS, false, 7n)
    voted(world, 1n, 0n, CAROL, REPUTATION, true, 5n)
    voted(world, 1n, 0n, DAVE, REPUTATION, false, 3n)
    world.now = ORIGIN + 14n * DAY
    expect(revealed(world, 1n, 0n, BOB, TOKENS, true).events).toEqual([
      { name: 'Revealed', contract: 'voting', args: [1n, 0n, BOB, TOKENS, true, 10n] },
    ])
    revealed(world, 1n, 0n, ALICE, TOKENS, false)
    revealed(world, 1n, 0n, CAROL, REPUTATION, true)
    revealed(world, 1n, 0n, DAVE, REPUTATION, false)
    expect(world.ledger.get('poll', 1n, 0n)).toMatchObject({ tokensFor: 10n, tokensAgainst: 7n, reputationFor: 5n, reputationAgainst: 3n })
  })

  test('the rules in their order', () => {
    const world = community()
    expect(reveal(world, true, { currency: 2n, id: 9n }).error).toBe('BadCurrency')
    expect(reveal(world, true, { id: 9n }).error).toBe('UnknownProject')
    inValidation(world)
    seated(world, 1n, 0n, GINA, true)
    seated(world, 1n, 0n, HUGO, false)
    expect(reveal(world, true, { index: 32n }).error).toBe('WrongStage')
    world.now = ORIGIN + 7n * DAY
    expect(reveal(world, true, { index: 32n }).error).toBe('NoBallot')
    expect(reveal(world).error).toBe('NoBallot')
    voted(world, 1n, 0n, BOB, TOKENS, true, 10n)
    expect(reveal(world, true, { currency: REPUTATION }).error).toBe('NoBallot')
    world.now = ORIGIN + 14n * DAY - 1n
    expect(reveal(world, false).error).toBe('RevealClosed')
    world.now += 1n
    expect(reveal(world, false).error).toBe('WrongSecret')
    expect(reveal(world, true, { salt: SECRET }).error).toBe('WrongSecret')
    expect(reveal(world).error).toBeUndefined()
    expect(reveal(world, false).error).toBe('AlreadyRevealed')
    world.now = ORIGIN + 21n * DAY
    expect(reveal(world, false).error).toBe('RevealClosed')
  })

  test('a ballot cannot be copied: the secret names its voter', () => {
    const world = community()
    inVoting(world)
    voted(world, 1n, 0n, BOB, TOKENS, true, 10n)
    did(world, ALICE, 'requestRights', [TOKENS, 10n])
    did(world, ALICE, 'commit', [1n, 0n, TOKENS, secretOf(world, 1n, 0n, BOB, TOKENS, true), 10n])
    world.now = ORIGIN + 14n * DAY
    expect(reveal(world, true, { who: ALICE }).error).toBe('WrongSecret')
    expect(reveal(world).error).toBeUndefined()
  })
})

describe('settleBallot', () => {
  test('voters get everything back, however they voted, revealed or not', () => {
    const world = community()
    inVoting(world)
    voted(world, 1n, 0n, BOB, TOKENS, false, 10n)
    voted(world, 1n, 0n, ALICE, TOKENS, true, ETHER)
    voted(world, 1n, 0n, CAROL, REPUTATION, false, ETHER)
    world.now = ORIGIN + 14n * DAY
    revealed(world, 1n, 0n, ALICE, TOKENS, true)
    revealed(world, 1n, 0n, BOB, TOKENS, false)
    world.now = ORIGIN + 21n * DAY
    expect(settle(world).events).toEqual([{ name: 'BallotSettled', contract: 'voting', args: [1n, 0n, BOB, TOKENS] }])
    settle(world, { who: ALICE })
    settle(world, { who: CAROL, currency: REPUTATION })
    expect(withdraw(world, 10n).error).toBeUndefined()
    expect(withdraw(world, ETHER, TOKENS, ALICE).error).toBeUndefined()
    expect(withdraw(world, ETHER, REPUTATION, CAROL).error).toBeUndefined()
    expect(world.account(BOB).tokens).toBe(2_600n * ETHER)
    expect(world.account(CAROL).reputation).toBe(5_500n * ETHER)
  })

  test('`high` opens when the last ballot of the currency is settled', () => {
    const world = community()
    const id = inValidation(world)
    for (const index of [0n, 1n]) {
      seated(world, id, index, GINA, true)
      seated(world, id, index, HUGO, false)
    }
    world.now = ORIGIN + 7n * DAY
    request(world, 10n)
    commit(world, 10n)
    commit(world, 4n, { index: 1n })
    world.now = ORIGIN + 21n * DAY
    settle(world)
    expect(rightsOf(world)).toMatchObject({ tokensHigh: 10n, tokensOpen: 1n })
    expect(withdraw(world, 1n).error).toBe('RightsLocked')
    settle(world, { index: 1n })
    expect(rightsOf(world)).toMatchObject({ tokensHigh: 0n, tokensOpen: 0n })
    expect(withdraw(world, 10n).error).toBeUndefined()
  })

  test('the rules in their order', () => {
    const world = community()
    expect(settle(world, { currency: 2n, id: 9n }).error).toBe('BadCurrency')
    expect(settle(world, { id: 9n }).error).toBe('UnknownProject')
    inVoting(world)
    expect(settle(world, { index: 32n }).error).toBe('NoBallot')
    expect(settle(world).error).toBe('NoBallot')
    voted(world, 1n, 0n, BOB, TOKENS, true, 10n)
    world.now = ORIGIN + 21n * DAY - 1n
    expect(settle(world).error).toBe('TooEarly')
    world.now += 1n
    expect(settle(world).error).toBeUndefined()
    expect(settle(world).error).toBe('AlreadySettled')
  })

  test('also after the project has ended', () => {
    const world = community()
    inVoting(world)
    voted(world, 1n, 0n, BOB, TOKENS, true, 10n)
    world.now = ORIGIN + 21n * DAY
    for (const index of [0n, 1n, 2n]) did(world, PATRON, 'settleTask', [1n, index])
    expect(projectOf(world).stage).toBe(7n)
    expect(settle(world).error).toBeUndefined()
  })
})

describe('pollOutcome', () => {
  const poll = (for_: [bigint, bigint], against: [bigint, bigint], supplies: [bigint, bigint] = [1_000n, 1_000n]) =>
    pollOutcome({
      supplyTokens: supplies[0], supplyReputation: supplies[1], tokensFor: for_[0], reputationFor: for_[1], tokensAgainst: against[0],
      reputationAgainst: against[1],
    })

  test('shares of the supplies add up; more for than against passes', () => {
    expect(poll([0n, 0n], [0n, 0n])).toBe('undecided')
    expect(poll([1n, 0n], [0n, 0n])).toBe('for')
    expect(poll([0n, 0n], [0n, 1n])).toBe('against')
    expect(poll([5n, 0n], [0n, 5n])).toBe('undecided')
    expect(poll([5n, 0n], [0n, 5n], [1_000n, 999n])).toBe('against')
    expect(poll([5n, 0n], [0n, 5n], [999n, 1_000n])).toBe('for')
  })

  test('what was bought since counts one whole share of the currency at most', () => {
    // 3,000 tokens bought against a supply of 1,000, and 1,000 against them: 3/4 − 1/4, and 60 % of reputation the other way.
    expect(poll([3_000n, 0n], [1_000n, 600n])).toBe('against')
    expect(poll([3_000n, 0n], [0n, 999n])).toBe('for')
    expect(poll([3_000n, 0n], [0n, 1_000n])).toBe('undecided')
  })

  test('is exactly the comparison of the two sums of fractions', () => {
    const amount = fc.oneof(fc.bigInt(0n, 9n), fc.bigInt(0n, MAX))
    fc.assert(fc.property(amount, amount, amount, amount, fc.bigInt(1n, MAX), fc.bigInt(1n, MAX), (tf, ta, rf, ra, s, q) => {
      const most = (a: bigint, b: bigint) => (a > b ? a : b)
      const [t, r] = [most(s, tf + ta), most(q, rf + ra)]
      // Each side's score over the common denominator t·r.
      const difference = (tf - ta) * r + (rf - ra) * t
      expect(poll([tf, rf], [ta, ra], [s, q])).toBe(difference > 0n ? 'for' : difference < 0n ? 'against' : 'undecided')
    }), { numRuns: budget(300) })
  })

  test('claimers and validators may vote, and who has only reputation too', () => {
    const world = community()
    inVoting(world)
    voted(world, 1n, 0n, ERIN, REPUTATION, true, 1n)
    voted(world, 1n, 0n, FRANK, REPUTATION, true, 1n)
    voted(world, 1n, 0n, GINA, TOKENS, true, 1n)
    expect(rightsOf(world, ERIN).reputationOpen).toBe(1n)
  })
})
