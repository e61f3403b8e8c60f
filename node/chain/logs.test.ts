import { Address, eventTopics, keccak256, systemAddress, UNIT } from '@distribute/state-machine'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { openDatabase } from '../storage/database.ts'
import { numberKey } from '../storage/tables.ts'
import type { Chain } from './chain.ts'
import type { StoredLog } from './logs.ts'
import { matchesFilter } from './logs.ts'
import { appendBlockOf, appendDeposits, createPlace, depositTo, memberAddress, mintCall, signItem } from './testing/community.ts'

const place = createPlace()
let chain: Chain
let all: StoredLog[]

beforeAll(async () => {
  chain = await place.open()
  await appendDeposits(chain, [0, 1, 2].map((member) => depositTo(memberAddress(member), 9n * UNIT)))
  await appendBlockOf(chain)
  const nonces = [0, 0, 0]
  for (let block = 0; block < 8; block++) {
    const items = []
    for (let i = 0; i <= block % 3; i++) {
      const member = (block + i) % 3
      items.push(await signItem(member, { nonce: nonces[member]!++, call: mintCall(UNIT / 100n), value: UNIT / 10n }))
      items.push(await signItem(member, { nonce: nonces[member]!++, call: { kind: 'tokenTransfer', args: [memberAddress(block), 5n] } }))
    }
    await appendBlockOf(chain, { items })
  }
  all = await naive()
})
afterAll(async () => {
  await chain.close()
  place.remove()
})

/** Every log of the chain, from the transactions. */
async function naive(): Promise<StoredLog[]> {
  const logs: StoredLog[] = []
  for (let block = 0n; block <= chain.heads().latest; block++) {
    const { hash: blockHash, header } = (await chain.headerByNumber(block))!
    let logIndex = 0
    for (const transaction of await chain.transactions(block)) {
      for (const log of transaction.logs) {
        logs.push({ ...log, block, blockHash, time: header.time, transactionHash: transaction.hash, transactionIndex: transaction.index, logIndex: logIndex++ })
      }
    }
  }
  return logs
}

const everything = { from: 0n, to: 1_000n }

test('no condition gives every log, numbered through each block', async () => {
  expect(all.length).toBeGreaterThan(30)
  expect(await chain.logs(everything)).toEqual(all)
  expect(await chain.logs({ ...everything, addresses: [], topics: [] })).toEqual(all)
  expect(await chain.logs({ ...everything, topics: [null, []] })).toEqual(all.filter(({ topics }) => topics.length >= 2))
})

test('block ranges include both ends; none is empty', async () => {
  expect(await chain.logs({ from: 3n, to: 4n })).toEqual(all.filter(({ block }) => block === 3n || block === 4n))
  expect(await chain.logs({ from: 5n, to: 4n })).toEqual([])
  expect(await chain.logs({ from: 99n, to: 100n })).toEqual([])
})

test('any filter gives what eth_getLogs says it gives', async () => {
  const addresses = [systemAddress('token'), systemAddress('bridge'), Address(`0x${'12'.repeat(20)}`)]
  const words: Uint8Array[] = [...new Set(all.flatMap(({ topics }) => topics.map((topic) => Buffer.from(topic).toString('hex'))))].map((hex) => new Uint8Array(Buffer.from(hex, 'hex')))
  words.push(keccak256(Uint8Array.of(1)))
  const word = fc.constantFrom(...words)
  const filter = fc.record({
    from: fc.bigInt({ min: 0n, max: 10n }),
    to: fc.bigInt({ min: 0n, max: 12n }),
    addresses: fc.subarray(addresses),
    topics: fc.array(fc.oneof(fc.constant(null), word, fc.array(word, { maxLength: 3 })), { maxLength: 5 }),
  })
  const wanted = (log: StoredLog, topics: readonly (null | Uint8Array | readonly Uint8Array[])[]): boolean =>
    topics.length <= log.topics.length &&
    topics.every((topic, i) => {
      const list = topic === null ? [] : topic instanceof Uint8Array ? [topic] : topic
      return list.length === 0 || list.some((item) => Buffer.compare(item, log.topics[i]!) === 0)
    })
  await fc.assert(
    fc.asyncProperty(filter, async (some) => {
      const expected = all.filter((log) => log.block >= some.from && log.block <= some.to && (some.addresses.length === 0 || some.addresses.includes(log.address)) && wanted(log, some.topics))
      expect(await chain.logs(some)).toEqual(expected)
      expect(all.filter((log) => log.block >= some.from && log.block <= some.to && matchesFilter(log, some))).toEqual(expected)
    }),
    { numRuns: budget(150) },
  )
})

test('a limit stops the search with the words that clients know', async () => {
  const topics = [eventTopics({ name: 'Transfer', contract: 'token', args: [memberAddress(0), memberAddress(1), 1n] })[0]!]
  const found = await chain.logs({ ...everything, topics })
  expect(await chain.logs({ ...everything, topics, limit: found.length })).toEqual(found)
  await expect(chain.logs({ ...everything, topics, limit: 3 })).rejects.toMatchObject({ code: 'too-many-logs', message: 'query returned more than 3 results' })
})

test('a bloom that is none is corruption', async () => {
  const other = createPlace()
  await (await other.open()).close()
  const database = await openDatabase(other.directory)
  const batch = database.batch()
  batch.put(numberKey('bloom', 0n), Uint8Array.of(1))
  await batch.write({ sync: true })
  await database.close()
  await expect(other.open()).rejects.toMatchObject({ code: 'corrupt', table: 'bloom' })
  other.remove()
})
