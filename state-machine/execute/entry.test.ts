import { describe, expect, test } from 'vitest'
import { aliasOf, systemAddress, ZERO_ADDRESS, type Address } from '../codec/address.ts'
import { addressToBytes } from '../codec/address.ts'
import { bigintToBytes, concat } from '../codec/bytes.ts'
import type { InboxEntry } from '../codec/entry.ts'
import { encodeOperation } from '../codec/transaction.ts'
import { claimedBy, depositOf, forcedOf, sendOf, tokenDepositOf } from '../testing/chain.ts'
import { ALICE, BOB, CAROL, createWorld, enrolled, ETHER, giveTokens, genesisOf, identityOf, MAX, REGISTRAR, sealOf, START, wordOf, type World } from '../testing/world.ts'
import { executeEntry } from './entry.ts'
import { kindGas } from './gas.ts'

const GAS = 21_000n
const INDEX = 9n

const read = (world: World, entry: InboxEntry) =>
  executeEntry({ ledger: world.ledger, config: world.config, now: world.now }, INDEX, entry)
const funded = (genesis = genesisOf()): World => {
  const world = createWorld(genesis)
  world.deposit(ALICE, ETHER)
  world.ledger.flush()
  return world
}
const accountsChanged = (world: World, ...accounts: Address[]) => accounts.map((account) => world.account(account).nonce + world.account(account).ether)

describe('a deposit', () => {
  test('always takes effect, with its credits', () => {
    const world = createWorld()
    const entry = depositOf(BOB, ETHER)
    expect(read(world, entry)).toEqual({
      included: true, source: 'deposit', success: true, sender: BOB, to: BOB, value: ETHER, gasUsed: 0n, entryIndex: INDEX, entry,
      events: [{ name: 'Deposited', contract: 'bridge', args: [INDEX, BOB, ETHER] }], output: new Uint8Array(0),
    })
    expect(world.account(BOB)).toMatchObject({ ether: ETHER, credits: 100_000_000n })
    expect(world.pool().ether).toBe(0n)
  })

  test('has a receiver whatever its payload is', () => {
    const to = (payload: Uint8Array) => {
      const outcome = read(createWorld(), { ...depositOf(BOB, 1n), payload })
      return outcome.included ? outcome.to : undefined
    }
    expect(to(new Uint8Array(0))).toBe(ZERO_ADDRESS)
    expect(to(Uint8Array.of(1))).toBe(`0x01${'00'.repeat(19)}`)
    expect(to(concat(addressToBytes(CAROL), Uint8Array.of(1, 2)))).toBe(CAROL)
    expect(to(addressToBytes(systemAddress('bridge')))).toBe(systemAddress('bridge'))
  })
})

describe('a deposit of tokens', () => {
  const bridge = systemAddress('bridge')
  /** Alice had 100 tokens and took 60 of them to L1. */
  const bridgedWorld = (): World => {
    const world = createWorld()
    giveTokens(world, ALICE, 100n)
    expect(world.call(ALICE, 'withdrawTokens', [BOB, 60n]).error).toBeUndefined()
    return world
  }
  const bridgedIn = (world: World): bigint => world.ledger.get('bridged').tokens

  test('always takes effect, for whom L1 named', () => {
    const world = bridgedWorld()
    const entry = tokenDepositOf(CAROL, 25n)
    expect(read(world, { ...entry, from: BOB })).toEqual({
      included: true, source: 'tokenDeposit', success: true, sender: BOB, to: CAROL, value: 0n, gasUsed: 0n, entryIndex: INDEX, entry: { ...entry, from: BOB },
      events: [
        { name: 'Transfer', contract: 'token', args: [bridge, CAROL, 25n] },
        { name: 'TokensDeposited', contract: 'bridge', args: [INDEX, CAROL, 25n] },
      ],
      output: new Uint8Array(0),
    })
    expect(world.account(CAROL)).toMatchObject({ tokens: 25n, heldTokens: 25n, ether: 0n })
    expect([world.pool().tokens, world.stream('tokens').earning, bridgedIn(world)]).toEqual([100n, 65n, 35n])
  })

  test('brings no more than is out there', () => {
    const world = bridgedWorld()
    expect(read(world, tokenDepositOf(CAROL, 61n))).toMatchObject({ events: [{ args: [bridge, CAROL, 60n] }, { args: [INDEX, CAROL, 60n] }] })
    expect(read(world, tokenDepositOf(CAROL, 1n))).toMatchObject({ success: true, events: [{ name: 'TokensDeposited', args: [INDEX, CAROL, 0n] }] })
    expect([world.account(CAROL).tokens, bridgedIn(world), world.pool().tokens]).toEqual([60n, 0n, 100n])
  })

  test('has a receiver and an amount whatever its payload is', () => {
    const received = (payload: Uint8Array) => {
      const outcome = read(bridgedWorld(), { ...tokenDepositOf(CAROL, 1n), payload })
      return outcome.included ? outcome.events.at(-1)?.args.slice(1) : undefined
    }
    const whole = tokenDepositOf(CAROL, 5n).payload
    expect(received(new Uint8Array(0))).toEqual([ZERO_ADDRESS, 0n])
    expect(received(addressToBytes(CAROL))).toEqual([CAROL, 0n])
    expect(received(whole.subarray(0, 31))).toEqual([CAROL, 0n])
    expect(received(concat(whole, Uint8Array.of(1, 2)))).toEqual([CAROL, 5n])
    expect(received(concat(addressToBytes(bridge), bigintToBytes(7n, 12)))).toEqual([bridge, 7n])
  })

  test('what ether it brings is the pool’s', () => {
    const world = bridgedWorld()
    read(world, { ...tokenDepositOf(CAROL, 1n), value: 5n })
    expect([world.pool().ether, world.account(CAROL).ether]).toEqual([5n, 0n])
  })
})

describe('a forced transaction', () => {
  test('runs as its signer’s, without credits; its L1 fee goes to the pool', () => {
    const world = funded(genesisOf({ feeToPool: 0n }))
    world.setAccount(ALICE, { credits: 0n })
    const transaction = claimedBy(ALICE, { to: BOB, value: 5n })
    const entry = forcedOf(transaction, 77n)
    expect(read(world, entry)).toMatchObject({
      included: true, source: 'forced', success: true, sender: ALICE, to: BOB, value: 5n, gasUsed: GAS, entryIndex: INDEX, entry, transaction,
    })
    expect(world.account(ALICE)).toMatchObject({ nonce: 1n, ether: ETHER - 5n - GAS, credits: 0n })
    // The fee of the entry stays with the pool, where the operator gets those of calls.
    expect(world.pool().ether).toBe(77n)
  })

  test('that breaks a rule is included as failed', () => {
    const world = funded()
    expect(read(world, forcedOf(claimedBy(ALICE, { to: ZERO_ADDRESS }), 77n))).toMatchObject({ success: false, error: 'InvalidReceiver' })
    expect(world.pool().ether).toBe(77n + GAS)
  })

  test.each([
    ['WrongNonce', forcedOf(claimedBy(ALICE, { nonce: 1n }), 77n)],
    ['GasTooLow', forcedOf(claimedBy(ALICE, { gas: GAS - 1n }), 77n)],
    ['FeeTooLow', forcedOf(claimedBy(ALICE, { feeCap: 0n }), 77n)],
    ['CannotPayFee', forcedOf(claimedBy(BOB, {}), 77n)],
    ['Undecodable', { ...forcedOf(claimedBy(ALICE, {}), 77n), payload: new Uint8Array(0) }],
    ['Undecodable', { ...forcedOf(claimedBy(ALICE, {}), 77n), payload: new Uint8Array(1_537) }],
  ] as const)('is skipped, its L1 fee kept: %s', (reason, entry) => {
    const world = funded()
    expect(read(world, entry)).toEqual({ included: false, reason })
    expect(accountsChanged(world, ALICE, BOB)).toEqual([ETHER, 0n])
    expect(world.pool().ether).toBe(77n)
  })

  test('no operation comes through the inbox', () => {
    const call = { kind: 'register', args: [BOB, identityOf(1), MAX, sealOf(REGISTRAR)] } as const
    const world = funded()
    expect(read(world, { ...forcedOf(claimedBy(ALICE, {})), payload: encodeOperation({ call }) })).toEqual({ included: false, reason: 'Undecodable' })
    expect(world.account(BOB).member).toBe(0n)
  })
})

describe('a message of an L1 contract', () => {
  test('calls as its alias, without nonce or credits', () => {
    const alias = aliasOf(CAROL)
    const world = createWorld()
    world.deposit(alias, ETHER)
    world.setAccount(alias, { credits: 0n })
    const call = { kind: 'mint', args: [ETHER] } as const
    const entry = sendOf({ from: alias, call, value: 10n ** 15n, fee: 77n })
    const outcome = read(world, entry)
    expect(outcome).toMatchObject({
      included: true, source: 'send', success: true, sender: alias, to: systemAddress('token'), value: 10n ** 15n, gasUsed: kindGas('mint'), call, entry,
    })
    // The fee stands in E before the call, where nobody owns it: it is cut into forfeited tokens.
    expect(world.pool()).toMatchObject({ tokens: ETHER, forfeited: (77n * ETHER) / (5n * 10n ** 13n), ether: 77n + 10n ** 14n + kindGas('mint') })
    expect(outcome.included && wordOf(outcome)).toBe(10n ** 14n)
    expect(world.account(alias)).toMatchObject({ nonce: 0n, tokens: ETHER, ether: ETHER - 10n ** 14n - kindGas('mint') })
  })

  test('is a plain transfer without calldata, also to a system contract, where it fails', () => {
    const world = funded()
    expect(read(world, sendOf({ from: ALICE, to: BOB, value: 5n }))).toMatchObject({ success: true, call: { kind: 'send' }, to: BOB })
    expect(world.account(BOB).ether).toBe(5n)
    expect(read(world, sendOf({ from: ALICE, to: systemAddress('token') }))).toMatchObject({ success: false, error: 'InvalidReceiver' })
    expect(world.account(ALICE)).toMatchObject({ nonce: 0n, ether: ETHER - 5n - 2n * GAS })
  })

  test('with value on a call that takes none fails, and pays', () => {
    const world = funded()
    const outcome = read(world, sendOf({ from: ALICE, call: { kind: 'burn', args: [1n, 0n] }, value: 1n }))
    expect(outcome).toMatchObject({ included: true, success: false, error: 'ValueNotAccepted', value: 1n })
    expect(world.account(ALICE).ether).toBe(ETHER - kindGas('burn'))
  })

  const cut = (entry: InboxEntry, length: number): InboxEntry => ({ ...entry, payload: entry.payload.subarray(0, length) })
  const more = (entry: InboxEntry): InboxEntry => ({ ...entry, payload: concat(entry.payload, Uint8Array.of(0)) })
  const transfer = { kind: 'tokenTransfer', args: [BOB, 0n] } as const
  test.each([
    ['CannotPayFee', sendOf({ from: CAROL, to: BOB, fee: 77n })],
    ['Undecodable', cut(sendOf({ from: ALICE, to: BOB, fee: 77n }), 51)],
    ['Undecodable', cut(sendOf({ from: ALICE, fee: 77n }), 0)],
    ['Undecodable', more(sendOf({ from: ALICE, to: BOB, fee: 77n }))],
    ['Undecodable', more(sendOf({ from: ALICE, call: transfer, fee: 77n }))],
    ['Undecodable', cut(sendOf({ from: ALICE, call: transfer, fee: 77n }), 60)],
    ['Undecodable', { ...sendOf({ from: ALICE, fee: 77n }), payload: concat(bigintToBytes(0n, 32), addressToBytes(systemAddress('token')), bigintToBytes(5n, 4)) }],
  ] as const)('is skipped, its L1 fee kept: %s', (reason, entry) => {
    const world = funded()
    expect(read(world, entry)).toEqual({ included: false, reason })
    expect(accountsChanged(world, ALICE, BOB, CAROL)).toEqual([ETHER, 0n, 0n])
    expect(world.pool().ether).toBe(77n)
  })

  test('a call that a member’s contract makes is a member’s', () => {
    const world = createWorld()
    const alias = aliasOf(CAROL)
    enrolled(world, alias, 1)
    world.deposit(alias, ETHER)
    expect(read(world, sendOf({ from: alias, call: { kind: 'cancelRecovery', args: [] } }))).toMatchObject({ success: false, error: 'NoRecovery' })
  })
})

test.each([4, 17, 255])('an entry of kind %s gives its fee and does nothing', (kind) => {
  const world = funded()
  expect(read(world, { kind, time: START, from: ALICE, value: 5n, payload: new Uint8Array(60) })).toEqual({ included: false, reason: 'Undecodable' })
  expect(world.pool().ether).toBe(5n)
})
