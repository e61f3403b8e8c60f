import { Address, createTree, encodeRecord, recordKey } from '@distribute/state-machine'
import type { BatchClaim, InclusionProof, Tree } from '@distribute/state-machine'
import { encodeFunctionData } from 'viem'
import type { Abi } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readIsClaimed, readPaidWithdrawals } from '../client/bridge-reads.ts'
import { calldataOf } from '../client/call.ts'
import { bridgeDepositCall } from '../client/inbox-calls.ts'
import { claimCall, claimToCall } from '../client/withdrawal-calls.ts'
import type { Withdrawal, WithdrawalClaim } from '../client/withdrawal-calls.ts'
import { hexOfAddress } from '../client/values.ts'
import { addressOfWallet, deployTestContract, startAnvil } from './testing/anvil.ts'
import type { Anvil } from './testing/anvil.ts'
import { filler, l1Time, pass, proveWithdrawal, run, startCommunity, stateOf, TERMS } from './testing/community.ts'
import type { Community } from './testing/community.ts'
import { expectRevert } from './testing/reverts.ts'

const payeeAbi = [
  { type: 'function', name: 'setWilling', inputs: [{ type: 'bool' }], outputs: [], stateMutability: 'nonpayable' },
  { type: 'function', name: 'setCall', inputs: [{ type: 'address' }, { type: 'bytes' }], outputs: [], stateMutability: 'nonpayable' },
  { type: 'function', name: 'run', inputs: [{ type: 'address' }, { type: 'bytes' }], outputs: [], stateMutability: 'payable' },
  { type: 'function', name: 'callWorked', inputs: [], outputs: [{ type: 'bool' }], stateMutability: 'view' },
] as const satisfies Abi

const wideAbi: Abi = payeeAbi

let anvil: Anvil
let community: Community
let bridge: Address
let payee: Address
let state: Tree
let claim: BatchClaim
const alice = Address(`0x${'a1'.repeat(20)}`)
const values = [1_000n, 2_000n, 3_000n, 4_000n, 5_000n, 6_000n, 10n ** 24n, 7_000n]
let withdrawals: readonly Withdrawal[]

beforeAll(async () => {
  anvil = await startAnvil()
  community = await startCommunity(anvil)
  bridge = community.deployment.contracts.bridge
  payee = Address(await deployTestContract(anvil, 'Payee'))
  const payees = [alice, payee, payee, payee, payee, addressOfWallet(anvil.wallet(4)), alice, payee]
  withdrawals = values.map((value, i) => ({ id: BigInt(i), to: payees[i]!, value }))
  await run(anvil, anvil.wallet(4), bridgeDepositCall(bridge, { to: alice, value: 1_000_000n }))
  const time = await l1Time(anvil)
  state = stateOf({ time, withdrawals })
  await community.post(await community.prepare({ state: { time, withdrawals } }))
  claim = community.head()
})
afterAll(() => anvil.close())

const claimed = (id: number, changes: Partial<WithdrawalClaim> = {}): WithdrawalClaim =>
  ({ withdrawal: withdrawals[id]!, batch: 1n, claim, proof: proveWithdrawal(state, BigInt(id)), ...changes })
const pay = (id: number, changes: Partial<WithdrawalClaim> = {}) => run(anvil, anvil.wallet(7), claimCall(bridge, claimed(id, changes)))
const balance = (of: Address) => anvil.reader.getBalance({ address: hexOfAddress(of) })
const callWorked = () => anvil.reader.readContract({ address: hexOfAddress(payee), abi: payeeAbi, functionName: 'callWorked' })
const tell = (functionName: 'setWilling' | 'setCall' | 'run', args: readonly unknown[]) =>
  anvil.wallet(7).sendTransaction({ to: hexOfAddress(payee), data: encodeFunctionData({ abi: wideAbi, functionName, args }) })

test('nothing is paid before the window is over', async () => {
  await expectRevert(pay(0), 'NotFinal', [1n])
  await pass(anvil, TERMS.window + 1n)
})

test('a third party claims for the payee, once', async () => {
  const held = await balance(bridge)
  const { blockNumber } = await pay(0)
  expect(await balance(alice)).toBe(values[0])
  expect(held - (await balance(bridge))).toBe(values[0])
  expect(await readIsClaimed(anvil.reader, bridge, 0n)).toBe(true)
  expect(await readIsClaimed(anvil.reader, bridge, 1n)).toBe(false)
  const [paid] = await readPaidWithdrawals(anvil.reader, bridge, { fromBlock: blockNumber, toBlock: blockNumber })
  expect(paid).toMatchObject({ id: 0n, to: alice, receiver: alice, value: values[0] })
  await expectRevert(pay(0), 'AlreadyClaimed', [0n])
})

test('only what the state says is paid, against the claim that stands', async () => {
  const one = withdrawals[1]!
  await expectRevert(pay(1, { withdrawal: { ...one, value: one.value + 1n } }), 'WithdrawalNotProven', [1n])
  await expectRevert(pay(1, { withdrawal: { ...one, to: alice } }), 'WithdrawalNotProven')
  await expectRevert(pay(1, { withdrawal: { ...one, id: 77n } }), 'WithdrawalNotProven', [77n])
  await expectRevert(pay(1, { proof: proveWithdrawal(state, 2n) }), 'WithdrawalNotProven')
  await expectRevert(pay(1, { claim: { ...claim, lastRoot: filler(1) } }), 'NotFinal')
  await expectRevert(pay(1, { batch: 0n }), 'NotFinal')
  await expectRevert(pay(1, { batch: 2n }), 'NotFinal')
})

test('another record with the words of a withdrawal is none', async () => {
  const words = encodeRecord('withdrawal', { to: alice, value: 1n })
  const tree = createTree()
  tree.apply([{ key: recordKey('chain'), words: new Uint8Array(64) }, { key: recordKey('allowance', alice, alice), words }])
  const proof: InclusionProof = { depth: 0, nonEmpty: 0n, siblings: [] }
  await expectRevert(pay(1, { proof }), 'WithdrawalNotProven')
})

test('a payee that refuses leaves its withdrawal open, and takes it later', async () => {
  const held = await balance(bridge)
  await expectRevert(pay(1), 'PayeeRefused')
  expect(await readIsClaimed(anvil.reader, bridge, 1n)).toBe(false)
  expect(await balance(bridge)).toBe(held)
  await tell('setWilling', [true])
  await pay(1)
  expect(await balance(payee)).toBe(values[1])
})

test('the payee alone sends its ether elsewhere', async () => {
  const [wallet, receiver] = [anvil.wallet(4), Address(`0x${'ef'.repeat(20)}`)]
  const thief = run(anvil, anvil.wallet(7), claimToCall(bridge, { ...claimed(5), receiver }))
  await expectRevert(thief, 'NotThePayee', [anvil.wallet(7).account.address, wallet.account.address])
  await run(anvil, wallet, claimToCall(bridge, { ...claimed(5), receiver }))
  expect(await balance(receiver)).toBe(values[5])
  await expectRevert(run(anvil, wallet, claimToCall(bridge, { ...claimed(5), receiver })), 'AlreadyClaimed', [5n])
  await expectRevert(pay(5), 'AlreadyClaimed')

  // A contract that cannot take ether, by its own call.
  await tell('setWilling', [false])
  const call = calldataOf(claimToCall(bridge, { ...claimed(2), receiver }))
  await tell('run', [call.to, call.data])
  expect(await balance(receiver)).toBe(values[5]! + values[2]!)
  await tell('setWilling', [true])
})

test('a payee that calls back while it is paid gets each withdrawal once', async () => {
  const before = await balance(payee)
  const again = calldataOf(claimCall(bridge, claimed(3)))
  await tell('setCall', [again.to, again.data])
  await pay(3)
  expect(await callWorked()).toBe(false)
  expect((await balance(payee)) - before).toBe(values[3])

  // From inside the payment of one another is claimed, which is due: both are paid, once.
  await tell('setCall', [again.to, calldataOf(claimCall(bridge, claimed(7))).data])
  await pay(4)
  expect(await callWorked()).toBe(true)
  expect((await balance(payee)) - before).toBe(values[3]! + values[4]! + values[7]!)
  await expectRevert(pay(7), 'AlreadyClaimed')
})

test('the bridge pays no more than it holds', async () => {
  await expectRevert(pay(6), 'PayeeRefused')
  expect(await readIsClaimed(anvil.reader, bridge, 6n)).toBe(false)
})
