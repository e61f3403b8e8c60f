import { expect, test } from 'vitest'
import { statusLines, type ShownStatus } from './status-lines.ts'

const head = { number: 7n, timestamp: 1_900_000_000n }
const STATUS: ShownStatus = {
  role: 'replica', chainId: 5n, l1ChainId: 1n, contracts: { rollup: `0x${'11'.repeat(20)}` },
  heads: { latest: head, safe: head, finalized: head }, l1: { head, safe: head, finalized: head, derived: head },
  lastBatch: { index: 3n }, wrongRoots: [], voidRoots: [], brokenPromises: [], inbox: { length: 2n, cursor: 2n },
}

test('a node that knows of nothing wrong says nothing in capitals', () => {
  expect(statusLines(STATUS).join('\n')).not.toMatch(/[A-Z]{4}/)
})

test('broken promises, wrong roots and void roots are told, with what they cost and for how long', () => {
  const lines = statusLines({
    ...STATUS,
    wrongRoots: [{ batch: 2n, segment: 1n }],
    voidRoots: [{ batch: 2n, lastBatch: 3n, missingFrom: 2n, notBefore: 1_900_600_000n }],
    brokenPromises: [{ breach: 'equivocation', term: 0n, number: 6n }, { breach: 'broken', term: 0n, number: 5n }, { breach: 'abandoned', term: 1n, number: 9n }],
  })
  const told = lines.filter((line) => /^[A-Z]{4}/.test(line)).map((line) => line.replace(/\s{2,}/g, ' | '))
  expect(told).toEqual([
    'WRONG ROOT | batch 2 | segment 1: L1 has a claim that execution does not give; nothing is posted on it, trust no withdrawal against it',
    'VOID ROOTS | batches 2 to 3 | convicted: nobody answers for the roots from batch 2 on; withdrawals wait until 2030-03-24T16:26:40.000Z at least. Every transaction stands',
    'BROKEN PROMISE | block 6 | of term 0: its sequencer signed two headers for it on one parent: its whole stake answers for that',
    'BROKEN PROMISE | block 5 | of term 0: L1 has another block than its sequencer signed: its whole stake answers for that',
    'BROKEN PROMISE | block 9 | of term 1: it was signed and not posted, and the term is over: half of the stake answers for that',
  ])
})
