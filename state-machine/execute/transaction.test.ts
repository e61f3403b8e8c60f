import { describe, expect, test } from 'vitest'
import { ZERO_ADDRESS, type Address } from '../codec/address.ts'
import { recoverAddress } from '../codec/recover.ts'
import type { Transaction } from '../codec/transaction.ts'
import { KINDS, type KindName } from '../params.ts'
import { accountOfKey, claimedBy, signedBy, type Draft } from '../testing/chain.ts'
import {
  ALICE, BOB, createWorld, DAY, ETHER, genesisOf, giveTokens, identityOf, MAX, OPERATOR, REGISTRAR, sealOf, START, wordOf, type World,
} from '../testing/world.ts'
import { kindGas } from './gas.ts'
import type { Outcome } from './outcome.ts'
import { executeOperation, executeTransaction, type TransactionOptions } from './transaction.ts'

const GAS = 21_000n

const rich = (genesis = genesisOf()): World => {
  const world = createWorld(genesis)
  world.deposit(ALICE, ETHER)
  world.ledger.flush()
  return world
}
const execute = (world: World, transaction: Transaction, options: TransactionOptions = {}): Outcome =>
  executeTransaction({ ledger: world.ledger, config: world.config, now: world.now }, transaction, options)
const run = (world: World, draft: Draft, options: TransactionOptions = {}, sender: Address = ALICE) =>
  execute(world, claimedBy(sender, draft), options)

describe('gas', () => {
  test('a plain transfer is 21,000, all else a quarter of what a proof may cost, up', () => {
    expect(kindGas('send')).toBe(21_000n)
    expect(kindGas('mint')).toBe(37_000n)
    expect(kindGas('tokenTransfer')).toBe(59_000n)
    expect(kindGas('tokenTransferFrom')).toBe(106_750n)
    expect(kindGas('register')).toBe(118_000n)
    expect(kindGas('finishRecovery')).toBe(180_250n)
    for (const kind of Object.keys(KINDS) as KindName[]) expect(kindGas(kind)).toBeGreaterThanOrEqual(21_000n)
  })
})

describe('a transaction', () => {
  test('uses a nonce and credits, and its fee reaches the pool', () => {
    const world = rich()
    const transaction = claimedBy(ALICE, { to: BOB, value: 5n, gas: 90_000n, feeCap: 7n })
    expect(execute(world, transaction)).toEqual({
      included: true, source: 'transaction', success: true, sender: ALICE, to: BOB, value: 5n, gasUsed: GAS, call: transaction.call,
      transaction, events: [], output: new Uint8Array(0),
    })
    expect(world.account(ALICE)).toMatchObject({ nonce: 1n, ether: ETHER - 5n - GAS, credits: 100_000_000n - GAS })
    expect(world.account(BOB).ether).toBe(5n)
    expect(world.pool().ether).toBe(GAS)
  })

  test('pays the base fee, not its caps, and not for its unused gas', () => {
    const world = rich(genesisOf({ baseFee: 3n }))
    run(world, { to: BOB, gas: 2n ** 64n - 1n, feeCap: 10n ** 30n })
    expect(world.pool().ether).toBe(3n * GAS)
  })

  test('that breaks a rule uses nonce, credits and fee, and changes nothing else', () => {
    const world = rich()
    const outcome = run(world, { to: ZERO_ADDRESS, value: 5n })
    expect(outcome).toMatchObject({ included: true, success: false, error: 'InvalidReceiver', gasUsed: GAS, events: [] })
    expect(world.account(ALICE)).toMatchObject({ nonce: 1n, ether: ETHER - GAS, credits: 100_000_000n - GAS })
    expect(world.pool().ether).toBe(GAS)
  })

  test('the fee leaves before the call and arrives after it', () => {
    const world = rich()
    // Sending all there was: the fee is gone already.
    expect(run(world, { to: BOB, value: ETHER })).toMatchObject({ success: false, error: 'InsufficientEther' })
    expect(run(world, { nonce: 1n, to: BOB, value: ETHER - 2n * GAS })).toMatchObject({ success: true })
    expect(world.account(ALICE).ether).toBe(0n)
    // Proceeds are of the pool as it was: its own fee is not in it.
    const burner = rich()
    giveTokens(burner, ALICE, 100n)
    burner.setPool({ ether: 1_000n })
    const burned = run(burner, { call: { kind: 'burn', args: [100n, 0n] } })
    expect(burned.included && wordOf({ output: burned.output, events: [] })).toBe(1_000n)
    expect(burner.pool().ether).toBe(kindGas('burn'))
  })

  test('by genesis the fee goes to the operator, also his own', () => {
    const world = rich(genesisOf({ feeToPool: 0n }))
    run(world, { to: BOB })
    expect(world.pool().ether).toBe(0n)
    expect(world.account(OPERATOR)).toMatchObject({ ether: GAS, credits: 0n })
    world.deposit(OPERATOR, ETHER)
    run(world, { to: BOB, value: 1n }, {}, OPERATOR)
    expect(world.account(OPERATOR).ether).toBe(ETHER + GAS - 1n)
  })

  test('with ether on a call that takes none fails', () => {
    expect(run(rich(), { call: { kind: 'tokenTransfer', args: [BOB, 0n] }, value: 1n })).toMatchObject({ error: 'ValueNotAccepted' })
  })

  test('a value of 256 bits is no way out', () => {
    expect(run(rich(), { to: BOB, value: 2n ** 256n - 1n })).toMatchObject({ error: 'AmountTooLarge' })
    expect(run(rich(), { call: { kind: 'mint', args: [1n] }, value: 2n ** 256n - 1n })).toMatchObject({ error: 'InsufficientEther' })
  })
})

describe('a transaction that is skipped changes nothing', () => {
  const skipped = (world: World, draft: Draft, options: TransactionOptions = {}) => {
    const outcome = run(world, draft, options)
    expect(world.ledger.flush()).toEqual([])
    return outcome.included ? 'included' : outcome.reason
  }

  test('for the first of its reasons', () => {
    const world = rich()
    expect(skipped(world, { nonce: 1n, gas: 0n, feeCap: 0n })).toBe('WrongNonce')
    expect(skipped(world, { gas: GAS - 1n, feeCap: 0n })).toBe('GasTooLow')
    world.setAccount(ALICE, { ether: GAS - 1n })
    world.ledger.flush()
    expect(skipped(world, { feeCap: 0n })).toBe('FeeTooLow')
    expect(skipped(world, {})).toBe('CannotPayFee')
    expect(skipped(world, { nonce: 2n ** 64n - 2n })).toBe('WrongNonce')
  })

  test('without credits, until they are filled', () => {
    const world = rich()
    world.setAccount(ALICE, { ether: GAS, credits: GAS - 3n })
    world.call(BOB, 'send', [], { to: BOB })
    world.ledger.flush()
    expect(skipped(world, {})).toBe('NoCredits')
    world.setAccount(ALICE, { ether: ETHER, credits: GAS - 3n })
    world.ledger.flush()
    // 1,157.4 a second.
    world.now = START + 1n
    expect(run(world, {})).toMatchObject({ included: true })
    expect(world.account(ALICE).credits).toBe(1_154n)
  })

  test('forced ones need no credits and use none', () => {
    const world = rich()
    world.setAccount(ALICE, { credits: 5n })
    expect(run(world, { to: BOB }, { forced: true })).toMatchObject({ included: true, source: 'forced' })
    expect(world.account(ALICE)).toMatchObject({ credits: 5n, nonce: 1n, ether: ETHER - GAS })
    expect(run(world, { to: BOB }, { forced: true })).toEqual({ included: false, reason: 'WrongNonce' })
  })

  test('credits above the capacity are not there', () => {
    const world = rich()
    world.call(ALICE, 'send', [], { to: BOB, value: ETHER - 10n ** 14n })
    expect(world.account(ALICE).credits).toBe(100_000_000n)
    world.ledger.flush()
    // The rest is worth 10,000 gas a day.
    expect(skipped(world, { to: BOB })).toBe('NoCredits')
  })
})

describe('signatures', () => {
  const sender = accountOfKey(5)
  const signedWorld = () => {
    const world = createWorld(genesisOf(), recoverAddress)
    world.deposit(sender, ETHER)
    world.ledger.flush()
    return world
  }

  test.each([0, 2] as const)('of type %s name the sender', (type) => {
    const world = signedWorld()
    expect(execute(world, signedBy(5, { type, to: BOB, value: 1n }))).toMatchObject({ included: true, sender })
    expect(world.account(BOB).ether).toBe(1n)
  })

  test('for another chain, or of other content, are somebody else’s', () => {
    const good = signedBy(5, { to: BOB, value: 1n })
    for (const bad of [signedBy(5, { to: BOB, value: 1n }, 1n), { ...good, value: 2n }, { ...good, yParity: good.yParity === 0 ? 1 as const : 0 as const }]) {
      const world = signedWorld()
      expect(execute(world, bad)).toMatchObject({ included: false })
      expect(world.ledger.flush()).toEqual([])
    }
  })

  test('that no key can have made are bad', () => {
    const world = signedWorld()
    // No point of the curve has the x coordinate 5.
    const r = new Uint8Array(32)
    r[31] = 5
    expect(execute(world, { ...signedBy(5, {}), r })).toEqual({ included: false, reason: 'BadSignature' })
  })

  test('need not be recovered twice', () => {
    const world = createWorld(genesisOf(), () => undefined)
    world.deposit(ALICE, ETHER)
    expect(run(world, {})).toEqual({ included: false, reason: 'BadSignature' })
    expect(run(world, {}, { sender: ALICE })).toMatchObject({ included: true, sender: ALICE })
  })
})

describe('an operation', () => {
  const register = (world: World, identity: number) =>
    executeOperation(
      { ledger: world.ledger, config: world.config, now: world.now },
      { call: { kind: 'register', args: [BOB, identityOf(identity), MAX, sealOf(REGISTRAR)] } },
    )

  test('has no sender, costs nothing, and is skipped where it changes nothing', () => {
    const world = createWorld()
    world.setPool({ ether: 10n ** 12n })
    expect(register(world, 1)).toMatchObject({ included: true, source: 'operation', success: true, sender: ZERO_ADDRESS, gasUsed: 0n, value: 0n })
    expect(world.account(BOB)).toMatchObject({ member: 1n, ether: 10n ** 12n })
    expect(world.pool().ether).toBe(0n)
    world.ledger.flush()
    expect(register(world, 2)).toEqual({ included: false, reason: 'NoEffect' })
    expect(world.ledger.flush()).toEqual([])
  })

  test('brings a member with nothing to her first transaction', () => {
    const world = createWorld()
    world.setPool({ ether: ETHER })
    register(world, 1)
    expect(run(world, { to: ALICE, value: 1n }, {}, BOB)).toMatchObject({ included: true, success: true })
    expect(world.account(BOB)).toMatchObject({ ether: 10n ** 12n - GAS - 1n, credits: 20_000_000n - GAS })
    world.now += DAY
    expect(run(world, { nonce: 1n, to: ALICE }, {}, BOB)).toMatchObject({ included: true })
    expect(world.account(BOB).credits).toBe(20_000_099n - GAS)
  })
})
