import { expect, test } from 'vitest'
import type { ChainEvent } from '../chain/core.ts'
import { createFilters } from './filters.ts'
import type { Filter } from './filters.ts'

/** Ten blocks, and a pool that tells what it is told. */
function createFixture() {
  const chainListeners = new Set<(event: ChainEvent) => void>()
  const poolListeners = new Set<(pooled: never) => void>()
  const listen = <T>(set: Set<T>) => (listener: T) => {
    set.add(listener)
    return () => void set.delete(listener)
  }
  const time = { now: 0 }
  const chain = { heads: () => ({ latest: 10n, safe: 0n, finalized: 0n }), subscribe: listen(chainListeners) }
  const filters = createFilters(chain, { subscribe: listen(poolListeners) }, () => time.now)
  return { filters, time, chainListeners, poolListeners }
}

const nextOf = (filter: Filter): bigint | undefined => (filter.kind === 'pending' ? undefined : filter.next)

test('a filter nobody asks for is forgotten after five minutes, one that is polled is not', () => {
  const { filters, time } = createFixture()
  const [polled, left] = [filters.addBlocks(), filters.addBlocks()]
  time.now = 200_000
  filters.require(polled)
  time.now = 300_001
  expect(filters.require(polled).kind).toBe('blocks')
  expect(() => filters.require(left)).toThrow('filter not found')
  expect([filters.remove(polled), filters.remove(polled)]).toEqual([true, false])
})

test('after a rewind a filter tells the new blocks', () => {
  const { filters, chainListeners } = createFixture()
  const id = filters.addLogs({ addresses: [], topics: [] })
  expect(nextOf(filters.require(id))).toBe(11n)
  for (const listener of chainListeners) listener({ type: 'rewind', to: { header: { number: 4n } } } as never)
  expect(nextOf(filters.require(id))).toBe(5n)
})

test('pending hashes gather until they are asked for; close stops listening', () => {
  const { filters, poolListeners, chainListeners } = createFixture()
  const id = filters.addPending()
  for (const listener of poolListeners) listener({ hash: Uint8Array.of(7) } as never)
  const late = filters.addPending()
  expect(filters.takePending(filters.require(late))).toEqual([])
  expect(filters.takePending(filters.require(id))).toEqual(['0x07'])
  expect(filters.takePending(filters.require(id))).toEqual([])
  for (let i = 0; i < 20_001; i++) for (const listener of poolListeners) listener({ hash: Uint8Array.of(i >> 8, i & 255) } as never)
  const told = filters.takePending(filters.require(late))
  expect(told.length).toBeLessThanOrEqual(20_000)
  expect(told.at(-1)).toBe('0x4e20')
  expect(filters.takePending(filters.require(id))).toEqual(told)
  filters.close()
  expect(poolListeners.size + chainListeners.size).toBe(0)
})

test('there is a limit', () => {
  const { filters } = createFixture()
  for (let i = 0; i < 10_000; i++) filters.addBlocks()
  expect(() => filters.addBlocks()).toThrow('too many open filters: at most 10000')
})

test('ids are quantities of the specification, without leading zeros', () => {
  const { filters } = createFixture()
  for (let i = 0; i < 100; i++) expect(filters.addBlocks()).toMatch(/^0x[1-9a-f][0-9a-f]*$/)
})
