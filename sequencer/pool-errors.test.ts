import { kindGas } from '@distribute/state-machine'
import { expect, test } from 'vitest'
import { createPool } from './pool.ts'
import type { PoolDependencies, PooledTransaction, PoolOptions } from './pool-types.ts'
import { addressOf, configOf, createAccounts, ETHER, genesisOf, pooledOf, START, unencodable } from './testing/world.ts'

const ALICE = addressOf(10)
const POOR = addressOf(11)
const NO_CREDITS = addressOf(12)
const MEMBER = addressOf(13)

function poolWith(options: Partial<PoolOptions> = {}, more: Partial<PoolDependencies> = {}) {
  const accounts = createAccounts()
  accounts.set(ALICE, { nonce: 5n, ether: ETHER, credits: 10n ** 9n })
  accounts.set(POOR, { ether: 30_000n, member: 1n, credits: 10n ** 9n })
  accounts.set(NO_CREDITS, { ether: 10n ** 13n })
  accounts.set(MEMBER, { ether: 10n ** 13n, member: 1n })
  const genesis = genesisOf({ baseFee: 2, memberCredits: 50_000 })
  const dependencies = { state: accounts.reader, config: configOf(genesis), clock: { now: () => START }, dryRun: () => ({ ok: true as const }) }
  return createPool(options, { ...dependencies, ...more })
}

const recovery = { kind: 'finishRecovery', args: [addressOf(77)] } as const
const shares = 'refills 1000 credits a day and never holds the 21000 this call takes'

/** [what, transaction, code, message] as viem and ethers match on it (design/clients.md section 3). */
const TABLE: readonly (readonly [string, PooledTransaction, number, string])[] = [
  ['oversized', unencodable(ALICE, { size: 1_537 }), -32000, 'oversized data: transaction size 1537, limit 1536'],
  ['above a block', pooledOf(ALICE, { gas: 120_000_001n }), -32000, 'exceeds block gas limit: gas 120000001, limit 120000000'],
  ['tip above cap', unencodable(ALICE, { feeCap: 3n, tipCap: 4n }), -32000,
    `max priority fee per gas higher than max fee per gas: address ${ALICE}, maxPriorityFeePerGas: 4, maxFeePerGas: 3`],
  ['below the base fee', pooledOf(ALICE, { feeCap: 1n }), -32000,
    `max fee per gas less than block base fee: address ${ALICE}, maxFeePerGas: 1, baseFee: 2`],
  ['too little gas', pooledOf(ALICE, { gas: 20_999n }), -32000, 'intrinsic gas too low: gas 20999, minimum needed 21000'],
  ['too little gas for its kind', pooledOf(ALICE, { call: recovery, gas: 21_000n }), -32000,
    `intrinsic gas too low: gas 21000, minimum needed ${kindGas('finishRecovery')}`],
  ['the last nonce', unencodable(ALICE, { nonce: 2n ** 64n - 1n }), -32000,
    `nonce has max value: address ${ALICE}, nonce: 18446744073709551615`],
  ['a used nonce', pooledOf(ALICE, { nonce: 3n }), -32000, 'nonce too low: next nonce 5, tx nonce 3'],
  ['too little ether', pooledOf(POOR), -32000,
    'insufficient funds for gas * price + value: balance 30000, tx cost 42000, overshot 12000'],
  ['too little ether for its value', pooledOf(ALICE, { nonce: 5n, value: ETHER }), -32000,
    `insufficient funds for gas * price + value: balance ${ETHER}, tx cost ${ETHER + 42_000n}, overshot 42000`],
  ['credits that never come', pooledOf(NO_CREDITS), -32003,
    `transaction rejected: account ${NO_CREDITS} ${shares}; register as a member or hold more ether: at least 200000000000000 wei more`],
  ['credits that never come to a member', pooledOf(MEMBER, { call: recovery }), -32003,
    `transaction rejected: member ${MEMBER} refills 51000 credits a day and never holds the ${kindGas('finishRecovery')} this call takes; ` +
      'hold more ether: at least 1292500000000000 wei more'],
]

test.each(TABLE)('%s', (_what, pooled, code, message) => {
  const added = poolWith().add(pooled)
  expect(added).toMatchObject({ ok: false, error: { code, message } })
})

test('a balance suffices if it covers value + gas × base fee: the caps are not reserved', () => {
  const pool = poolWith()
  expect(pool.add(pooledOf(ALICE, { nonce: 5n, feeCap: ETHER, tipCap: ETHER, value: ETHER - 42_000n }))).toEqual({ ok: true })
})

test('the second time a transaction is already known, in whatever form it waits', () => {
  const pool = poolWith()
  for (const nonce of [5n, 9n]) {
    expect(pool.add(pooledOf(ALICE, { nonce }))).toEqual({ ok: true })
    expect(pool.add(pooledOf(ALICE, { nonce }))).toMatchObject({ error: { code: -32000, message: 'already known' } })
  }
})

test('a replacement has both caps higher by 10 %, else it is underpriced', () => {
  const pool = poolWith()
  pool.add(pooledOf(ALICE, { nonce: 5n, feeCap: 100n, tipCap: 50n }))
  const underpriced = { error: { code: -32000, message: 'replacement transaction underpriced' } }
  for (const [feeCap, tipCap] of [[109n, 60n], [120n, 54n], [100n, 50n], [50n, 50n], [200n, 50n]] as const) {
    expect(pool.add(pooledOf(ALICE, { nonce: 5n, feeCap, tipCap, value: 1n }))).toMatchObject(underpriced)
  }
  const better = pooledOf(ALICE, { nonce: 5n, feeCap: 110n, tipCap: 55n })
  expect(pool.add(better)).toEqual({ ok: true })
  expect(pool.contentOf(ALICE).pending).toEqual([better])
  expect(pool.pendingCount()).toBe(1)
})

test('with caps of 1 a raise of 10 % rounds down to nothing, and still has to be a raise', () => {
  const pool = poolWith()
  pool.add(pooledOf(ALICE, { nonce: 5n, feeCap: 2n, tipCap: 1n }))
  expect(pool.add(pooledOf(ALICE, { nonce: 5n, feeCap: 2n, tipCap: 1n, value: 1n }))).toMatchObject({ ok: false })
  expect(pool.add(pooledOf(ALICE, { nonce: 5n, feeCap: 3n, tipCap: 2n }))).toEqual({ ok: true })
})

test('a full pool, and an account at its limits', () => {
  const full = poolWith({ total: 2 })
  full.add(pooledOf(ALICE, { nonce: 5n }))
  full.add(pooledOf(ALICE, { nonce: 6n }))
  expect(full.add(pooledOf(ALICE, { nonce: 7n }))).toMatchObject({ error: { code: -32000, message: 'txpool is full' } })
  const narrow = poolWith({ accountExecutable: 2, accountGapped: 1 })
  for (const nonce of [5n, 6n, 20n]) narrow.add(pooledOf(ALICE, { nonce }))
  expect(narrow.add(pooledOf(ALICE, { nonce: 7n }))).toMatchObject({ error: { message: 'account limit exceeded: pooled 2 txs' } })
  expect(narrow.add(pooledOf(ALICE, { nonce: 21n }))).toMatchObject({ error: { message: 'account limit exceeded: pooled 1 txs' } })
})

test('the operator may refuse by a policy of its own', () => {
  const pool = poolWith({}, { allow: ({ transaction }) => (transaction.call.kind === 'send' ? 'no plain transfers here' : undefined) })
  expect(pool.add(pooledOf(ALICE, { nonce: 5n }))).toMatchObject({
    error: { code: -32003, message: 'transaction rejected: no plain transfers here' },
  })
})

test('an operation is taken once, and only if its dry run changes something', () => {
  const operation = { call: { kind: 'register', args: [ALICE, new Uint8Array(32), 1n, new Uint8Array()] } } as const
  const pooled = { operation, encoded: Uint8Array.of(1, 2, 3) }
  const pool = poolWith()
  expect(pool.addOperation(pooled)).toEqual({ ok: true })
  expect(pool.addOperation(pooled)).toMatchObject({ error: { code: -32000, message: 'already known' } })
  const data = Uint8Array.of(9)
  const refusing = poolWith({}, { dryRun: () => ({ ok: false, error: 'AlreadyMember', data }) })
  expect(refusing.addOperation(pooled)).toMatchObject({ error: { code: 3, message: 'execution reverted: AlreadyMember', data } })
})
