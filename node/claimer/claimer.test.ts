import { afterEach, beforeEach, expect, test } from 'vitest'
import { encodeCalldata, systemAddress, toHex, type Address } from '@distribute/state-machine'
import { readPaidWithdrawals, type PaidWithdrawal } from '@distribute/bridge-contracts'
import { privateKeyToAccount } from 'viem/accounts'
import { hexAddress } from '../cli/hex-address.ts'
import type { NodeConfig } from '../config.ts'
import { devnetAccount } from '../devnet/accounts.ts'
import { ETHER, eventually, member, startRig, type Rig, type RigNode } from '../testing/rig.ts'

const WINDOW = 600n
const [MEMBER, PAYEE, CLAIMER] = [0, 5, 6] as const
let rig: Rig
let sequencer: RigNode

const whileMining = <T>(what: string, read: () => Promise<T | undefined | false>): Promise<T> =>
  eventually(what, async () => {
    await rig.l1.mine()
    return read()
  }, 30)
const withdraw = async (nonce: number, to: string, value: bigint): Promise<void> => {
  const raw = await privateKeyToAccount(devnetAccount(MEMBER).privateKey).signTransaction({
    type: 'eip1559', chainId: Number(rig.genesis.chainId), nonce, gas: 200_000n, maxFeePerGas: 10n, maxPriorityFeePerGas: 0n, to: hexAddress(systemAddress('bridge')), value,
    data: toHex(encodeCalldata({ kind: 'withdraw', args: [to.toLowerCase() as Address] })),
  })
  await sequencer.call('eth_sendRawTransaction', raw)
}
const claim = (flags: Partial<NodeConfig> = {}, directory?: string): Promise<RigNode> =>
  rig.start('replica', { keys: { claimer: devnetAccount(CLAIMER).privateKey }, flags: { claimer: true, claimerBudget: '1', ...flags }, ...(directory === undefined ? {} : { directory }) })
const paid = async (): Promise<readonly PaidWithdrawal[]> =>
  readPaidWithdrawals(rig.l1.reader, rig.rollup.contracts.bridge, { fromBlock: 0n, toBlock: await rig.l1.reader.getBlockNumber() })
const sentByClaimer = (): Promise<number> => rig.l1.reader.getTransactionCount({ address: hexAddress(member(CLAIMER)) })
/** The batch with them is on L1, and its window over. */
const makeFinal = async (withdrawals: number): Promise<void> => {
  await whileMining('a batch', async () => ((await sequencer.call<{ stage: string } | null>('rollup_withdrawalStatus', withdrawals))?.stage ?? '') === 'in-challenge-window')
  await rig.l1.call('evm_increaseTime', [Number(WINDOW)])
  await rig.l1.mine(4)
}

beforeEach(async () => {
  rig = await startRig({ window: WINDOW })
  sequencer = await rig.start('sequencer')
  await rig.deposit(member(MEMBER), 5n * ETHER)
  await whileMining('the deposit', async () => (await sequencer.balance(member(MEMBER))) > 0n)
})
afterEach(() => rig.close())

test('others’ withdrawals are paid once they are final, once each, over restarts and an L1 reorg; who refuses and what is not worth its gas waits', { timeout: 120_000 }, async () => {
  const { inbox } = rig.rollup.contracts
  const payees = [member(PAYEE), inbox, member(PAYEE), member(PAYEE)]
  for (const [nonce, payee] of payees.entries()) await withdraw(nonce, payee, nonce === 2 ? 1n : ETHER)
  const first = await claim()
  await whileMining('they are there', async () => (await sequencer.call('rollup_withdrawalStatus', 4)) !== null)
  expect(await paid()).toEqual([])
  await makeFinal(4)
  await whileMining('one is paid', async () => (await paid()).length > 0)
  await first.close()

  const second = await claim({}, first.directory)
  await whileMining('both are paid', async () => (await paid()).length === 2)
  expect((await paid()).map(({ id, to, receiver, value }) => [id, to, receiver, value])).toEqual([1n, 4n].map((id) => [id, ...Array<string>(2).fill(member(PAYEE).toLowerCase()), ETHER]))
  await whileMining('the count', async () => /^distribute_claimer_open 2$/m.test(await second.metrics.render()))
  expect([first, second].some((node) => node.said('withdrawal 2 cannot be paid now'))).toBe(true)
  expect([first, second].some((node) => node.said('left to its payee'))).toBe(true)

  // L1 forgets the last payment and its block: it is paid again, and not twice.
  const [, last] = await paid()
  await rig.l1.call('anvil_reorg', [Number((await rig.l1.reader.getBlockNumber()) - (last?.place.blockNumber ?? 0n)) + 1, []])
  await whileMining('paid again', async () => (await paid()).length === 2)
  await second.close()
  const third = await claim({}, first.directory)
  await rig.l1.mine(3)
  await whileMining('another look', async () => /^distribute_claimer_open 2$/m.test(await third.metrics.render()))
  expect((await paid()).map(({ id }) => id)).toEqual([1n, 4n])
  expect(await sentByClaimer()).toBe(2)
})

test('no more is spent in a day than the operator allows; the next day it goes on', { timeout: 120_000 }, async () => {
  for (const nonce of [0, 1, 2]) await withdraw(nonce, member(PAYEE), ETHER)
  await rig.l1.call('anvil_setNextBlockBaseFeePerGas', ['0x3b9aca00'])
  await makeFinal(3)
  // A claim takes some 85,000 gas, here at about a gwei, and twice that is set aside for it.
  const node = await claim({ claimerBudget: '0.00025' })
  await whileMining('the budget is gone', async () => node.said('has spent what it may today'))
  const before = (await paid()).length
  expect(before).toBeLessThan(3)
  const held = await rig.l1.reader.getBalance({ address: hexAddress(member(CLAIMER)) })
  await rig.l1.mine(3)
  expect((await paid()).length).toBe(before)
  expect(await rig.l1.reader.getBalance({ address: hexAddress(member(CLAIMER)) })).toBe(held)
  for (let day = 0; day < 3; day++) {
    await rig.l1.call('evm_increaseTime', [86_400])
    await whileMining('a batch of that day', async () => /^distribute_claimer_open \d+$/m.test(await node.metrics.render()))
  }
  await whileMining('all are paid', async () => (await paid()).length === 3)
})
