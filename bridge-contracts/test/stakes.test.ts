import type { Address } from '@distribute/state-machine'
import { Address as toAddress } from '@distribute/state-machine'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { l1Call } from '../client/call.ts'
import { stakesAbi } from '../client/generated/stakes.ts'
import { depositStakeCall, withdrawStakeCall } from '../client/rollup-calls.ts'
import { readStake } from '../client/rollup-reads.ts'
import { hexOfAddress } from '../client/values.ts'
import { addressOfWallet, deployTestContract, startAnvil } from './testing/anvil.ts'
import type { Anvil, Wallet } from './testing/anvil.ts'
import { pass, run, startCommunity, TERMS } from './testing/community.ts'
import type { Community } from './testing/community.ts'
import { expectRevert } from './testing/reverts.ts'

let anvil: Anvil
let community: Community
let stakes: Address
let staker: Wallet
let self: Address

beforeAll(async () => {
  anvil = await startAnvil()
  community = await startCommunity(anvil)
  stakes = community.deployment.contracts.stakes
  staker = community.staker
  self = addressOfWallet(staker)
})
afterAll(() => anvil.close())

const balance = (of: Address) => anvil.reader.getBalance({ address: hexOfAddress(of) })
const withdraw = (amount: bigint, to: Address, wallet = staker) => run(anvil, wallet, withdrawStakeCall(stakes, { amount, to }))
const amountOf = async (of: Address) => (await readStake(anvil.reader, stakes, of)).amount

test('anybody adds to a stake, and its staker alone takes it back', async () => {
  const other = anvil.wallet(4)
  await run(anvil, other, depositStakeCall(stakes, { staker: self, amount: 5n }))
  expect(await amountOf(self)).toBe(TERMS.requiredStake + 5n)
  await expectRevert(withdraw(5n, self, other), 'AmountNotStaked', [other.account.address, 5n, 0n])
  const receiver = toAddress(`0x${'cd'.repeat(20)}`)
  await withdraw(5n, receiver)
  expect(await balance(receiver)).toBe(5n)
  expect(await amountOf(self)).toBe(TERMS.requiredStake)
})

test('nothing, or more than there is, cannot be moved', async () => {
  await expectRevert(run(anvil, staker, depositStakeCall(stakes, { staker: self, amount: 0n })), 'NoStake')
  await expectRevert(withdraw(0n, self), 'AmountNotStaked')
  await expectRevert(withdraw(TERMS.requiredStake + 1n, self), 'AmountNotStaked')
})

test('a receiver that refuses leaves the stake where it is', async () => {
  const payee = toAddress(await deployTestContract(anvil, 'Payee'))
  await expectRevert(withdraw(1n, payee), 'StakeRefused')
  expect(await amountOf(self)).toBe(TERMS.requiredStake)
})

test('a lock holds the whole stake until its time, and a later claim makes it longer', async () => {
  await community.post(await community.prepare())
  const first = (await readStake(anvil.reader, stakes, self)).lockedUntil
  await expectRevert(withdraw(1n, self), 'StakeLocked', [staker.account.address, first])
  await pass(anvil, TERMS.window)
  await community.post(await community.prepare())
  const second = (await readStake(anvil.reader, stakes, self)).lockedUntil
  expect(second).toBeGreaterThan(first)
  await pass(anvil, TERMS.window + 10n)
  await expectRevert(withdraw(1n, self), 'StakeLocked', [staker.account.address, second])
  await pass(anvil, TERMS.window)
  await withdraw(TERMS.requiredStake, self)
  expect(await balance(stakes)).toBe(0n)
})

test('nobody locks but the rollup', async () => {
  const lock = l1Call(stakes, { abi: stakesAbi, name: 'lock', args: [staker.account.address, 2n ** 63n] })
  await expectRevert(run(anvil, staker, lock), 'NotTheRollup', [staker.account.address])
})
