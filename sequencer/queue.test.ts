import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budget } from '../test/budget.ts'
import { createQueue } from './queue.ts'
import type { Links } from './queue.ts'

interface Item extends Links<Item> {
  readonly name: number
}

const itemOf = (name: number): Item => ({ name, before: undefined, after: undefined, queued: false })

test('behaves as an array does', () => {
  const step = fc.record({ act: fc.constantFrom('push', 'pushFront', 'remove', 'shift'), name: fc.nat(9) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const items = Array.from({ length: 10 }, (_, name) => itemOf(name))
      const queue = createQueue<Item>()
      let model: Item[] = []
      for (const { act, name } of steps) {
        const item = items[name]!
        if (act === 'shift') expect(queue.shift()).toBe(model.shift())
        else if (act === 'remove') {
          queue.remove(item)
          model = model.filter((other) => other !== item)
        } else if (!model.includes(item)) {
          if (act === 'push') queue.push(item)
          else queue.pushFront(item)
          model = act === 'push' ? [...model, item] : [item, ...model]
        }
        expect(queue.first()).toBe(model[0])
        expect(queue.size).toBe(model.length)
        for (const one of items) expect(one.queued).toBe(model.includes(one))
      }
      for (const item of model) expect(queue.shift()).toBe(item)
      expect(queue.shift()).toBeUndefined()
    }),
    { numRuns: budget(200) },
  )
})
