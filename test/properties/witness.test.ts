import { expect, test } from 'vitest'
import { createPartialTree, equalBytes, executeSegment, toHex, witnessOf, type Inbox } from '@distribute/state-machine'
import { budget } from '../budget.ts'
import { randomSegments, type SegmentCase } from './segments.ts'

/** What L1 sees of the inbox: what the witness gives and no more. */
const shownInbox = ({ inbox }: SegmentCase, { first, list }: ReturnType<typeof witnessOf>['witness']['entries']): Inbox => ({
  length: inbox.length,
  entry(index) {
    const entry = list[Number(index - first)]
    if (entry === undefined) throw new RangeError(`entry ${index} is asked for and not shown`)
    return entry
  },
})

const isAscending = (keys: readonly Uint8Array[]): boolean =>
  keys.every((key, i) => i === 0 || Buffer.compare(keys[i - 1] ?? new Uint8Array(0), key) < 0)

test('every segment has a witness that alone leads to the same root', { retry: 0 }, () => {
  const runs = budget(1_200)
  const seed = Math.floor(Math.random() * 2 ** 31)
  const seen = { entries: 0, items: 0, absent: 0 }
  for (const one of randomSegments({ runs, seed })) {
    const { tree, segment, inbox, config, result } = one
    const before = tree.root()
    const { witness, result: again } = witnessOf(tree, segment, inbox, config)
    expect(equalBytes(tree.root(), before), `seed ${seed}: the tree is left alone`).toBe(true)
    expect(again, `seed ${seed}`).toEqual(result)
    expect(isAscending(witness.keys)).toBe(true)

    const partial = createPartialTree(before, witness.keys, witness.proof)
    const shown = executeSegment(partial, segment, shownInbox(one, witness.entries), config)
    expect(shown.outcomes, `seed ${seed}`).toEqual(result.outcomes)
    partial.apply(shown.writes)
    const whole = tree.root()
    tree.apply(result.writes)
    const after = toHex(tree.root())
    tree.apply(result.writes.map(({ key, previous }) => ({ key, words: previous })))
    expect(equalBytes(tree.root(), whole)).toBe(true)
    expect(toHex(partial.root()), `seed ${seed}`).toBe(after)

    seen.entries += witness.entries.list.length
    seen.items += result.outcomes.length
    seen.absent += witness.keys.filter((key) => !tree.has(key)).length
  }
  // Without these the test would say little.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(runs / 40)
})

test('a witness leaves nothing out that the run needs, and holds nothing else', { retry: 0 }, () => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  for (const one of randomSegments({ runs: budget(60), seed })) {
    const { tree, segment, inbox, config } = one
    const { keys } = witnessOf(tree, segment, inbox, config).witness
    for (const [i, key] of keys.entries()) {
      const fewer = keys.filter((_, at) => at !== i)
      const shown = { get: (asked: Uint8Array) => fewer.some((kept) => equalBytes(kept, asked)) ? tree.get(asked) : missing(asked) }
      expect(() => executeSegment(shown, segment, inbox, config), `seed ${seed}, ${toHex(key)}`).toThrow(RangeError)
    }
  }
})

const missing = (key: Uint8Array): never => {
  throw new RangeError(`${toHex(key)} is asked for and not shown`)
}
