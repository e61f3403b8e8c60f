import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { KindName } from '@distribute/state-machine'
import { budget } from '../test/budget.ts'
import { costOf, createMeter } from './budget.ts'
import { createTestChain, depositOf } from './testing/chain.ts'
import { addressOf, ETHER, genesisOf, pooledOf, START } from './testing/world.ts'

const ALICE = addressOf(1)
const CALLS = {
  send: [], burn: [1n, 1n], donate: [], tokenTransferFrom: [addressOf(2), addressOf(3), 1n], finishRecovery: [addressOf(4)],
  register: [addressOf(5), new Uint8Array(32), 2n ** 200n, new Uint8Array(300)],
} as const

test('counts the calldata of a block to the byte, segments and skipped items included, and never passes its budget', () => {
  const kind = fc.constantFrom(...(Object.keys(CALLS) as (keyof typeof CALLS & KindName)[]))
  fc.assert(
    fc.property(
      fc.array(fc.record({ kind, isBad: fc.boolean() }), { maxLength: 120 }), fc.nat(30), fc.constantFrom(4_096, 2_046, 1_536), fc.integer({ min: 900, max: 12_000 }),
      (items, entries, segmentMaxBytes, most) => {
        const accounts = new Map([[ALICE, 10n ** 9n * ETHER]])
        const chain = createTestChain(genesisOf({ creditsPerEther: 10 ** 9 }), { accounts, segmentMaxBytes })
        for (let i = 0; i < entries; i++) chain.inbox.push(depositOf(ALICE, 1n))
        const block = chain.begin(START)
        const meter = createMeter({ budget: most + 1_024, segmentMaxBytes })
        meter.readEntries(entries)
        block.readEntries(entries)
        let nonce = 0n
        for (const { kind: name, isBad } of items) {
          const pooled = pooledOf(ALICE, { nonce: isBad ? nonce + 1n : nonce, call: { kind: name, args: CALLS[name] } })
          if (!meter.add(name, pooled.encoded.length)) break
          const outcome = block.add({ type: 'transaction', transaction: pooled.transaction }, { sender: ALICE, encoded: pooled.encoded })
          if (outcome.included) nonce++
          else meter.forget()
        }
        const hasItems = block.size > 0
        const cost = costOf(block.seal().segments)
        expect(cost).toBeLessThanOrEqual(meter.cost)
        if (hasItems) expect(cost).toBe(meter.cost)
        if (hasItems) expect(cost).toBeLessThanOrEqual(most + 1_024)
      },
    ),
    { numRuns: budget(60) },
  )
})
