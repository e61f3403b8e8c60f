import { afterEach, beforeEach, expect, test } from 'vitest'
import { createPublicClient, encodeFunctionData, http, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { Address, aliasOf, encodeInboxSegment, fromHex, systemAddress } from '@distribute/state-machine'
import {
  addedEntriesIn, calldataOf, compactOf, dryRun, enqueueCall, forceCall, ForceError, postBatchCall, readBatchThatRead, readUnreadEntries, receiptOf, revertOf, sendCall, tokenAbi, type L1Call } from '@distribute/bridge-contracts'
import { hexAddress } from './cli/hex-address.ts'
import { devnetAccount } from './devnet/accounts.ts'
import { createForge, emptyBlock } from './testing/forge.ts'
import { ETHER, eventually, member, signTransfer, startRig, type Rig, type RigNode } from './testing/rig.ts'

// What the inbox takes and what the chain makes of it, with the functions of bridge-contracts/client that anybody may use.

const FEE = 10n ** 13n
const DELAY = 30
const [SHE, PAYER, OTHER] = [0, 3, 7] as const
let rig: Rig

beforeEach(async () => {
  rig = await startRig({ inboxDelay: DELAY })
})
afterEach(() => rig.close())

const whileMining = <T>(what: string, read: () => Promise<T | undefined | false>): Promise<T> =>
  eventually(what, async () => {
    await rig.l1.mine()
    return read()
  }, 30)
const now = async (): Promise<bigint> => (await rig.l1.reader.getBlock()).timestamp
const add = async (call: L1Call): Promise<{ readonly hash: Hex; readonly index: bigint; readonly block: bigint }> => {
  const receipt = await rig.run(PAYER, call)
  expect(receipt.status).toBe('success')
  const [added] = addedEntriesIn(receipt.logs, rig.rollup.contracts.inbox)
  return { hash: receipt.transactionHash, index: added?.index ?? -1n, block: receipt.blockNumber }
}
interface Entry {
  readonly stage: string
  readonly status?: string
  readonly transactionHash?: Hex
}
const stageOf = async (node: RigNode, hash: Hex): Promise<Entry> => (await node.call<readonly Entry[]>('rollup_getDeposit', hash))[0] ?? { stage: 'none' }

test('entries that can never be valid are read and skipped, and hold nothing up: bad signatures, another chain, garbage, wrong nonces, no ether', { timeout: 90_000 }, async () => {
  const [sequencer, replica] = [await rig.start('sequencer'), await rig.start('replica')]
  const { inbox } = rig.rollup.contracts
  const { chainId } = rig.genesis
  await rig.deposit(member(SHE), ETHER)
  const transfer = (nonce: number): Promise<Hex> => signTransfer(SHE, { nonce, to: member(OTHER), value: 5n })
  const valid = compactOf({ signed: await transfer(0), chainId })
  const changed = (at: number): Uint8Array => valid.with(at, (valid[at] ?? 0) ^ 1)
  const elsewhere = await privateKeyToAccount(devnetAccount(SHE).privateKey).signTransaction({ type: 'eip1559', chainId: 1, nonce: 0, to: hexAddress(member(OTHER)), value: 5n, gas: 21_000n, maxFeePerGas: 10n })
  expect(() => compactOf({ signed: elsewhere, chainId })).toThrow(ForceError)
  const impossible = [
    changed(valid.length - 1), changed(valid.length - 33), changed(5),
    compactOf({ signed: elsewhere, chainId: 1n }),
    crypto.getRandomValues(new Uint8Array(200)), Uint8Array.of(0),
    compactOf({ signed: await transfer(9), chainId }),
    compactOf({ signed: await signTransfer(4, { nonce: 0, to: member(OTHER), value: ETHER }), chainId }),
  ]
  const skipped: Hex[] = []
  for (const transaction of impossible) skipped.push((await add(enqueueCall(inbox, { transaction, fee: FEE }))).hash)
  const last = await add(forceCall(inbox, { signed: await transfer(0), chainId, fee: FEE }))
  const again = await add(forceCall(inbox, { signed: await transfer(0), chainId, fee: FEE }))
  await whileMining('all are read', async () => (await stageOf(sequencer, again.hash)).stage === 'skipped')
  for (const [i, hash] of skipped.entries()) expect(await stageOf(sequencer, hash), `entry ${i}`).toMatchObject({ stage: 'skipped' })
  expect(await stageOf(sequencer, last.hash)).toMatchObject({ stage: 'included', status: '0x1' })
  expect(await sequencer.balance(member(OTHER))).toBe(5n)
  await whileMining('the replica', async () => (await replica.balance(member(OTHER))) === 5n)
  expect(await stageOf(replica, last.hash)).toMatchObject({ stage: 'included', status: '0x1' })
  expect(replica.said('WRONG ROOT')).toBe(false)
})

test('no batch may leave an overdue entry unread: L1 refuses it, and takes the one that reads it', { timeout: 60_000 }, async () => {
  const forge = createForge(rig)
  const { inbox, rollup } = rig.rollup.contracts
  const replica = await rig.start('replica')
  await rig.deposit(member(SHE), ETHER)
  const t = await now()
  expect((await rig.post(await forge.batch([encodeInboxSegment({ last: true, inbox: true, t }, 4)]))).status).toBe('success')
  const hers = await add(forceCall(inbox, { signed: await signTransfer(SHE, { nonce: 0, to: member(OTHER), value: 5n }), chainId: rig.genesis.chainId, fee: FEE }))
  expect((await readUnreadEntries(rig.l1.reader, inbox, 1n)).map(({ index }) => index)).toEqual([hers.index])

  // Within the delay it may wait; from the next second on it may not.
  expect((await rig.post(await forge.batch([emptyBlock(await now())]))).status).toBe('success')
  expect(await readBatchThatRead(rig.l1.reader, rollup, { index: hers.index, fromBlock: hers.block })).toBeUndefined()
  await rig.l1.call('evm_increaseTime', [DELAY + 1])
  await rig.l1.mine()
  const time = await now()
  const without = await forge.batch([emptyBlock(time)])
  await rig.l1.mine()
  const refused: unknown = await dryRun(rig.l1.reader, postBatchCall(rollup, without), Address(member(10))).catch((error: unknown) => error)
  expect(revertOf(refused)).toMatchObject({ name: 'EntryOverdue', args: [hers.index, expect.anything()] })

  // The same block, and one behind it that reads the entry.
  const reading = await forge.batch([encodeInboxSegment({ last: true, inbox: true, t: time }, 4)])
  const both = { ...reading, segments: [...without.segments, ...reading.segments], roots: [...without.roots, ...reading.roots] }
  expect((await rig.post(both)).status).toBe('success')
  await whileMining('her transaction', async () => (await replica.balance(member(OTHER))) === 5n)
  expect(await readBatchThatRead(rig.l1.reader, rollup, { index: hers.index, fromBlock: hers.block })).toBe(3n)
  expect(await stageOf(replica, hers.hash)).toMatchObject({ stage: 'included', status: '0x1' })
  expect(await readUnreadEntries(rig.l1.reader, inbox, hers.index + 1n)).toEqual([])
  expect(replica.said('WRONG ROOT')).toBe(false)
})

test('a contract is a member like any other: what it sends takes effect under its alias', { timeout: 60_000 }, async () => {
  const sequencer = await rig.start('sequencer')
  const replica = await rig.start('replica')
  const { inbox } = rig.rollup.contracts
  const contract = await deployForwarder(inbox)
  const alias = aliasOf(Address(contract))
  await rig.deposit(alias, 2n * ETHER)
  // Whoever calls the contract has it send; here it lets anybody, a multisig would ask its owners first.
  const through = async (call: L1Call): Promise<Hex> => {
    const hash = await rig.l1.wallet(PAYER).sendTransaction({ ...calldataOf(call), to: contract, gas: 1_000_000n })
    expect((await receiptOf(rig.l1.reader, hash)).status).toBe('success')
    return hash
  }
  const mint = fromHex(encodeFunctionData({ abi: tokenAbi, functionName: 'mint', args: [ETHER] }))
  const minted = await through(sendCall(inbox, { value: ETHER / 2n, target: systemAddress('token'), call: mint, fee: FEE }))
  const given = await through(sendCall(inbox, { value: 9n, target: Address(member(OTHER)), call: new Uint8Array(0), fee: FEE }))
  await whileMining('both are read', async () => (await stageOf(sequencer, given)).stage === 'included')
  expect(await stageOf(sequencer, minted)).toMatchObject({ stage: 'included', status: '0x1' })
  await whileMining('the replica', async () => (await replica.balance(member(OTHER))) === 9n)
  const chain = createPublicClient({ transport: http(replica.node.rpcUrl) })
  const token = { address: hexAddress(systemAddress('token')), abi: tokenAbi } as const
  expect(await chain.readContract({ ...token, functionName: 'balanceOf', args: [hexAddress(alias)] })).toBe(ETHER)
})

/** A contract that passes every call on to the inbox, value and all. */
const deployForwarder = async (inbox: string): Promise<Hex> => {
  const runtime = `365f5f375f5f365f3473${inbox.slice(2)}5af16026575f5ffd5b00`
  const hash = await rig.l1.wallet(PAYER).sendTransaction({ data: `0x6028600c60003960286000f3${runtime}` })
  const { contractAddress } = await receiptOf(rig.l1.reader, hash)
  return contractAddress ?? expect.unreachable()
}
