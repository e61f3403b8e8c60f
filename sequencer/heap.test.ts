import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budget } from '../test/budget.ts'
import { createHeap } from './heap.ts'

interface Ranked {
  readonly name: number
  rank: number
}

test('the first is always one of the lowest, whatever is put in, moved and taken out', () => {
  const step = fc.record({ name: fc.nat(20), rank: fc.option(fc.nat(50), { nil: undefined }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const members = Array.from({ length: 21 }, (_, name): Ranked => ({ name, rank: 0 }))
      const heap = createHeap<Ranked>((a, b) => a.rank < b.rank)
      const inside = new Set<Ranked>()
      for (const { name, rank } of steps) {
        const member = members[name]!
        if (rank === undefined) {
          heap.remove(member)
          inside.delete(member)
        } else {
          member.rank = rank
          heap.place(member)
          inside.add(member)
        }
        const lowest = inside.size === 0 ? undefined : Math.min(...[...inside].map((one) => one.rank))
        expect(heap.first()?.rank).toBe(lowest)
        for (const one of members) expect(heap.has(one)).toBe(inside.has(one))
      }
      const drained: number[] = []
      for (let first = heap.first(); first !== undefined; first = heap.first()) {
        drained.push(first.rank)
        heap.remove(first)
      }
      expect(drained).toEqual([...inside].map((one) => one.rank).sort((a, b) => a - b))
    }),
    { numRuns: budget(200) },
  )
})
