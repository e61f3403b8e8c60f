import { describe, expect, test } from 'vitest'
import { decodeAbi, encodeAbi } from '../codec/abi.ts'
import { systemAddress, ZERO_ADDRESS, type Address } from '../codec/address.ts'
import type { Argument } from '../codec/argument.ts'
import { asciiBytes, concat, EMPTY, toHex } from '../codec/bytes.ts'
import { encodeCalldata } from '../codec/call.ts'
import { errorSelector } from '../codec/error-data.ts'
import { keccak256 } from '../hash.ts'
import { PARAMETERS, type ContractName, type ErrorName } from '../params.ts'
import { capacityOf } from '../rules/credits.ts'
import { accountOf } from '../state/account.ts'
import { createLedger } from '../state/ledger.ts'
import { claimedBy, depositOf, genesisTree, inboxOf } from '../testing/chain.ts'
import { ALICE, BOB, CAROL, createWorld, DAY, enrolled, ETHER, genesisOf, giveTokens, MAX, recoverFromR, START, UINT256_MAX } from '../testing/world.ts'
import { createTree, type Tree } from '../tree/tree.ts'
import { createBlockBuilder } from './block.ts'
import { callOn, callView, type DryCall } from './call-view.ts'
import { viewSignatures } from './views.ts'

const genesis = genesisOf({ registrationStipend: 0n })
const config = { genesis, recover: recoverFromR }

/** Bob holds 300 of 400 tokens, Carol is a member, ten ether stand in the pool, and a dividend runs. */
function community(): Tree {
  const world = createWorld(genesis)
  world.deposit(ALICE, 100n * ETHER)
  giveTokens(world, BOB, 300n)
  giveTokens(world, ALICE, 100n)
  enrolled(world, CAROL, 1)
  world.call(ALICE, 'donate', [], { value: 10n * ETHER })
  world.call(ALICE, 'payDividend', [], { value: 2n * ETHER })
  world.call(BOB, 'tokenApprove', [ALICE, UINT256_MAX])
  world.call(BOB, 'tokenApprove', [CAROL, 7n])
  world.call(ALICE, 'withdraw', [BOB], { value: 5n })
  world.ledger.put('tokenWithdrawal', { to: BOB, amount: 3n }, 2n)
  world.ledger.put('bridged', { tokens: 3n })
  const tree = createTree()
  tree.apply(world.ledger.flush())
  return tree
}
const tree = community()

const selector = (signature: string) => keccak256(asciiBytes(signature)).slice(0, 4)
const dry = (change: Partial<DryCall>): DryCall => ({ from: ALICE, to: BOB, value: 0n, data: EMPTY, time: START, ...change })
const view = (contract: ContractName, signature: string, args: readonly Argument[] = [], change: Partial<DryCall> = {}) => {
  const types = signature.slice(signature.indexOf('(') + 1, -1)
  const data = concat(selector(signature), encodeAbi(types === '' ? [] : types.split(','), args))
  return callView(tree, config, dry({ to: systemAddress(contract), data, ...change }))
}
const answer = (types: string, ...args: Parameters<typeof view>) => {
  const result = view(...args)
  return result.ok ? decodeAbi(types.split(','), result.output) : result.error
}
const text = (value: string) => new TextEncoder().encode(value)

describe('views', () => {
  test.each([
    ['token', 'name()', [], 'string', [text('Test Token')]],
    ['token', 'symbol()', [], 'string', [text('TST')]],
    ['token', 'decimals()', [], 'uint8', [18n]],
    ['token', 'totalSupply()', [], 'uint256', [400n]],
    ['token', 'balanceOf(address)', [BOB], 'uint256', [300n]],
    ['token', 'held(address)', [BOB], 'uint256', [300n]],
    ['token', 'allowance(address,address)', [BOB, ALICE], 'uint256', [UINT256_MAX]],
    ['token', 'allowance(address,address)', [BOB, CAROL], 'uint256', [7n]],
    ['token', 'allowance(address,address)', [ALICE, BOB], 'uint256', [0n]],
    // 100 · E/S · (400 + 300 + 200)/500 = 100 · 2.5e16 · 1.8
    ['token', 'mintCost(address,uint256)', [BOB, 100n], 'uint256', [4_500_000_000_000_000_000n]],
    ['token', 'mintCost(address,uint256)', [CAROL, 100n], 'uint256', [3n * ETHER]],
    ['token', 'mintCost(address,uint256)', [CAROL, 0n], 'uint256', [0n]],
    ['token', 'burnProceeds(uint256)', [100n], 'uint256', [2_500_000_000_000_000_000n]],
    ['token', 'pool()', [], 'uint256', [10n * ETHER]],
    ['token', 'escrowed()', [], 'uint256', [0n]],
    ['token', 'forfeited()', [], 'uint256', [0n]],
    ['reputation', 'name()', [], 'string', [text('Test Reputation')]],
    ['reputation', 'symbol()', [], 'string', [text('REP')]],
    ['reputation', 'decimals()', [], 'uint8', [18n]],
    ['reputation', 'totalSupply()', [], 'uint256', [10_000n * ETHER]],
    ['reputation', 'balanceOf(address)', [CAROL], 'uint256', [10_000n * ETHER]],
    ['reputation', 'isMember(address)', [CAROL], 'bool', [true]],
    ['reputation', 'isMember(address)', [BOB], 'bool', [false]],
    ['dividends', 'owedDividend(address)', [BOB], 'uint256', [0n]],
    ['bridge', 'withdrawalOf(uint256)', [1n], 'address,uint256', [BOB, 5n]],
    ['bridge', 'withdrawalOf(uint256)', [2n], 'address,uint256', [ZERO_ADDRESS, 0n]],
    ['bridge', 'withdrawalOf(uint256)', [2n ** 64n + 1n], 'address,uint256', [ZERO_ADDRESS, 0n]],
    ['bridge', 'withdrawalCount()', [], 'uint256', [1n]],
    ['bridge', 'tokenWithdrawalOf(uint256)', [1n], 'address,uint256', [ZERO_ADDRESS, 0n]],
    ['bridge', 'tokenWithdrawalOf(uint256)', [2n], 'address,uint256', [BOB, 3n]],
    ['bridge', 'tokenWithdrawalOf(uint256)', [2n ** 64n + 2n], 'address,uint256', [ZERO_ADDRESS, 0n]],
    ['bridge', 'bridgedTokens()', [], 'uint256', [3n]],
    ['chain', 'creditsOf(address)', [CAROL], 'uint256,uint256', [20_000_000n, 20_000_000n]],
    ['chain', 'inboxCursor()', [], 'uint256', [0n]],
  ] as const)('%s.%s of %s', (contract, signature, args, types, expected) => {
    expect(answer(types, contract, signature, args)).toEqual(expected)
  })

  test('all of them are asked above, and parameters here', () => {
    const result = view('chain', 'parameters()')
    const json = result.ok ? decodeAbi(['string'], result.output)?.[0] : undefined
    const parameters = JSON.parse(new TextDecoder().decode(json as Uint8Array)) as { [name: string]: string }
    expect(Object.keys(parameters)).toEqual(Object.keys(PARAMETERS))
    expect(parameters['basePrice']).toBe('50000000000000')
    expect((['token', 'reputation', 'dividends', 'bridge', 'chain'] as const).flatMap(viewSignatures)).toHaveLength(26)
  })

  test('time counts: dividends and credits as a block now would find them', () => {
    const later = { time: START + 15n * DAY }
    expect(answer('uint256', 'dividends', 'owedDividend(address)', [BOB], later)).toEqual([374999999999999999n])
    expect(answer('uint256', 'dividends', 'owedDividend(address)', [CAROL], later)).toEqual([499999999999999999n])
    const { ether } = accountOf(tree, ALICE)
    expect(answer('uint256,uint256', 'chain', 'creditsOf(address)', [ALICE])?.[0]).toBe(capacityOf({ ...accountOf(tree, ALICE), ether }, genesis.parameters))
  })

  test('what mint would pay, with a dividend that nobody earns in the pool first', () => {
    const world = createWorld(genesis)
    world.setPool({ dividendPot: 10n * ETHER })
    world.setStream('tokens', { rate: (2n ** 96n * ETHER) / 100n, end: START + 100n, last: START })
    world.deposit(BOB, 5n * ETHER)
    const lonely = createTree()
    lonely.apply(world.ledger.flush())
    const data = concat(selector('mintCost(address,uint256)'), encodeAbi(['address', 'uint256'], [BOB, ETHER]))
    const cost = callView(lonely, config, dry({ to: systemAddress('token'), data, time: START + 100n }))
    const mint = encodeCalldata({ kind: 'mint', args: [ETHER] })
    expect(callView(lonely, config, dry({ from: BOB, to: systemAddress('token'), data: mint, value: ETHER, time: START + 100n }))).toMatchObject(cost)
  })

  test('refuse amounts that no call takes, and answer for all others', () => {
    for (const amount of [2n ** 96n, UINT256_MAX]) {
      expect(answer('uint256', 'token', 'mintCost(address,uint256)', [ALICE, amount])).toBe('AmountTooLarge')
      expect(answer('uint256', 'token', 'burnProceeds(uint256)', [amount])).toBe('AmountTooLarge')
    }
    expect(view('token', 'mintCost(address,uint256)', [ALICE, MAX]).ok).toBe(true)
    expect(view('token', 'burnProceeds(uint256)', [MAX]).ok).toBe(true)
  })

  test('refuse ether, and calldata that is not canonical', () => {
    const data = (...parts: Uint8Array[]) => dry({ to: systemAddress('token'), data: concat(...parts) })
    const balance = [selector('balanceOf(address)'), encodeAbi(['address'], [BOB])] as const
    expect(callView(tree, config, data(...balance))).toMatchObject({ ok: true })
    expect(callView(tree, config, { ...data(...balance), value: 1n })).toMatchObject({ error: 'ValueNotAccepted' })
    for (const bad of [data(...balance, Uint8Array.of(0)), data(balance[0]), data(balance[0], new Uint8Array(32).fill(255))]) {
      expect(callView(tree, config, bad)).toEqual({ ok: false, error: 'NonCanonicalCalldata', data: errorSelector('NonCanonicalCalldata') })
    }
  })
})

describe('calls', () => {
  const failure = (error: ErrorName) => ({ ok: false, error, data: errorSelector(error) })
  const mint = encodeCalldata({ kind: 'mint', args: [100n] })
  const token = systemAddress('token')

  test('answer as the rule would, and change nothing', () => {
    const before = tree.root()
    const result = callView(tree, config, dry({ from: ALICE, to: token, data: mint, value: 50n * ETHER }))
    expect(result).toMatchObject({ ok: true, output: encodeAbi(['uint256'], [3_500_000_000_000_000_000n]), call: { kind: 'mint', args: [100n] } })
    expect(callView(tree, config, dry({ to: BOB, value: 1n }))).toMatchObject({ ok: true, output: EMPTY, call: { kind: 'send', args: [] }, events: [] })
    expect(tree.root()).toEqual(before)
  })

  test('on one ledger, each sees what the others changed, and says what it emitted', () => {
    const ledger = createLedger(tree)
    const balance = dry({ to: token, data: concat(selector('balanceOf(address)'), encodeAbi(['address'], [ALICE])) })
    const before = callOn(ledger, config, balance)
    const minted = callOn(ledger, config, dry({ from: ALICE, to: token, data: mint, value: 50n * ETHER }))
    expect(minted.ok ? minted.events?.map(({ name }) => name) : []).toEqual(['Transfer', 'Minted'])
    expect(callOn(ledger, config, dry({ to: token, data: mint }))).toEqual(failure('CostAboveValue'))
    const after = callOn(ledger, config, balance)
    const units = (result: typeof before): bigint => (result.ok ? BigInt(toHex(result.output)) : -1n)
    expect(units(after) - units(before)).toBe(100n)
  })

  test('fail by the rule’s name and the ABI’s error', () => {
    expect(callView(tree, config, dry({ to: token, data: mint }))).toEqual(failure('CostAboveValue'))
    expect(callView(tree, config, dry({ to: token, data: mint, value: 101n * ETHER }))).toEqual(failure('InsufficientEther'))
    expect(callView(tree, config, dry({ to: token }))).toEqual(failure('InvalidReceiver'))
  })

  test('that no transaction can carry are refused', () => {
    expect(callView(tree, config, dry({ to: token, data: Uint8Array.of(1, 2, 3) }))).toEqual(failure('UnknownCall'))
    expect(callView(tree, config, dry({ to: systemAddress('voting'), data: mint }))).toEqual(failure('UnknownCall'))
    expect(callView(tree, config, dry({ to: token, data: concat(mint, Uint8Array.of(0)) }))).toEqual(failure('NonCanonicalCalldata'))
    expect(callView(tree, config, dry({ to: BOB, data: mint }))).toEqual(failure('NonCanonicalCalldata'))
  })
})

test('the cursor and the state of a block are seen by views after it', () => {
  const chain = genesisTree(genesis)
  const builder = createBlockBuilder(chain, config, inboxOf([depositOf(ALICE, ETHER)]), { t: START, segmentMaxBytes: 4_096 })
  builder.readEntries(1)
  builder.add({ type: 'transaction', transaction: claimedBy(ALICE, { to: BOB, value: 1n }) })
  builder.seal()
  const data = selector('inboxCursor()')
  expect(callView(chain, config, dry({ to: systemAddress('chain') satisfies Address, data }))).toEqual({ ok: true, output: encodeAbi(['uint256'], [1n]) })
})
