import { beforeEach, describe, expect, test } from 'vitest'
import { systemAddress, ZERO_ADDRESS, type Address } from '../codec/address.ts'
import { recoverAddress } from '../codec/recover.ts'
import { signerOf } from '../testing/registrar.ts'
import {
  ALICE, BOB, CAROL, createWorld, DAVE, DAY, enrolled, ETHER, genesisOf, identityOf, REGISTRAR, sealOf, START, UINT256_MAX, type World,
} from '../testing/world.ts'

const GRANT = 10_000n * ETHER
const DELAY = 7n * DAY
const NO_IDENTITY = identityOf(0)

let world: World
beforeEach(() => {
  world = createWorld()
  enrolled(world, ALICE, 1)
})

const start = (from: Address, to: Address, deadline = world.now + 100n, signer = REGISTRAR) =>
  world.call(DAVE, 'startRecovery', [from, to, deadline, sealOf(signer)])
const finish = (from: Address) => world.call(DAVE, 'finishRecovery', [from])
const recovery = (from: Address) => world.ledger.get('recovery', from)

describe('startRecovery', () => {
  test('announces the move', () => {
    expect(start(ALICE, BOB)).toEqual({
      output: new Uint8Array(0),
      events: [{ name: 'RecoveryStarted', contract: 'reputation', args: [ALICE, BOB, START + DELAY] }],
    })
    expect(recovery(ALICE)).toEqual({ to: BOB, readyAt: START + DELAY, state: 1n, lastDeadline: START + 100n })
    expect(world.account(ALICE).member).toBe(1n)
  })

  test('a later deadline replaces a pending one, the same or an earlier one does not', () => {
    start(ALICE, BOB)
    world.now += 50n
    expect(start(ALICE, CAROL, START + 100n).error).toBe('SignatureExpired')
    expect(start(ALICE, CAROL, START + 99n).error).toBe('SignatureExpired')
    expect(start(ALICE, CAROL, START + 101n).error).toBeUndefined()
    expect(recovery(ALICE)).toEqual({ to: CAROL, readyAt: START + 50n + DELAY, state: 1n, lastDeadline: START + 101n })
  })

  test('deadlines of 256 bits are kept whole, and none is later', () => {
    expect(start(ALICE, BOB, UINT256_MAX).error).toBeUndefined()
    expect(recovery(ALICE).lastDeadline).toBe(UINT256_MAX)
    expect(start(ALICE, BOB, UINT256_MAX).error).toBe('SignatureExpired')
  })

  test('errors in order', () => {
    expect(world.call(DAVE, 'startRecovery', [ALICE, ZERO_ADDRESS, 0n, new Uint8Array(0)], { value: 1n }).error).toBe('ValueNotAccepted')
    expect(start(ALICE, ZERO_ADDRESS, START, DAVE).error).toBe('InvalidReceiver')
    expect(start(ALICE, systemAddress('bridge'), START, DAVE).error).toBe('InvalidReceiver')
    expect(start(ALICE, BOB, START, DAVE).error).toBe('SignatureExpired')
    start(ALICE, BOB, START + 10n)
    expect(start(ALICE, BOB, START + 10n, DAVE).error).toBe('BadSignature')
    // Not later than the last one's, though neither is a member any more.
    world.setAccount(ALICE, { member: 0n })
    enrolled(world, BOB, 2)
    expect(start(ALICE, BOB, START + 10n).error).toBe('SignatureExpired')
    expect(start(ALICE, BOB, START + 11n).error).toBe('NotAMember')
    world.setAccount(ALICE, { member: 1n })
    expect(start(ALICE, BOB, START + 11n).error).toBe('AlreadyMember')
    expect(start(ALICE, ALICE, START + 11n).error).toBe('AlreadyMember')
  })

  test('under the registrar’s real signature, and nobody’s where there is no registrar', async () => {
    const registrar = signerOf(7)
    world = createWorld(genesisOf({}, { registrar: registrar.address }), recoverAddress)
    world.setAccount(ALICE, { member: 1n })
    const deadline = START + 1n
    const tried = (signature: Uint8Array) => world.call(DAVE, 'startRecovery', [ALICE, BOB, deadline, signature]).error
    expect(tried(await registrar.recovery(BOB, ALICE, deadline))).toBe('BadSignature')
    expect(tried(await registrar.recovery(ALICE, BOB, deadline, 1n))).toBe('BadSignature')
    expect(tried(await signerOf(8).recovery(ALICE, BOB, deadline))).toBe('BadSignature')
    expect(tried(await registrar.recovery(ALICE, BOB, deadline))).toBeUndefined()
    world = createWorld(genesisOf({}, { registrar: ZERO_ADDRESS }), recoverAddress)
    world.setAccount(ALICE, { member: 1n })
    expect(tried(new Uint8Array(0))).toBe('BadSignature')
    expect(tried(await registrar.recovery(ALICE, BOB, deadline))).toBe('BadSignature')
  })
})

describe('cancelRecovery', () => {
  test('takes a pending one back, and keeps its deadline', () => {
    start(ALICE, BOB)
    expect(world.call(ALICE, 'cancelRecovery').events).toEqual([{ name: 'RecoveryCancelled', contract: 'reputation', args: [ALICE] }])
    expect(recovery(ALICE)).toEqual({ to: ZERO_ADDRESS, readyAt: 0n, state: 0n, lastDeadline: START + 100n })
    expect(start(ALICE, BOB, START + 100n).error).toBe('SignatureExpired')
    world.now = START + DELAY
    expect(finish(ALICE).error).toBe('NoRecovery')
  })

  test('has nothing to take back before, after, or for others', () => {
    expect(world.call(ALICE, 'cancelRecovery').error).toBe('NoRecovery')
    start(ALICE, BOB)
    expect(world.call(BOB, 'cancelRecovery').error).toBe('NoRecovery')
    world.now = START + DELAY
    finish(ALICE)
    expect(world.call(ALICE, 'cancelRecovery').error).toBe('NoRecovery')
    expect(world.call(ALICE, 'cancelRecovery', [], { value: 1n }).error).toBe('ValueNotAccepted')
  })

  test('still works after the delay, as long as nobody has finished', () => {
    start(ALICE, BOB)
    world.now = START + DELAY
    expect(world.call(ALICE, 'cancelRecovery').error).toBeUndefined()
  })
})

describe('finishRecovery', () => {
  test('moves membership, identity and free reputation, and leaves ether, tokens and the nonce', () => {
    world.setAccount(ALICE, { ether: 5n, tokens: 6n, heldTokens: 6n, nonce: 9n })
    start(ALICE, BOB)
    world.now = START + DELAY
    expect(finish(ALICE).events).toEqual([
      { name: 'Transfer', contract: 'reputation', args: [ALICE, BOB, GRANT] },
      { name: 'RecoveryFinished', contract: 'reputation', args: [ALICE, BOB, GRANT] },
    ])
    expect(world.account(ALICE)).toMatchObject({
      member: 0n, identity: NO_IDENTITY, reputation: 0n, heldReputation: 0n, ether: 5n, tokens: 6n, heldTokens: 6n, nonce: 9n,
    })
    expect(world.account(BOB)).toMatchObject({ member: 1n, identity: identityOf(1), reputation: GRANT, heldReputation: GRANT, nonce: 0n })
    expect(world.ledger.get('identity', identityOf(1))).toEqual({ account: BOB, used: 1n })
    expect(world.stream('reputation').earning).toBe(GRANT)
    expect(world.pool().reputation).toBe(GRANT)
    expect(recovery(ALICE)).toMatchObject({ to: BOB, state: 2n })
  })

  test('moves rights above `high` too, at once and again when more is freed', () => {
    world.setAccount(ALICE, { reputation: 100n })
    world.ledger.put('rights', { ...world.ledger.get('rights', ALICE), reputation: 70n, reputationHigh: 50n, reputationOpen: 1n, tokens: 8n }, ALICE)
    start(ALICE, BOB)
    world.now = START + DELAY
    finish(ALICE)
    expect(world.account(BOB)).toMatchObject({ reputation: 120n, heldReputation: 120n })
    expect(world.account(ALICE)).toMatchObject({ reputation: 0n, heldReputation: GRANT - 120n })
    expect(world.ledger.get('rights', ALICE)).toMatchObject({ reputation: 50n, reputationHigh: 50n, tokens: 8n })
    expect(finish(ALICE).error).toBe('NothingDue')
    world.ledger.put('rights', { ...world.ledger.get('rights', ALICE), reputationHigh: 0n, reputationOpen: 0n }, ALICE)
    expect(finish(ALICE).events.map(({ args }) => args[2])).toEqual([50n, 50n])
    expect(finish(ALICE).error).toBe('NothingDue')
    world.setAccount(ALICE, { reputation: 3n })
    expect(finish(ALICE).error).toBeUndefined()
    expect(world.account(BOB)).toMatchObject({ reputation: 173n, heldReputation: 173n })
  })

  test('with nothing to move the first one succeeds all the same', () => {
    world.setAccount(ALICE, { reputation: 0n })
    start(ALICE, BOB)
    world.now = START + DELAY
    expect(finish(ALICE).events).toEqual([{ name: 'RecoveryFinished', contract: 'reputation', args: [ALICE, BOB, 0n] }])
    expect(world.account(BOB).member).toBe(1n)
    expect(finish(ALICE).error).toBe('NothingDue')
  })

  test('errors in order', () => {
    expect(world.call(DAVE, 'finishRecovery', [ALICE], { value: 1n }).error).toBe('ValueNotAccepted')
    expect(finish(ALICE).error).toBe('NoRecovery')
    start(ALICE, BOB)
    world.setAccount(ALICE, { member: 0n })
    enrolled(world, BOB, 2)
    world.now = START + DELAY - 1n
    expect(finish(ALICE).error).toBe('RecoveryPending')
    world.now = START + DELAY
    expect(finish(ALICE).error).toBe('NotAMember')
    world.setAccount(ALICE, { member: 1n })
    expect(finish(ALICE).error).toBe('AlreadyMember')
  })

  test('who becomes a member again loses her finished recovery record, but not its deadline', () => {
    start(ALICE, BOB)
    world.now = START + DELAY
    finish(ALICE)
    enrolled(world, ALICE, 3)
    expect(recovery(ALICE)).toEqual({ to: ZERO_ADDRESS, readyAt: 0n, state: 0n, lastDeadline: START + 100n })
    expect(finish(ALICE).error).toBe('NoRecovery')
    expect(world.account(ALICE).reputation).toBe(GRANT)
  })

  test('also by another’s recovery; a pending record of somebody who becomes a member stays', () => {
    start(ALICE, BOB)
    world.now += DELAY
    finish(ALICE)
    start(BOB, ALICE)
    world.now += DELAY
    finish(BOB)
    expect(recovery(ALICE).state).toBe(0n)
    expect(recovery(BOB).state).toBe(2n)
    expect(world.ledger.get('identity', identityOf(1)).account).toBe(ALICE)
    expect(world.account(ALICE).reputation).toBe(GRANT)
  })

  test('an identity that moved cannot register again', () => {
    start(ALICE, BOB)
    world.now += DELAY
    finish(ALICE)
    const again = world.call(DAVE, 'register', [ALICE, identityOf(1), UINT256_MAX, sealOf(REGISTRAR)])
    expect(again.error).toBe('IdentityUsed')
  })

  test('membership’s credits stop for the one and begin at nothing for the other', () => {
    start(ALICE, BOB)
    world.now += DELAY
    finish(ALICE)
    expect(world.account(BOB)).toMatchObject({ credits: 0n, creditsTime: world.now })
    world.now += DAY / 2n
    world.call(ALICE, 'send', [], { to: BOB })
    world.setAccount(ALICE, { ether: 1n })
    world.setAccount(BOB, { ether: 1n })
    world.call(ALICE, 'send', [], { to: CAROL, value: 1n })
    world.call(BOB, 'send', [], { to: CAROL, value: 1n })
    expect([world.account(ALICE).credits, world.account(BOB).credits]).toEqual([0n, 10_000_000n])
  })
})
