import { afterEach, beforeEach, expect, test } from 'vitest'
import { encodeFunctionData, parseAbi } from 'viem'
import { Address, aliasOf, decodeSigned, encodeTransaction } from '@distribute/state-machine'
import { depositCall, enqueueCall, sendCall } from '@distribute/bridge-contracts'
import { ETHER, eventually, member, signTransfer, startRig, type Rig, type RigNode } from '../testing/rig.ts'

const FEE = 10n ** 13n
let rig: Rig

beforeEach(async () => {
  rig = await startRig()
})
afterEach(() => rig.close())

const status = (node: RigNode) =>
  node.call<{ readonly inbox: { readonly length: string; readonly cursor: string }; readonly heads: { readonly latest: { readonly hash: string; readonly number: string } }; readonly lastBatch: { readonly lastBlock: string } | null }>('rollup_status')
const mining = <T>(what: string, read: () => Promise<T | undefined | false>, seconds = 20) =>
  eventually(what, async () => {
    await rig.l1.mine()
    return read()
  }, seconds)
const allRead = (node: RigNode, length: number) => mining(`${length} entries read`, async () => Number((await status(node)).inbox.cursor) === length)
const agree = (a: RigNode, b: RigNode) => mining('one chain', async () => (await status(a)).heads.latest.hash === (await status(b)).heads.latest.hash)
const compact = async (from: number, fields: { readonly nonce: number; readonly to: string; readonly value: bigint }): Promise<Uint8Array> => {
  const signed = decodeSigned(Uint8Array.from(Buffer.from((await signTransfer(from, fields)).slice(2), 'hex')), rig.genesis.chainId)
  if (!signed.ok) throw new TypeError(signed.detail)
  return encodeTransaction(signed.transaction)
}
const poolEther = async (node: RigNode): Promise<bigint> =>
  BigInt(await node.call<string>('eth_call', { to: '0xd157000000000000000000000000000000000001', data: encodeFunctionData({ abi: parseAbi(['function pool() view returns (uint256)']) }) }, 'latest'))
const alias = (address: string): string => aliasOf(Address(address))

test('forced entries: what can be done is done, what cannot is skipped, and the pool has every fee', async () => {
  const [sequencer, replica] = [await rig.start('sequencer'), await rig.start('replica')]
  const { inbox } = rig.rollup.contracts
  await rig.deposit(member(0), ETHER)
  await rig.deposit(alias(member(3)), ETHER)
  await allRead(sequencer, 2)
  const before = await poolEther(sequencer)

  const forced = await compact(0, { nonce: 0, to: member(7), value: 5n })
  const garbage = crypto.getRandomValues(new Uint8Array(300))
  const calls = [
    enqueueCall(inbox, { transaction: forced, fee: FEE }),
    // The same again: its nonce is used by then.
    enqueueCall(inbox, { transaction: forced, fee: FEE }),
    enqueueCall(inbox, { transaction: garbage, fee: FEE + 1n }),
    enqueueCall(inbox, { transaction: Uint8Array.of(0), fee: FEE }),
    enqueueCall(inbox, { transaction: await compact(4, { nonce: 0, to: member(7), value: ETHER }), fee: FEE }),
    sendCall(inbox, { value: 9n, target: member(8) as never, call: new Uint8Array(0), fee: FEE }),
    sendCall(inbox, { value: 100n * ETHER, target: member(8) as never, call: new Uint8Array(0), fee: FEE }),
    sendCall(inbox, { value: 0n, target: member(8) as never, call: garbage, fee: 3n * FEE }),
  ]
  for (const [i, call] of calls.entries()) expect((await rig.run(3, call)).status, `call ${i}`).toBe('success')
  await allRead(sequencer, 2 + calls.length)
  expect(await sequencer.balance(member(7))).toBe(5n)
  expect(await sequencer.balance(member(8))).toBe(9n)
  expect(await sequencer.balance(alias(member(3))) < ETHER - 9n + 1n).toBe(true)
  expect((await poolEther(sequencer)) - before >= 10n * FEE + 1n).toBe(true)
  expect(Number(await sequencer.call<string>('eth_getTransactionCount', member(0), 'latest'))).toBe(1)
  await agree(sequencer, replica)
  expect(await replica.balance(member(8))).toBe(9n)
  expect(replica.said('WRONG ROOT')).toBe(false)
})

test('hundreds of entries at once are read in time, and no batch is refused', { timeout: 90_000 }, async () => {
  const [sequencer, replica] = [await rig.start('sequencer'), await rig.start('replica')]
  const { inbox } = rig.rollup.contracts
  const count = 300
  const wallet = rig.l1.wallet(0)
  const first = await rig.l1.reader.getTransactionCount({ address: wallet.account.address })
  const { address, abi, functionName, args, value } = depositCall(inbox, { to: member(5) as never, value: 3n })
  await Promise.all(Array.from({ length: count }, (_, i) => wallet.writeContract({ address, abi, functionName, args, value, nonce: first + i, gas: 200_000n })))
  await allRead(sequencer, count)
  expect(await sequencer.balance(member(5))).toBe(3n * BigInt(count))
  await agree(sequencer, replica)
  expect(sequencer.said('L1 refuses the batch')).toBe(false)
})

test('entries that have become overdue while the sequencer was away: it catches up and posts on', { timeout: 90_000 }, async () => {
  const first = await rig.start('sequencer')
  const replica = await rig.start('replica')
  await rig.deposit(member(0), ETHER)
  await allRead(first, 1)
  await first.close()
  const { inbox } = rig.rollup.contracts
  const wallet = rig.l1.wallet(0)
  const next = await rig.l1.reader.getTransactionCount({ address: wallet.account.address })
  const { address, abi, functionName, args, value } = depositCall(inbox, { to: member(5) as never, value: 3n })
  await Promise.all(Array.from({ length: 290 }, (_, i) => wallet.writeContract({ address, abi, functionName, args, value, nonce: next + i, gas: 200_000n })))
  // Two days: over the inbox delay, and over what the chain's time may be behind L1's.
  await rig.l1.call('evm_increaseTime', [2 * 86_400])
  await rig.l1.mine(2)
  const sequencer = await rig.start('sequencer', { directory: first.directory })
  await allRead(sequencer, 291)
  const hash = await sequencer.call<string>('eth_sendRawTransaction', await signTransfer(0, { nonce: 0, to: member(9) }))
  await mining('a receipt', async () => (await sequencer.call('eth_getTransactionReceipt', hash)) !== null)
  await agree(sequencer, replica)
  const l1Time = (await rig.l1.reader.getBlock()).timestamp
  const { timestamp } = await sequencer.call<{ readonly timestamp: string }>('eth_getBlockByNumber', 'latest', false)
  expect(l1Time - BigInt(timestamp)).toBeLessThan(86_400n)
  expect(replica.said('WRONG ROOT')).toBe(false)
})
