import fc from 'fast-check'
import {
  Address, addressToBytes, aliasOf, decodeSend, ENTRIES, entryHash, rollHash, systemAddress, TRANSACTION_MAX_BYTES, ZERO_ADDRESS, ZERO_HASH,
} from '@distribute/state-machine'
import type { InboxEntry } from '@distribute/state-machine'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { readEntryTime, readInboxEntries, readInboxLength, readInboxRolling } from '../client/bridge-reads.ts'
import { l1Call } from '../client/call.ts'
import { bridgeDepositCall, depositCall, enqueueCall, sendCall } from '../client/inbox-calls.ts'
import { inboxAbi } from '../client/generated/inbox.ts'
import { l1BridgeAbi } from '../client/generated/l1-bridge.ts'
import { hexOfAddress } from '../client/values.ts'
import { addressOfWallet, startAnvil } from './testing/anvil.ts'
import type { Anvil } from './testing/anvil.ts'
import { l1Time, run, startCommunity, TERMS } from './testing/community.ts'
import type { Community } from './testing/community.ts'
import { expectRevert } from './testing/reverts.ts'

let anvil: Anvil
let community: Community
let inbox: Address
let bridge: Address
const to = Address(`0x${'ab'.repeat(20)}`)
const LIMIT = 1n << 96n
const fee = TERMS.inboxFee

beforeAll(async () => {
  anvil = await startAnvil()
  community = await startCommunity(anvil)
  ;({ inbox, bridge } = community.deployment.contracts)
})
afterAll(() => anvil.close())

const custody = () => anvil.reader.getBalance({ address: hexOfAddress(bridge) })

async function entriesSince(length: bigint): Promise<readonly InboxEntry[]> {
  const toBlock = await anvil.reader.getBlockNumber()
  const logged = await readInboxEntries(anvil.reader, inbox, { fromBlock: community.deployment.blockNumber, toBlock })
  expect(logged.map(({ index }) => index)).toEqual(logged.map((_, i) => BigInt(i)))
  return logged.slice(Number(length)).map(({ entry }) => entry)
}

test('each kind of entry is logged as the codec hashes it, and its ether goes to the bridge', async () => {
  const [alice, from] = [anvil.wallet(4), addressOfWallet(anvil.wallet(4))]
  const start = await readInboxLength(anvil.reader, inbox)
  const held = await custody()
  const call = Uint8Array.of(1, 2, 3, 4)

  await run(anvil, alice, depositCall(inbox, { to, value: 7n }))
  const time = await l1Time(anvil)
  await run(anvil, alice, bridgeDepositCall(bridge, { to, value: 8n }))
  await run(anvil, alice, enqueueCall(inbox, { transaction: call, fee }))
  await run(anvil, alice, sendCall(inbox, { value: 5n, target: to, call, fee: fee + 1n }))

  const entries = await entriesSince(start)
  expect(entries.map(({ kind, value }) => [kind, value])).toEqual([
    [ENTRIES.deposit, 7n], [ENTRIES.deposit, 8n], [ENTRIES.forced, fee], [ENTRIES.send, fee + 1n],
  ])
  expect(entries.map((entry) => entry.from)).toEqual([from, from, from, aliasOf(from)])
  expect(entries[0]).toEqual({ kind: ENTRIES.deposit, time, from, value: 7n, payload: addressToBytes(to) })
  expect(entries[2]?.payload).toEqual(call)
  expect(decodeSend(entries[3]!.payload)).toEqual({ value: 5n, target: to, call })
  expect((await custody()) - held).toBe(7n + 8n + fee + fee + 1n)
})

test('the rolling hash and the times follow from the log', async () => {
  const wallet = anvil.wallet(5)
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (transaction) => {
      await run(anvil, wallet, enqueueCall(inbox, { transaction, fee }))
    }),
    { numRuns: budget(8) },
  )
  let rolling = ZERO_HASH
  expect(await readInboxRolling(anvil.reader, inbox, 0n)).toEqual(rolling)
  for (const [i, entry] of (await entriesSince(0n)).entries()) {
    rolling = rollHash(rolling, entryHash(entry))
    expect(await readInboxRolling(anvil.reader, inbox, BigInt(i) + 1n)).toEqual(rolling)
    expect(await readEntryTime(anvil.reader, inbox, BigInt(i))).toBe(entry.time)
  }
})

test('entries that are not there revert', async () => {
  const length = await readInboxLength(anvil.reader, inbox)
  await expectRevert(readEntryTime(anvil.reader, inbox, length), 'UnknownEntry', [length, length])
  await expectRevert(readInboxRolling(anvil.reader, inbox, length + 1n), 'UnknownEntry', [length, length])
})

test('deposits to nobody, of nothing or of too much revert, through the bridge too', async () => {
  const alice = anvil.wallet(4)
  for (const receiver of [ZERO_ADDRESS, systemAddress('token'), systemAddress('chain')]) {
    const checksummed = expect.stringMatching(new RegExp(receiver, 'i')) as unknown
    await expectRevert(run(anvil, alice, depositCall(inbox, { to: receiver, value: 1n })), 'InvalidReceiver', [checksummed])
    await expectRevert(run(anvil, alice, bridgeDepositCall(bridge, { to: receiver, value: 1n })), 'InvalidReceiver')
  }
  await expectRevert(run(anvil, alice, depositCall(inbox, { to, value: 0n })), 'NothingDeposited')
  await expectRevert(run(anvil, alice, bridgeDepositCall(bridge, { to, value: 0n })), 'NothingDeposited')

  const rich = anvil.wallet(6)
  await anvil.clock.setBalance({ address: rich.account.address, value: LIMIT * 4n })
  await expectRevert(run(anvil, rich, depositCall(inbox, { to, value: LIMIT })), 'ValueTooLarge', [LIMIT])
  await expectRevert(run(anvil, rich, enqueueCall(inbox, { transaction: Uint8Array.of(1), fee: LIMIT })), 'ValueTooLarge', [LIMIT])
  const held = await custody()
  await expectRevert(run(anvil, rich, depositCall(inbox, { to, value: LIMIT - held })), 'CustodyTooLarge', [LIMIT])
  await expectRevert(run(anvil, rich, bridgeDepositCall(bridge, { to, value: LIMIT - held })), 'CustodyTooLarge', [LIMIT])
  expect(await custody()).toBe(held)
})

test('what is forced has a size and a price', async () => {
  const alice = anvil.wallet(4)
  const max = BigInt(TRANSACTION_MAX_BYTES)
  const sized = (length: number) => new Uint8Array(length).fill(1)
  const enqueue = (length: number, paid = fee) => run(anvil, alice, enqueueCall(inbox, { transaction: sized(length), fee: paid }))
  const send = (length: number, paid = fee) => run(anvil, alice, sendCall(inbox, { value: 0n, target: to, call: sized(length), fee: paid }))

  await enqueue(TRANSACTION_MAX_BYTES)
  await send(TRANSACTION_MAX_BYTES - 52)
  await send(0)
  await expectRevert(enqueue(0), 'BadPayloadLength', [0n, max])
  await expectRevert(enqueue(TRANSACTION_MAX_BYTES + 1), 'BadPayloadLength', [max + 1n, max])
  await expectRevert(send(TRANSACTION_MAX_BYTES - 51), 'BadPayloadLength', [max + 1n, max])
  await expectRevert(enqueue(1, fee - 1n), 'FeeTooLow', [fee - 1n, fee])
  await expectRevert(send(0, fee - 1n), 'FeeTooLow', [fee - 1n, fee])
})

test('only the bridge records deposits, and only the inbox feeds the bridge', async () => {
  const alice = anvil.wallet(4)
  const record = l1Call(inbox, { abi: inboxAbi, name: 'record', args: [hexOfAddress(to), hexOfAddress(to), 1n] })
  await expectRevert(run(anvil, alice, record), 'NotTheBridge')
  await expectRevert(run(anvil, alice, l1Call(bridge, { abi: l1BridgeAbi, name: 'receiveEther', args: [], value: 1n })), 'NotTheInbox')
  const plain = alice.sendTransaction({ to: hexOfAddress(bridge), value: 1n })
  await expect(plain).rejects.toThrow(/revert/)
})
