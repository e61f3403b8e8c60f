import { DEFAULT_TERMS } from '@distribute/bridge-contracts'
import { BATCHER_DEFAULTS } from '@distribute/sequencer'
import { expect, test } from 'vitest'
import { heartbeatOf } from './heartbeat.ts'

test('the heartbeat is at most half of what L1 allows, whichever limit is shorter', () => {
  expect(heartbeatOf(50n, { maxLag: 1_000n, takeoverDelay: 60n })).toBe(30n)
  expect(heartbeatOf(50n, { maxLag: 70n, takeoverDelay: 1_000n })).toBe(35n)
  expect(heartbeatOf(20n, { maxLag: 1_000n, takeoverDelay: 60n })).toBe(20n)
  expect(heartbeatOf(20n, { maxLag: 1n, takeoverDelay: 1n })).toBe(1n)
})

test('the default is half of what communities are deployed with', () => {
  expect(heartbeatOf(10n ** 9n, DEFAULT_TERMS)).toBe(BATCHER_DEFAULTS.heartbeat)
})
