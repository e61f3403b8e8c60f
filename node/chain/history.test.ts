import { encodeMultiproof, keccak256, recordKey, UNIT, verifyInclusion, verifyMultiproof } from '@distribute/state-machine'
import type { StateReader } from '@distribute/state-machine'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { budget } from '../../test/budget.ts'
import { openDatabase } from '../storage/database.ts'
import { historyKey, numberRange, tableRange } from '../storage/tables.ts'
import type { Chain, ChainOptions } from './chain.ts'
import type { Place } from './testing/community.ts'
import { appendBlockOf, appendDeposits, createPlace, depositTo, memberAddress } from './testing/community.ts'

const MEMBERS = 6
const KEYS = [recordKey('chain'), recordKey('pool'), ...Array.from({ length: MEMBERS }, (_, i) => recordKey('account', memberAddress(i)))]

let place: Place
let chain: Chain
const open = async (options: Partial<ChainOptions> = {}): Promise<void> => {
  chain = await place.open(options)
}
beforeEach(async () => {
  place = createPlace()
  await open({ historyMargin: 0n })
})
afterEach(async () => {
  await chain.close().catch(() => undefined)
  place.remove()
})

type Values = (Uint8Array | undefined)[]
const valuesIn = (state: StateReader): Values => KEYS.map((key) => state.get(key))

/** Appends blocks that pay these members, and remembers what every key held after each. */
async function grow(payments: readonly (readonly number[])[], seen: Values[]): Promise<void> {
  for (const members of payments) {
    if (members.length === 0) await appendBlockOf(chain)
    else await appendDeposits(chain, members.map((member, i) => depositTo(memberAddress(member), BigInt(i + 1))))
    seen.push(valuesIn(chain.state))
  }
}

const pruned = (floor: bigint) => vi.waitFor(() => expect(chain.oldestState()).toBe(floor))

const members = fc.array(fc.nat(MEMBERS - 1), { maxLength: 5 })
const payments = (max: number) => fc.array(members, { minLength: 1, maxLength: max })
const fresh = async (options: Partial<ChainOptions>): Promise<void> => {
  await chain.close()
  place.remove()
  place = createPlace()
  await open(options)
}

async function expectHistory(seen: readonly Values[], oldest: bigint): Promise<void> {
  for (let block = oldest; block < BigInt(seen.length); block++) {
    expect(await chain.readAt(block, valuesIn), `state of block ${block}`).toEqual(seen[Number(block)])
  }
}

async function expectProofs(block: bigint, seen: readonly Values[]): Promise<void> {
  const proof = await chain.proveAt(block, KEYS)
  const { stateRoot } = (await chain.headerByNumber(block))!.header
  expect(proof.stateRoot).toEqual(stateRoot)
  expect(verifyMultiproof(stateRoot, KEYS, encodeMultiproof(proof.multiproof))).toEqual({ ok: true, records: seen[Number(block)]!.map((words) => words ?? null) })
  KEYS.forEach((key, i) => {
    const words = seen[Number(block)]![i]
    const inclusion = proof.inclusion[i]
    expect(inclusion?.words).toEqual(words)
    if (inclusion !== undefined) expect(verifyInclusion(stateRoot, key, inclusion.words, inclusion)).toBe(true)
  })
}

test('the state of every block can be read and proven, through rewinds, restarts and pruning', async () => {
  const step = fc.record({ back: fc.nat(5), ahead: payments(5), finalize: fc.nat(3), restart: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), fc.boolean(), async (steps, archive) => {
      await fresh({ archive, historyMargin: 1n })
      const seen: Values[] = [valuesIn(chain.state)]
      for (const { back, ahead, finalize, restart } of steps) {
        const { latest, finalized } = chain.heads()
        const to = latest - BigInt(back) > finalized ? latest - BigInt(back) : finalized
        await chain.rewind(to)
        const { cursor } = chain.head()
        await chain.inbox.truncate(cursor)
        seen.length = Number(to) + 1
        expect(valuesIn(chain.state)).toEqual(seen.at(-1))
        await grow(ahead, seen)
        const head = chain.heads().latest
        const final = finalized + BigInt(finalize) < head ? finalized + BigInt(finalize) : head
        await chain.setHeads({ safe: final, finalized: final })
        if (restart) {
          await chain.close()
          await open({ archive, historyMargin: 1n })
        }
        const oldest = archive ? 0n : final > 1n ? final - 1n : 0n
        await expectHistory(seen, oldest)
        for (const block of new Set([final, head, oldest, (final + head) / 2n])) await expectProofs(block, seen)
      }
    }),
    { numRuns: budget(12) },
  )
})

test('a block that is not there has no state', async () => {
  await appendBlockOf(chain)
  for (const block of [-1n, 2n]) {
    await expect(chain.readAt(block, valuesIn)).rejects.toMatchObject({ code: 'unknown-block' })
    await expect(chain.proveAt(block, KEYS)).rejects.toMatchObject({ code: 'unknown-block' })
  }
})

test('history before the margin goes, as a whole; what is kept is enough to go back to finalized', async () => {
  const seen: Values[] = [valuesIn(chain.state)]
  await grow(Array.from({ length: 30 }, (_, i) => [i % MEMBERS, (i + 1) % MEMBERS]), seen)
  await chain.setHeads({ safe: 25n, finalized: 20n })
  await pruned(20n)
  await chain.close()
  const database = await openDatabase(place.directory)
  const blocks = new Set<bigint>()
  for await (const rows of database.rows(tableRange('history'))) for (const [key] of rows) blocks.add(Buffer.from(key).readBigUInt64BE(33))
  expect(Math.min(...[...blocks].map(Number))).toBe(21)
  expect(await database.first(numberRange('undo', 0n, 20n))).toBeUndefined()
  await database.close()
  await open({ historyMargin: 0n })
  expect(chain.oldestState()).toBe(20n)
  await expect(chain.readAt(19n, valuesIn)).rejects.toMatchObject({ code: 'history-pruned', message: expect.stringContaining('--archive') as string })
  await expectHistory(seen, 20n)
  await chain.rewind(20n)
  expect(valuesIn(chain.state)).toEqual(seen[20])
  expect(chain.tree.root()).toEqual(chain.head().header.stateRoot)
})

test('an archive keeps all, also what a margin would let go', async () => {
  await chain.close()
  await open({ archive: true, historyMargin: 0n })
  const seen: Values[] = [valuesIn(chain.state)]
  await grow([[0], [1], [0, 2], []], seen)
  await chain.setHeads({ safe: 4n, finalized: 4n })
  await chain.close()
  await open({ archive: true, historyMargin: 0n })
  await expectHistory(seen, 0n)
})

test('finalized may step back after what it leaves behind was pruned; a rewind there is refused, not wrong', async () => {
  await grow([[0], [1], [2], [3]], [])
  await chain.setHeads({ safe: 3n, finalized: 3n })
  await pruned(3n)
  await chain.setHeads({ safe: 3n, finalized: 1n })
  await expect(chain.rewind(2n)).rejects.toMatchObject({ code: 'history-pruned' })
  await chain.rewind(3n)
})

test('a proof of the finalized block follows it forwards and back', async () => {
  await chain.close()
  await open({ archive: true })
  const seen: Values[] = [valuesIn(chain.state)]
  await grow(Array.from({ length: 12 }, (_, i) => [i % MEMBERS]), seen)
  for (const finalized of [3n, 3n, 9n, 5n, 11n]) {
    await chain.setHeads({ safe: 11n, finalized })
    await expectProofs(finalized, seen)
  }
})

test('a proof while a block is made waits for the tree, and is of the block asked for', async () => {
  const seen: Values[] = [valuesIn(chain.state)]
  await grow([[0], [1], [2]], seen)
  const builder = chain.begin(chain.head().header.time + 5n)
  await chain.inbox.append([depositTo(memberAddress(4))])
  const proofs = Promise.all([expectProofs(3n, seen), expectProofs(2n, seen)])
  await new Promise((resolve) => setTimeout(resolve, 20))
  const block = builder.seal()
  await chain.append(block)
  await proofs
  expect(chain.tree.root()).toEqual(chain.head().header.stateRoot)
})

test('proofs of old blocks are right while the chain grows', async () => {
  const seen: Values[] = [valuesIn(chain.state)]
  await grow([[0], [1], [2], [3]], seen)
  const checks: Promise<void>[] = []
  for (let i = 0; i < 25; i++) {
    checks.push(expectProofs(BigInt(i % 4), seen))
    await grow([[i % MEMBERS]], seen)
  }
  await Promise.all(checks)
})

test('a read that never ends is stopped, and a fault in it is its own', async () => {
  await grow([[0], [1]], [])
  let i = 0
  const endless = (state: StateReader): void => { for (;;) state.get(keccak256(Uint8Array.of(i >> 8, i++))) }
  await expect(chain.readAt(1n, endless)).rejects.toMatchObject({ code: 'too-many-reads' })
  await expect(chain.readAt(1n, () => { throw new RangeError('mine') })).rejects.toThrow('mine')
})

test('reads of an old block are not disturbed by what is written meanwhile', async () => {
  const seen: Values[] = [valuesIn(chain.state)]
  await grow([[0], [1], [0, 1, 2]], seen)
  const reads = Array.from({ length: 10 }, () => chain.readAt(2n, valuesIn))
  await grow([[0], [1], [2]], seen)
  await chain.rewind(3n)
  for (const values of await Promise.all(reads)) expect(values).toEqual(seen[2])
})

test('a lost row of history is corruption, not an old value', async () => {
  await grow([[0], [0], [0]], [])
  await chain.close()
  const database = await openDatabase(place.directory)
  const batch = database.batch()
  batch.delete(historyKey(KEYS[2]!, 3n))
  await batch.write({ sync: true })
  await database.close()
  await open()
  await expect(chain.proveAt(2n, KEYS)).rejects.toMatchObject({ code: 'corrupt' })
  await expect(chain.rewind(2n)).rejects.toMatchObject({ code: 'corrupt', table: 'history' })
  expect(chain.tree.root()).toEqual(chain.head().header.stateRoot)
})

test('deposits add up', async () => {
  await appendDeposits(chain, [depositTo(memberAddress(0), UNIT), depositTo(memberAddress(0), UNIT)])
  const [before, after] = await Promise.all([0n, 1n].map((block) => chain.readAt(block, (state) => state.get(KEYS[2]!))))
  expect(before).toBeUndefined()
  expect(Buffer.from(after!.subarray(8, 20)).toString('hex')).toBe((2n * UNIT).toString(16).padStart(24, '0'))
})
