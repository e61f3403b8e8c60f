import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { methods } from './methods.ts'
import { startTestNode } from './testing/node.ts'
import type { TestNode } from './testing/node.ts'

let node: TestNode
beforeAll(async () => {
  node = await startTestNode()
  await node.deposit(`0x${'44'.repeat(20)}`, 10n ** 18n)
})
afterAll(() => node.close())

/** Those that wait or move the clock are not asked. */
const names = Object.keys(methods).filter((name) => !name.startsWith('evm_') && !name.endsWith('Sync') && name !== 'distribute_register')
const hexText = fc.oneof(fc.constantFrom('latest', 'pending', 'earliest', '0x', '0x0', '0x1', ''), fc.string(), fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 70 }).map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`))
const object = fc.dictionary(fc.constantFrom('from', 'to', 'data', 'input', 'value', 'blockHash', 'blockNumber', 'fromBlock', 'toBlock', 'topics', 'address', 'type', 'ids'), fc.oneof(hexText, fc.jsonValue()))
const params = fc.oneof(fc.array(fc.oneof(hexText, object, fc.jsonValue()), { maxLength: 4 }), fc.jsonValue())
const request = fc.record({ jsonrpc: fc.constant('2.0'), id: fc.integer(), method: fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...names) }, fc.string()), params })

interface Answer {
  readonly id: unknown
  readonly error?: { readonly code: number; readonly message: string }
}

test('whatever comes in gets an answer, and never an internal error', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 20 }), async (batch) => {
      const answers = (await (await node.post(JSON.stringify(batch))).json()) as Answer[]
      expect(answers.map(({ id }) => id)).toEqual(batch.map(({ id }) => id))
      expect(answers.filter(({ error }) => error?.code === -32603)).toEqual([])
    }),
    { numRuns: budget(150) },
  )
})

test('bytes that are no JSON-RPC get an error in its words', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' })), async (body) => {
      const response = await node.post(body)
      expect(response.status).toBe(200)
      const text = await response.text()
      const answer = JSON.parse(text) as Answer | readonly Answer[]
      for (const one of Array.isArray(answer) ? (answer as readonly Answer[]) : [answer as Answer]) expect(one.error?.code).toBeLessThan(0)
    }),
    { numRuns: budget(300) },
  )
})
