import { beforeEach, describe, expect, test } from 'vitest'
import { systemAddress, ZERO_ADDRESS, type Address } from '../codec/address.ts'
import { bigintToBytes, bytesToBigint, concat } from '../codec/bytes.ts'
import { recoverAddress } from '../codec/recover.ts'
import { signerOf } from '../testing/registrar.ts'
import {
  ALICE, BOB, CAROL, createWorld, ETHER, genesisOf, identityOf, MAX, REGISTRAR, START, UINT256_MAX, type World,
} from '../testing/world.ts'

const GRANT = 10_000n * ETHER
const STIPEND = 10n ** 12n
const CREDITS = 20_000_000n
const DEADLINE = START + 100n
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

const registrar = signerOf(7)
const stranger = signerOf(8)

let world: World
beforeEach(() => {
  world = createWorld(genesisOf({}, { registrar: registrar.address }), recoverAddress)
})

async function register(member: Address, identity: number, sender: Address = ZERO_ADDRESS) {
  const signature = await registrar.membership(member, identityOf(identity), DEADLINE)
  return world.call(sender, 'register', [member, identityOf(identity), DEADLINE, signature])
}

describe('register', () => {
  test('makes a member, with reputation, a day’s credits and an identity', async () => {
    const result = await register(ALICE, 1)
    expect(result).toEqual({
      output: new Uint8Array(0),
      events: [
        { name: 'Transfer', contract: 'reputation', args: [ZERO_ADDRESS, ALICE, GRANT] },
        { name: 'Registered', contract: 'reputation', args: [ALICE, identityOf(1)] },
      ],
    })
    expect(world.account(ALICE)).toMatchObject({
      member: 1n, identity: identityOf(1), reputation: GRANT, heldReputation: GRANT, ether: 0n, credits: CREDITS, creditsTime: START,
    })
    expect(world.ledger.get('identity', identityOf(1))).toEqual({ account: ALICE, used: 1n })
    expect(world.pool()).toMatchObject({ reputation: GRANT, ether: 0n })
    expect(world.stream('reputation').earning).toBe(GRANT)
  })

  test('anybody may send it, and the sender gets nothing', async () => {
    expect((await register(ALICE, 1, BOB)).error).toBeUndefined()
    expect(world.account(BOB)).toMatchObject({ member: 0n, reputation: 0n, credits: 0n })
  })

  test('the stipend is paid whole or not at all', async () => {
    world.setPool({ ether: STIPEND })
    await register(ALICE, 1)
    expect([world.account(ALICE).ether, world.pool().ether]).toEqual([STIPEND, 0n])
    world.setPool({ ether: STIPEND - 1n })
    await register(BOB, 2)
    expect([world.account(BOB).ether, world.pool().ether]).toEqual([0n, STIPEND - 1n])
  })

  test('what is granted ends below 2^96, and registering does not fail for it', async () => {
    world.setPool({ reputation: MAX - 5n })
    expect((await register(ALICE, 1)).error).toBeUndefined()
    expect(world.account(ALICE)).toMatchObject({ member: 1n, reputation: 5n, heldReputation: 5n })
    expect(world.pool().reputation).toBe(MAX)
    const full = await register(BOB, 2)
    expect(full.events.map(({ name }) => name)).toEqual(['Registered'])
    expect(world.account(BOB)).toMatchObject({ member: 1n, reputation: 0n })
  })

  test('credits are filled, at the old capacity for the time before, and end at the new one', async () => {
    world.deposit(ALICE, ETHER)
    world.setAccount(ALICE, { credits: 0n })
    world.now = START + 43_200n
    const signature = await registrar.membership(ALICE, identityOf(1), UINT256_MAX)
    world.call(ZERO_ADDRESS, 'register', [ALICE, identityOf(1), UINT256_MAX, signature])
    expect(world.account(ALICE).credits).toBe(50_000_000n + CREDITS)
  })

  test('credits never pass their field, whatever the genesis', async () => {
    world = createWorld(genesisOf({ creditsPerEther: 2n ** 62n }, { registrar: registrar.address }), recoverAddress)
    world.deposit(ALICE, 5n * ETHER)
    expect(world.account(ALICE).credits).toBe(2n ** 64n - 1n)
    await register(ALICE, 1)
    expect(world.account(ALICE).credits).toBe(2n ** 64n - 1n)
  })

  test('identity zero is an identity like others', async () => {
    expect((await register(ALICE, 0)).error).toBeUndefined()
    expect((await register(BOB, 0)).error).toBe('IdentityUsed')
  })

  test('is open until the second before its deadline', async () => {
    world.now = DEADLINE - 1n
    expect((await register(ALICE, 1)).error).toBeUndefined()
    world.now = DEADLINE
    expect((await register(BOB, 2)).error).toBe('SignatureExpired')
  })

  describe('errors in order', () => {
    const none = new Uint8Array(0)
    test('ValueNotAccepted before all', () => {
      expect(world.call(ALICE, 'register', [ZERO_ADDRESS, identityOf(1), 0n, none], { value: 1n }).error).toBe('ValueNotAccepted')
    })
    test('InvalidReceiver before SignatureExpired', () => {
      for (const member of [ZERO_ADDRESS, systemAddress('token'), systemAddress('chain')]) {
        expect(world.call(ALICE, 'register', [member, identityOf(1), 0n, none]).error).toBe('InvalidReceiver')
      }
    })
    test('SignatureExpired before BadSignature', () => {
      expect(world.call(ALICE, 'register', [ALICE, identityOf(1), START, none]).error).toBe('SignatureExpired')
    })
    test('BadSignature before AlreadyMember', async () => {
      await register(ALICE, 1)
      expect(world.call(ALICE, 'register', [ALICE, identityOf(1), DEADLINE, none]).error).toBe('BadSignature')
    })
    test('AlreadyMember before IdentityUsed', async () => {
      await register(ALICE, 1)
      expect((await register(ALICE, 1)).error).toBe('AlreadyMember')
      expect((await register(ALICE, 2)).error).toBe('AlreadyMember')
      expect((await register(BOB, 1)).error).toBe('IdentityUsed')
    })
    test('a failed one changes nothing', async () => {
      await register(ALICE, 1)
      world.ledger.flush()
      await register(BOB, 1)
      expect(world.ledger.flush()).toEqual([])
    })
  })

  describe('signatures', () => {
    const tried = (signature: Uint8Array, identity = 1) =>
      world.call(ZERO_ADDRESS, 'register', [ALICE, identityOf(identity), DEADLINE, signature]).error

    test('of anybody else, for anything else, or for another chain, are bad', async () => {
      expect(tried(await stranger.membership(ALICE, identityOf(1), DEADLINE))).toBe('BadSignature')
      expect(tried(await registrar.membership(BOB, identityOf(1), DEADLINE))).toBe('BadSignature')
      expect(tried(await registrar.membership(ALICE, identityOf(2), DEADLINE))).toBe('BadSignature')
      expect(tried(await registrar.membership(ALICE, identityOf(1), DEADLINE + 1n))).toBe('BadSignature')
      expect(tried(await registrar.membership(ALICE, identityOf(1), DEADLINE, 1n))).toBe('BadSignature')
      expect(tried(await registrar.recovery(ALICE, BOB, DEADLINE))).toBe('BadSignature')
    })

    test('have one form: 65 bytes, v 27 or 28, low s', async () => {
      const good = await registrar.membership(ALICE, identityOf(1), DEADLINE)
      const v = good[64] ?? 0
      const s = bytesToBigint(good.subarray(32, 64))
      const withV = (byte: number) => concat(good.subarray(0, 64), Uint8Array.of(byte))
      const high = concat(good.subarray(0, 32), bigintToBytes(ORDER - s, 32), Uint8Array.of(55 - v))
      const bad = [
        new Uint8Array(0), good.subarray(0, 64), concat(good, Uint8Array.of(0)), withV(v - 27), withV(55 - v), withV(29), withV(0), high,
        new Uint8Array(65), concat(new Uint8Array(64), Uint8Array.of(27)),
      ]
      for (const signature of bad) expect(tried(signature)).toBe('BadSignature')
      expect(tried(good)).toBeUndefined()
    })

    test('without a registrar an empty one lets anybody in, and no other does', () => {
      world = createWorld(genesisOf({}, { registrar: ZERO_ADDRESS }), recoverAddress)
      for (const length of [1, 65]) expect(tried(new Uint8Array(length))).toBe('BadSignature')
      expect(tried(new Uint8Array(0))).toBeUndefined()
    })

    test('with a registrar an empty one is bad', () => {
      world = createWorld(genesisOf({}, { registrar: REGISTRAR }), recoverAddress)
      expect(tried(new Uint8Array(0))).toBe('BadSignature')
    })
  })
})

test.each([
  ['reputationTransfer', [BOB, 0n]],
  ['reputationApprove', [BOB, 0n]],
  ['reputationTransferFrom', [ALICE, CAROL, 0n]],
] as const)('%s fails, even of nothing', (kind, args) => {
  expect(world.call(ALICE, kind, args).error).toBe('NotTransferable')
  expect(world.call(ALICE, kind, args, { value: 1n }).error).toBe('ValueNotAccepted')
})
