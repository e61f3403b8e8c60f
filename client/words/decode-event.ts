import { asciiBytes, contractAt, decodeAbi, EVENTS, keccak256, toHex } from '@distribute/state-machine'
import type { Address, Argument, Event, EventName } from '@distribute/state-machine'

/** A log as receipts have it. */
export interface Log {
  readonly address: Address
  readonly topics: readonly Uint8Array[]
  readonly data: Uint8Array
}

interface Shape {
  readonly name: EventName
  readonly indexed: readonly string[]
  readonly data: readonly string[]
}

const shapeOf = (name: EventName): readonly [string, Shape] => {
  const [signature, indexed] = EVENTS[name]
  const types = signature.slice(signature.indexOf('(') + 1, -1).split(',')
  return [toHex(keccak256(asciiBytes(signature))), { name, indexed: types.slice(0, indexed), data: types.slice(indexed) }]
}

const shapes: ReadonlyMap<string, Shape> = new Map((Object.keys(EVENTS) as EventName[]).map(shapeOf))

type EventArgument = Event['args'][number]
const isEventArgument = (value: Argument): value is EventArgument => !Array.isArray(value)

/** The event that a system contract logged; undefined for any other log. The inverse of eventTopics and eventData. */
export function decodeEvent({ address, topics, data }: Log): Event | undefined {
  const contract = contractAt(address)
  const [first, ...rest] = topics
  const shape = first === undefined ? undefined : shapes.get(toHex(first))
  if (contract === undefined || shape === undefined || rest.length !== shape.indexed.length) return undefined
  const indexed = shape.indexed.map((type, i) => decodeAbi([type], rest[i]!)?.[0])
  const own = decodeAbi(shape.data, data)
  if (own === undefined) return undefined
  const args = [...indexed, ...own].filter((value): value is EventArgument => value !== undefined && isEventArgument(value))
  return args.length === indexed.length + own.length ? { name: shape.name, contract, args } : undefined
}

/** The events of a receipt, in order. */
export const decodeEvents = (logs: readonly Log[]): readonly Event[] =>
  logs.map(decodeEvent).filter((event) => event !== undefined)
