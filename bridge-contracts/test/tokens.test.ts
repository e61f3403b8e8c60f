import { Address, createTree, decodeTokenDeposit, encodeRecord, ENTRIES, entryHash, recordKey, rollHash, systemAddress, ZERO_ADDRESS } from '@distribute/state-machine'
import type { BatchClaim, InclusionProof, Tree } from '@distribute/state-machine'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readInboxEntries, readInboxLength, readInboxRolling, readIsClaimed } from '../client/bridge-reads.ts'
import type { L1Call } from '../client/call.ts'
import { l1Call } from '../client/call.ts'
import { depositTokensCall } from '../client/inbox-calls.ts'
import { claimCall, claimTokensCall } from '../client/withdrawal-calls.ts'
import type { TokenWithdrawal, TokenWithdrawalClaim, Withdrawal } from '../client/withdrawal-calls.ts'
import { communityTokenAbi } from '../client/generated/community-token.ts'
import { l1BridgeAbi } from '../client/generated/l1-bridge.ts'
import { hexOfAddress } from '../client/values.ts'
import { addressOfWallet, startAnvil } from './testing/anvil.ts'
import type { Anvil } from './testing/anvil.ts'
import { filler, l1Time, pass, proveTokenWithdrawal, proveWithdrawal, run, startCommunity, stateOf, TERMS } from './testing/community.ts'
import type { Community } from './testing/community.ts'
import { expectRevert } from './testing/reverts.ts'

let anvil: Anvil
let community: Community
let state: Tree
let claim: BatchClaim
let withdrawals: readonly TokenWithdrawal[]
const MOST = 2n ** 96n - 1n
const AMOUNTS = [1_000n, 2_000n, 3_000n, MOST]
const ether: Withdrawal = { id: 9n, to: Address(`0x${'e1'.repeat(20)}`), value: 5n }
const [HOLDER, FRIEND, ANYBODY] = [4, 5, 7] as const

const at = (account: number) => addressOfWallet(anvil.wallet(account))
const token = () => community.deployment.contracts.token
const onToken = { abi: communityTokenAbi } as const

beforeAll(async () => {
  anvil = await startAnvil()
  community = await startCommunity(anvil)
  withdrawals = AMOUNTS.map((amount, id) => ({ id: BigInt(id), to: id === 3 ? Address(`0x${'f0'.repeat(20)}`) : at(HOLDER), amount }))
  const time = await l1Time(anvil)
  const contents = { time, tokenWithdrawals: withdrawals, withdrawals: [ether] }
  state = stateOf(contents)
  await community.post(await community.prepare({ state: contents }))
  claim = community.head()
})
afterAll(() => anvil.close())

const claimed = (id: number, changes: Partial<TokenWithdrawalClaim> = {}): TokenWithdrawalClaim =>
  ({ withdrawal: withdrawals[id]!, batch: 1n, claim, proof: proveTokenWithdrawal(state, BigInt(id)), ...changes })
const send = (account: number, call: L1Call) => run(anvil, anvil.wallet(account), call)
const mint = (id: number, changes: Partial<TokenWithdrawalClaim> = {}) => send(ANYBODY, claimTokensCall(community.deployment.contracts.bridge, claimed(id, changes)))
const balanceOf = (of: Address) => anvil.reader.readContract({ ...onToken, address: hexOfAddress(token()), functionName: 'balanceOf', args: [hexOfAddress(of)] })
const supply = () => anvil.reader.readContract({ ...onToken, address: hexOfAddress(token()), functionName: 'totalSupply' })
const deposit = (account: number, to: Address, amount: bigint) => send(account, depositTokensCall(community.deployment.contracts.inbox, { to, amount }))

test('no token is minted before the window is over', async () => {
  await expectRevert(mint(0), 'NotFinal', [1n])
  await pass(anvil, TERMS.window + 1n)
})

test('anybody has a withdrawal minted for its payee, once', async () => {
  await mint(0)
  expect([await balanceOf(at(HOLDER)), await balanceOf(at(ANYBODY)), await supply()]).toEqual([AMOUNTS[0], 0n, AMOUNTS[0]])
  const { bridge } = community.deployment.contracts
  expect([await readIsClaimed(anvil.reader, bridge, 0n), await readIsClaimed(anvil.reader, bridge, 1n)]).toEqual([true, false])
  await expectRevert(mint(0), 'AlreadyClaimed', [0n])
})

test('only what the state says is minted, against the claim that stands', async () => {
  const one = withdrawals[1]!
  await expectRevert(mint(1, { withdrawal: { ...one, amount: one.amount + 1n } }), 'WithdrawalNotProven', [1n])
  await expectRevert(mint(1, { withdrawal: { ...one, to: at(ANYBODY) } }), 'WithdrawalNotProven')
  await expectRevert(mint(1, { withdrawal: { ...one, id: 77n } }), 'WithdrawalNotProven', [77n])
  await expectRevert(mint(1, { proof: proveTokenWithdrawal(state, 2n) }), 'WithdrawalNotProven')
  await expectRevert(mint(1, { claim: { ...claim, lastRoot: filler(1) } }), 'NotFinal')
  await expectRevert(mint(1, { batch: 0n }), 'NotFinal')
  const words = encodeRecord('tokenWithdrawal', { to: one.to, amount: one.amount })
  const tree = createTree()
  tree.apply([{ key: recordKey('withdrawal', 1n), words }])
  const proof: InclusionProof = { depth: 0, nonEmpty: 0n, siblings: [] }
  await expectRevert(mint(1, { proof }), 'WithdrawalNotProven')
})

test('a withdrawal of ether is no withdrawal of tokens, nor the other way round, though their words are alike', async () => {
  const { bridge } = community.deployment.contracts
  const asTokens = { id: ether.id, to: ether.to, amount: ether.value }
  await expectRevert(mint(0, { withdrawal: asTokens, proof: proveWithdrawal(state, ether.id) }), 'WithdrawalNotProven', [ether.id])
  const { id, to, amount: value } = withdrawals[1]!
  await expectRevert(send(ANYBODY, claimCall(bridge, { ...claimed(1), withdrawal: { id, to, value } })), 'WithdrawalNotProven', [id])
})

test('the largest amount that there can be is minted as it is', async () => {
  const before = await supply()
  await mint(3)
  expect([await balanceOf(withdrawals[3]!.to), await supply()]).toEqual([MOST, before + MOST])
})

test('a deposit burns what its sender has, and tells the chain', async () => {
  const { inbox } = community.deployment.contracts
  const [before, length, to] = [await supply(), await readInboxLength(anvil.reader, inbox), at(FRIEND)]
  const { blockNumber } = await deposit(HOLDER, to, 400n)
  expect([await balanceOf(at(HOLDER)), await supply()]).toEqual([600n, before - 400n])
  const [logged] = await readInboxEntries(anvil.reader, inbox, { fromBlock: blockNumber, toBlock: blockNumber })
  expect(logged).toMatchObject({ index: length, entry: { kind: ENTRIES.tokenDeposit, from: at(HOLDER), value: 0n, time: await l1Time(anvil) } })
  expect(decodeTokenDeposit(logged!.entry.payload)).toEqual({ to, amount: 400n })
  const rolled = rollHash(await readInboxRolling(anvil.reader, inbox, length), entryHash(logged!.entry))
  expect(await readInboxRolling(anvil.reader, inbox, length + 1n)).toEqual(rolled)
})

test('a deposit that the chain could not give to anybody, or of tokens that are not there, is refused', async () => {
  const { inbox } = community.deployment.contracts
  const length = await readInboxLength(anvil.reader, inbox)
  await expectRevert(deposit(HOLDER, ZERO_ADDRESS, 1n), 'InvalidReceiver')
  await expectRevert(deposit(HOLDER, systemAddress('bridge'), 1n), 'InvalidReceiver')
  await expectRevert(deposit(HOLDER, at(FRIEND), 0n), 'NothingDeposited')
  await expectRevert(deposit(HOLDER, at(FRIEND), MOST + 1n), 'ValueTooLarge', [MOST + 1n])
  await expectRevert(deposit(HOLDER, at(FRIEND), 601n), 'ERC20InsufficientBalance')
  await expectRevert(deposit(ANYBODY, at(FRIEND), 1n), 'ERC20InsufficientBalance')
  expect(await readInboxLength(anvil.reader, inbox)).toBe(length)
})

test('nobody but the bridge mints or burns, and nobody but the inbox has it burn', async () => {
  const { bridge } = community.deployment.contracts
  const [holder, amount] = [hexOfAddress(at(HOLDER)), 1n]
  for (const name of ['mint', 'burn'] as const) {
    await expectRevert(send(ANYBODY, l1Call(token(), { abi: communityTokenAbi, name, args: [holder, amount] })), 'NotTheBridge')
  }
  await expectRevert(send(HOLDER, l1Call(bridge, { abi: l1BridgeAbi, name: 'burnTokens', args: [holder, amount] })), 'NotTheInbox')
})

test('it is an ERC-20 with permits: a signature allows, whoever sends it, and the tokens can be spent', async () => {
  const [holder, friend] = [anvil.wallet(HOLDER), hexOfAddress(at(FRIEND))]
  const verifyingContract = hexOfAddress(token())
  const message = { owner: holder.account.address, spender: friend, value: 150n, nonce: 0n, deadline: (await l1Time(anvil)) + 600n }
  const types = { Permit: ['owner address', 'spender address', 'value uint256', 'nonce uint256', 'deadline uint256'].map((field) => ({ name: field.split(' ')[0]!, type: field.split(' ')[1]! })) }
  const domain = { name: 'Garden share', version: '1', chainId: 31_337, verifyingContract }
  const signature = await holder.signTypedData({ domain, types, primaryType: 'Permit', message })
  const [r, s, v] = [`0x${signature.slice(2, 66)}`, `0x${signature.slice(66, 130)}`, Number.parseInt(signature.slice(130), 16)] as const
  const permit = l1Call(token(), { abi: communityTokenAbi, name: 'permit', args: [message.owner, friend, message.value, message.deadline, v, r, s] })
  await send(ANYBODY, permit)
  await expectRevert(send(ANYBODY, permit), 'ERC2612InvalidSigner')
  const take = (amount: bigint) => send(FRIEND, l1Call(token(), { abi: communityTokenAbi, name: 'transferFrom', args: [message.owner, friend, amount] }))
  const before = await supply()
  await expectRevert(take(151n), 'ERC20InsufficientAllowance')
  await take(150n)
  expect([await balanceOf(at(HOLDER)), await balanceOf(at(FRIEND)), await supply()]).toEqual([450n, 150n, before])
  // What was received on L1 comes back by its new owner.
  await deposit(FRIEND, at(FRIEND), 150n)
  expect(await balanceOf(at(FRIEND))).toBe(0n)
})
