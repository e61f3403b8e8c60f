import { BLOB, SEGMENT } from '@distribute/state-machine'
import { expect, test } from 'vitest'
import { carriable, cheaperCarrier, limitsFor, loadOf } from './carrier.ts'
import { BATCHER_DEFAULTS } from './batcher.ts'
import type { BlockBytes } from './ports.ts'

const blockOf = (number: bigint, lengths: readonly number[]): BlockBytes =>
  ({ number, time: 0n, segments: lengths.map((length) => ({ bytes: new Uint8Array(length), root: new Uint8Array(32) })) })
const most = SEGMENT.headBytes + SEGMENT.blobBytes
const all = BLOB.runs * BLOB.most

test('blobs carry the first blocks, up to one whose segments they cannot hold or that is one too many', () => {
  const fits = blockOf(1n, [most, 6])
  expect(carriable([fits, blockOf(2n, [6, most + 1]), fits])).toEqual([fits])
  expect(carriable([blockOf(1n, [most + 1])])).toEqual([])
  const many = blockOf(3n, Array.from({ length: all - 2 }, () => 6))
  expect(carriable([fits, many])).toEqual([fits, many])
  expect(carriable([fits, many, fits])).toEqual([fits, many])
  expect(limitsFor('blob', BATCHER_DEFAULTS)).toMatchObject({ maxSegments: all, interval: BATCHER_DEFAULTS.interval })
  expect(limitsFor('calldata', BATCHER_DEFAULTS)).toBe(BATCHER_DEFAULTS)
})

test('the price of the moment decides', () => {
  const load = (segments: number, bytes = 2_000) => loadOf([blockOf(1n, Array.from({ length: segments }, () => bytes))])
  const gwei = 10n ** 9n
  // A segment's 2 kB as calldata are worth 80,000 gas, so that a blob of 131,072 blob gas pays from two of them on at equal prices.
  expect(cheaperCarrier(load(1), { gas: gwei, blobGas: gwei })).toBe('calldata')
  expect(cheaperCarrier(load(2), { gas: gwei, blobGas: gwei })).toBe('blob')
  expect(cheaperCarrier(load(1, 60), { gas: gwei, blobGas: 1n })).toBe('blob')
  expect(cheaperCarrier(load(all), { gas: gwei, blobGas: 100n * gwei })).toBe('calldata')
  expect(cheaperCarrier(load(0), { gas: gwei, blobGas: 1n })).toBe('calldata')
})
