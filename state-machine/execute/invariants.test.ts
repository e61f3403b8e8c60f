import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { Address, systemAddress, ZERO_ADDRESS } from '../codec/address.ts'
import type { ErrorName, KindName } from '../params.ts'
import { capacityOf, refillCredits } from '../rules/credits.ts'
import { settleDue, settleStream, streamOf } from '../rules/streams.ts'
import { burnProceeds } from '../rules/token.ts'
import { decodeRecord, encodeRecord, type RecordOf } from '../state/layout.ts'
import type { Ledger } from '../state/ledger.ts'
import { claimedBy } from '../testing/chain.ts'
import { ACTORS, KIND_NAMES, oneIn, pick, randomActor, randomCall, randomEntry, randomValue, recoverTraffic } from '../testing/traffic.ts'
import { createWorld, genesisOf, OPERATOR, START, type World } from '../testing/world.ts'
import { createRandom, type Random } from '../tree/testing/scenario.ts'
import { executeEntry } from './entry.ts'
import type { Outcome } from './outcome.ts'
import { executeOperation, executeTransaction } from './transaction.ts'

const SCALE = 2n ** 96n
const KINDS_HERE: readonly KindName[] = [...KIND_NAMES, 'mint', 'mint', 'tokenTransfer', 'collectDividend', 'requestRights', 'withdrawRights']
/** Every account that a history can give something to; entries of random bytes add to it. */
const KNOWN = [...ACTORS, OPERATOR, ZERO_ADDRESS, systemAddress('token'), systemAddress('chain'), Address(`0x${'ff'.repeat(20)}`)]

interface History {
  readonly world: World
  readonly accounts: Set<Address>
  /** wei that L1 has sent. */
  paidIn: bigint
  /** Tokens that came back from L1. */
  cameBack: bigint
}

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n)

const cameBackIn = ({ events }: Extract<Outcome, { included: true }>): bigint =>
  events.reduce((total, { name, args: [, , amount] }) => (name === 'TokensDeposited' && typeof amount === 'bigint' ? total + amount : total), 0n)

/** One thing happens after some time: an entry, an operation, or a transaction. */
function happen(history: History, random: Random): { readonly kind?: KindName; readonly outcome: Outcome } {
  const { world } = history
  const run = { ledger: world.ledger, config: world.config, now: world.now }
  const nonceOf = (account: Address) => world.account(account).nonce
  if (oneIn(random, 5)) {
    const entry = randomEntry(random, world.now, { now: world.now, nonceOf })
    history.paidIn += entry.value
    const outcome = executeEntry(run, 0n, entry)
    if (outcome.included) history.accounts.add(outcome.to)
    if (outcome.included) history.cameBack += cameBackIn(outcome)
    const kind = outcome.included && outcome.success ? outcome.call?.kind : undefined
    return kind === undefined ? { outcome } : { kind, outcome }
  }
  if (oneIn(random, 10)) return { kind: 'register', outcome: executeOperation(run, { call: randomCall(random, 'register', world.now) }) }
  const sender = randomActor(random)
  const kind = pick(random, KINDS_HERE)
  const draft = { nonce: nonceOf(sender), call: randomCall(random, kind, world.now), value: randomValue(random, kind), to: randomActor(random) }
  return { kind, outcome: executeTransaction(run, claimedBy(sender, draft), { forced: true }) }
}

const successOf = ({ outcome }: ReturnType<typeof happen>) => outcome.included && outcome.success

/** protocol.md section 10, as far as money, membership and dividends go. */
function expectInvariants(history: History): void {
  const { world, accounts, paidIn } = history
  const { ledger } = world
  const pool = world.pool()
  const all = [...accounts].map((address) => world.account(address))
  const rights = [...accounts].map((address) => ledger.get('rights', address))
  const withdrawals = Array.from({ length: Number(pool.withdrawals) }, (_, i) => ledger.get('withdrawal', BigInt(i + 1)).value)
  // 1: no wei is made or lost.
  expect(pool.ether + pool.escrowed + sum(all.map(({ ether }) => ether)) + sum(withdrawals) + pool.dividendPot).toBe(paidIn)
  // 2: supplies are what accounts have, and so is what earns.
  const { tokens: bridged } = ledger.get('bridged')
  expect(pool.tokens).toBe(sum(all.map(({ tokens }) => tokens)) + sum(rights.map(({ tokens }) => tokens)) + bridged)
  // What went to L1 is claimed, claimable or came back: never less than is out there.
  const tokensOut = Array.from({ length: Number(pool.withdrawals) }, (_, i) => ledger.get('tokenWithdrawal', BigInt(i + 1)).amount)
  expect(sum(tokensOut)).toBe(bridged + history.cameBack)
  expect(pool.reputation).toBe(sum(all.map(({ reputation }) => reputation)) + sum(rights.map(({ reputation }) => reputation)))
  expect(world.stream('tokens').earning).toBe(sum(all.map(({ heldTokens }) => heldTokens)))
  expect(world.stream('reputation').earning).toBe(sum(all.map(({ heldReputation }) => heldReputation)))
  all.forEach(({ tokens, heldTokens, reputation, heldReputation }, i) => {
    expect(heldTokens).toBe(tokens + (rights[i]?.tokens ?? 0n))
    expect(heldReputation).toBe(reputation + (rights[i]?.reputation ?? 0n))
  })
  // 6: the whole supply is never worth more than the pool.
  expect(burnProceeds(pool, pool.tokens)).toBeLessThanOrEqual(pool.ether)
  for (const account of all) {
    const { credits } = refillCredits(account, world.now, world.config.genesis.parameters)
    expect(credits).toBeLessThanOrEqual(capacityOf(account, world.config.genesis.parameters))
  }
}

/** What all accounts have due and both streams still owe is in the pot. */
function expectPotSuffices({ world, accounts }: History): void {
  const { ledger } = world
  const mark = ledger.mark()
  const where = { ledger, genesis: world.config.genesis, now: world.now }
  settleStream(where, 'tokens')
  settleStream(where, 'reputation')
  const [tokens, reputation] = [streamOf(where, 'tokens'), streamOf(where, 'reputation')]
  const due = [...accounts].map((address) => settleDue(settleDue(world.account(address), 'tokens', tokens.acc), 'reputation', reputation.acc).due)
  const owed = sum([tokens, reputation].map(({ rate, end }) => (end > world.now ? rate * (end - world.now) : 0n)))
  expect(world.pool().dividendPot * SCALE).toBeGreaterThanOrEqual(sum(due) * SCALE + owed)
  ledger.undoTo(mark)
}

/** 3: supplies change by their causes alone. */
function expectCauses(before: RecordOf<'pool'>, after: RecordOf<'pool'>, happened: ReturnType<typeof happen>): void {
  const cause = successOf(happened) ? happened.kind : undefined
  if (cause !== 'mint' && cause !== 'burn') expect(after.tokens).toBe(before.tokens)
  if (cause !== 'register') expect(after.reputation).toBe(before.reputation)
  if (after.forfeited !== before.forfeited) {
    expect(cause).toBe('mint')
    expect(before.tokens + before.forfeited).toBe(0n)
  }
}

/** Membership, identity and its record say the same. */
function expectMembership({ world, accounts }: History): void {
  for (const address of accounts) {
    const { member, identity } = world.account(address)
    if (member === 1n) expect(world.ledger.get('identity', identity)).toEqual({ account: address, used: 1n })
    else expect(identity.every((byte) => byte === 0)).toBe(true)
  }
}

/** No value is wider than its field. */
function expectFits(ledger: Ledger, accounts: Iterable<Address>): void {
  for (const address of accounts) {
    const account = ledger.get('account', address)
    expect(decodeRecord('account', encodeRecord('account', account))).toEqual(account)
  }
  const pool = ledger.get('pool')
  expect(decodeRecord('pool', encodeRecord('pool', pool))).toEqual(pool)
  for (const id of [0n, 1n]) {
    const stream = ledger.get('stream', id)
    expect(decodeRecord('stream', encodeRecord('stream', stream))).toEqual(stream)
  }
}

const outcomes = new Map<string, number>()
const tally = ({ kind, outcome }: ReturnType<typeof happen>): void => {
  const what: ErrorName | 'ok' | undefined = outcome.included ? (outcome.error ?? 'ok') : undefined
  if (what !== undefined) outcomes.set(`${kind ?? 'deposit'} ${what}`, (outcomes.get(`${kind ?? 'deposit'} ${what}`) ?? 0) + 1)
}

test('every call of every history leaves the invariants standing', { retry: 0 }, () => {
  const parameters = fc.record({
    poolMemory: fc.constantFrom(0n, 1_000n, 86_400n),
    feeToPool: fc.constantFrom(0n, 1n),
    dividendPeriod: fc.constantFrom(1n, 100n, 2_592_000n),
    dividendReputationShare: fc.constantFrom(0n, 5_000n, 9_999n, 10_000n),
    recoveryDelay: fc.constantFrom(0n, 1_000n),
    registrationStipend: fc.constantFrom(0n, 10n ** 12n),
    registrationGrant: fc.constantFrom(0n, 7n, 10n ** 22n, 2n ** 95n),
    basePrice: fc.constantFrom(1n, 5n * 10n ** 13n, 10n ** 20n),
  })
  const step = fc.record({ seed: fc.integer(), wait: fc.oneof(fc.constant(0), fc.nat(50), fc.nat(5_000), fc.nat(4_000_000)) })
  const property = fc.property(parameters, fc.array(step, { minLength: 40, maxLength: 160 }), (chosen, steps) => {
    const world = createWorld(genesisOf(chosen), recoverTraffic)
    const history: History = { world, accounts: new Set(KNOWN), paidIn: 0n, cameBack: 0n }
    for (const actor of ACTORS) world.deposit(actor, 10n ** 20n)
    history.paidIn = 10n ** 20n * BigInt(ACTORS.length)
    world.now = START
    for (const { seed, wait } of steps) {
      world.now += BigInt(wait)
      const before = world.pool()
      const happened = happen(history, createRandom(seed))
      tally(happened)
      expectCauses(before, world.pool(), happened)
      expectInvariants(history)
      expectPotSuffices(history)
    }
    expectMembership(history)
    expectFits(world.ledger, history.accounts)
  })
  // fast-check prints the seed of what fails.
  fc.assert(property, { numRuns: budget(60) })
  // Histories in which these fail would show nothing; the rare ones have tests of their own.
  const common = ['deposit', 'send', 'mint', 'burn', 'donate', 'tokenTransfer', 'register', 'payDividend', 'collectDividend', 'withdraw', 'withdrawTokens']
  expect(common.filter((kind) => !outcomes.has(`${kind} ok`))).toEqual([])
})
