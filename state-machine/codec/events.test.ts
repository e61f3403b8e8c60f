import fc from 'fast-check'
import { decodeEventLog, parseAbiItem } from 'viem'
import type { AbiEvent } from 'viem'
import { describe, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { EVENTS } from '../params.ts'
import type { EventName } from '../params.ts'
import { toHex } from './bytes.ts'
import { CodecError } from './errors.ts'
import { eventData, eventTopics } from './events.ts'
import type { Event } from './events.ts'
import { argumentsOf } from './testing/arbitraries.ts'

const typesOf = (signature: string): string[] => signature.slice(signature.indexOf('(') + 1, -1).split(',')

function abiOf(name: EventName): AbiEvent {
  const [signature, indexed] = EVENTS[name]
  const inputs = typesOf(signature).map((type, i) => `${type}${i < indexed ? ' indexed' : ''} a${i}`)
  return parseAbiItem(`event ${name}(${inputs.join(', ')})`) as AbiEvent
}

/** viem reads small integers as numbers, and addresses with a checksum in their case. */
const asWritten = (value: unknown): unknown => {
  if (typeof value === 'number') return BigInt(value)
  return typeof value === 'string' ? value.toLowerCase() : value
}

const shown = (type: string, value: Event['args'][number]): unknown => {
  if (!(value instanceof Uint8Array)) return value
  return (type === 'string' ? new TextDecoder().decode(value) : toHex(value)).toLowerCase()
}

describe.each(Object.keys(EVENTS) as EventName[])('%s', (name) => {
  test('is read by viem as it was written', () => {
    const abi = abiOf(name)
    const types = typesOf(EVENTS[name][0])
    fc.assert(
      fc.property(argumentsOf(types), (values) => {
        const args = values as Event['args']
        const event: Event = { name, contract: 'token', args }
        const topics = eventTopics(event).map(toHex) as [`0x${string}`]
        const decoded = decodeEventLog({ abi: [abi], topics, data: toHex(eventData(event)), strict: true })
        const read = Object.values(decoded.args as Record<string, unknown>)
        expect(read.map(asWritten)).toEqual(args.map((value, i) => shown(types[i] ?? '', value)))
      }),
      { numRuns: budget(50) },
    )
  })

  test('takes arguments of its own types alone', () => {
    const args = typesOf(EVENTS[name][0]).map(() => new Uint8Array(3))
    expect(() => eventTopics({ name, contract: 'token', args })).toThrow(CodecError)
    expect(() => eventData({ name, contract: 'token', args: [...args, 1n] })).toThrow(CodecError)
  })
})
