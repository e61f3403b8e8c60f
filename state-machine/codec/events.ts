import { EVENTS } from '../params.ts'
import type { ContractName, EventName } from '../params.ts'
import { keccak256 } from '../hash.ts'
import type { Bytes32 } from '../hash.ts'
import { abiBytes, layoutOf, writeAbi } from './abi.ts'
import type { Layout } from './abi.ts'
import type { Address } from './address.ts'
import { argumentCodec } from './argument.ts'
import type { ArgumentCodec } from './argument.ts'
import { asciiBytes, EMPTY } from './bytes.ts'
import { CodecError } from './errors.ts'

export interface Event {
  readonly name: EventName
  readonly contract: ContractName
  readonly args: readonly (bigint | boolean | Address | Uint8Array)[]
}

interface EventCodec {
  readonly topic: Bytes32
  /** Of the indexed arguments: words, each of them. */
  readonly indexed: readonly ArgumentCodec[]
  readonly data: Layout
}

function createEventCodec([signature, indexed]: readonly [string, number]): EventCodec {
  const types = signature.slice(signature.indexOf('(') + 1, -1).split(',')
  return {
    topic: keccak256(asciiBytes(signature)),
    indexed: types.slice(0, indexed).map(argumentCodec),
    data: layoutOf(types.slice(indexed)),
  }
}

const codecs: ReadonlyMap<EventName, EventCodec> = new Map(
  (Object.keys(EVENTS) as EventName[]).map((name) => [name, createEventCodec(EVENTS[name])]),
)
const NONE: EventCodec = { topic: EMPTY, indexed: [], data: { codecs: [], headBytes: 0, dynamic: false } }

const codecOf = ({ name }: Event): EventCodec => codecs.get(name) ?? NONE

/** The signature's hash, and one for each indexed argument. */
export const topicCount = (event: Event): number => 1 + codecOf(event).indexed.length

/** Writes a topic into 32 zeroed bytes. Throws CodecError for an argument that is not of the event's type. */
export function writeTopic(target: Uint8Array, at: number, event: Event, position: number): void {
  const { topic, indexed } = codecOf(event)
  if (position === 0) return target.set(topic, at)
  const value = event.args[position - 1]
  if (value === undefined) throw new CodecError('WrongArguments', `${event.name} has no argument ${position - 1}`)
  indexed[position - 1]!.writeAbi(target, at, value)
}

/** Bytes of eventData. Throws CodecError for arguments not of the event's types. */
export function eventDataBytes(event: Event): number {
  const { indexed, data } = codecOf(event)
  return abiBytes(data, event.args, indexed.length)
}

/** Writes eventData into zeroed bytes. Throws as eventDataBytes, which has been asked. */
export function writeEventData(target: Uint8Array, at: number, event: Event): void {
  const { indexed, data } = codecOf(event)
  writeAbi(target, at, data, event.args, indexed.length)
}

/** The signature's hash, then the indexed arguments as words. Throws CodecError for arguments not of the event's types. */
export const eventTopics = (event: Event): Bytes32[] =>
  Array.from({ length: topicCount(event) }, (_, i) => {
    const topic = new Uint8Array(32)
    writeTopic(topic, 0, event, i)
    return topic
  })

/** The ABI encoding of the arguments that are not indexed. Throws CodecError as eventTopics. */
export function eventData(event: Event): Uint8Array {
  const data = new Uint8Array(eventDataBytes(event))
  writeEventData(data, 0, event)
  return data
}
