import { machineOf } from '../client/machine.ts'
import { encodeInboxSegment, encodeTransactionSegment, SEGMENT } from '@distribute/state-machine'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bridgeDepositCall, depositCall, depositTokensCall, enqueueCall, sendCall } from '../client/inbox-calls.ts'
import { hexOf } from '../client/values.ts'
import { claimCall, claimTokensCall } from '../client/withdrawal-calls.ts'
import { addressOfWallet, startAnvil } from './testing/anvil.ts'
import type { Anvil } from './testing/anvil.ts'
import { l1Time, pass, proveTokenWithdrawal, proveWithdrawal, run, startCommunity, stateOf, TERMS } from './testing/community.ts'
import type { Community } from './testing/community.ts'

let anvil: Anvil
let community: Community

beforeAll(async () => {
  anvil = await startAnvil()
  community = await startCommunity(anvil)
})
afterAll(() => anvil.close())

/** Within 3 % of what was measured: dearer is a loss to explain, cheaper a figure to write down. */
function expectGas(used: bigint, measured: number): void {
  expect(Math.abs(Number(used) / measured - 1), `${used} gas, ${measured} written down`).toBeLessThan(0.03)
}

test('the deployment', async () => {
  const { gasUsed } = await anvil.reader.getTransactionReceipt({ hash: hexOf(community.deployment.transactionHash) })
  expectGas(gasUsed, 13_603_300)
})

test('the machine, which all communities on an L1 share but for its genesis and executor', async () => {
  const { parts } = machineOf(community.genesis)
  const gas = await Promise.all(parts.map(({ creation }) => anvil.reader.estimateGas({ account: anvil.wallet(0).account, data: creation })))
  expect(parts.map(({ name }) => name)).toEqual(['genesis', 'token', 'members', 'projects', 'work', 'validation', 'voting', 'executor', 'promises', 'bridge', 'communityToken'])
  expectGas(gas.slice(1, -4).reduce((sum, one) => sum + one), 15_102_600)
  expectGas((gas[0] ?? 0n) + (gas.at(-4) ?? 0n), 5_161_200)
  expectGas(gas.at(-3) ?? 0n, 3_043_300)
  expectGas(gas.at(-2) ?? 0n, 2_425_800)
  expectGas(gas.at(-1) ?? 0n, 1_282_700)
})

test('entries', async () => {
  const { inbox } = community.deployment.contracts
  const alice = anvil.wallet(4)
  const to = addressOfWallet(alice)
  const transaction = new Uint8Array(152).fill(0xab)
  const gas: bigint[] = []
  // The times of six entries share a word: a round shows the mean.
  for (let i = 0; i < 13; i++) gas.push((await run(anvil, alice, depositCall(inbox, { to, value: 1n }))).gasUsed)
  expectGas(gas.slice(1).reduce((sum, one) => sum + one, 0n) / 12n, 73_600)
  expectGas((await run(anvil, alice, enqueueCall(inbox, { transaction, fee: TERMS.inboxFee }))).gasUsed, 74_400)
  expectGas((await run(anvil, alice, sendCall(inbox, { value: 1n, target: to, call: transaction, fee: TERMS.inboxFee }))).gasUsed, 75_400)
})

test('batches', async () => {
  const t = await l1Time(anvil)
  const block = (last: boolean, size: number) => encodeTransactionSegment({ last, inbox: false, t }, [new Uint8Array(size).fill(0xab)])
  const read = (last: boolean) => encodeInboxSegment({ last, inbox: true, t }, SEGMENT.entries)
  const full = SEGMENT.maxBytes - SEGMENT.headBytes - 2
  const heartbeat = [block(true, 0)]
  // The first batch also fills storage that later ones only change.
  await post(heartbeat)
  expectGas(await post(heartbeat), 184_500)
  expectGas(await post([block(true, 16 * 152)]), 241_700)
  // As much as one L1 transaction can carry: the calldata floor alone is paid.
  expectGas(await post([...Array<Uint8Array>(27).fill(block(false, full)), block(true, full)]), 4_686_000)
  expectGas(await post([...Array<Uint8Array>(63).fill(read(false)), read(true)]), 433_500)
})

test('a claim among 3,000 records, of ether and of tokens, and a deposit of tokens', async () => {
  const { bridge } = community.deployment.contracts
  await run(anvil, anvil.wallet(4), bridgeDepositCall(bridge, { to: addressOfWallet(anvil.wallet(4)), value: 1n }))
  const withdrawal = { id: 5n, to: addressOfWallet(anvil.wallet(8)), value: 1n }
  const [tokens, more] = [6n, 7n].map((id) => ({ id, to: addressOfWallet(anvil.wallet(8)), amount: 5n }))
  const options = { time: await l1Time(anvil), withdrawals: [withdrawal], tokenWithdrawals: [tokens!, more!], others: 3_000 }
  const { batch } = await community.post(await community.prepare({ state: options }))
  await pass(anvil, TERMS.window + 1n)
  const proof = proveWithdrawal(stateOf(options), withdrawal.id)
  const claimed = { withdrawal, batch: batch.index, claim: community.head(), proof }
  expectGas((await run(anvil, anvil.wallet(7), claimCall(bridge, claimed))).gasUsed, 88_900)
  const mint = (one: typeof tokens) => claimTokensCall(bridge, { ...claimed, withdrawal: one!, proof: proveTokenWithdrawal(stateOf(options), one!.id) })
  // The first tokens that there are on L1 fill storage that later ones only change.
  await run(anvil, anvil.wallet(7), mint(tokens))
  expectGas((await run(anvil, anvil.wallet(7), mint(more))).gasUsed, 91_500)
  expectGas((await run(anvil, anvil.wallet(8), depositTokensCall(community.deployment.contracts.inbox, { to: withdrawal.to, amount: 1n }))).gasUsed, 79_600)
})

async function post(segments: readonly Uint8Array[]): Promise<bigint> {
  // In the second of the batch before, the stake's lock would not have to be written anew.
  await pass(anvil, 2n)
  const batch = await community.prepare({ segments, state: { time: await l1Time(anvil), others: 3_000 } })
  const { place } = await community.post(batch)
  return (await anvil.reader.getTransactionReceipt({ hash: hexOf(place.transactionHash) })).gasUsed
}
