import { EVENTS } from '../params.ts'
import type { ContractName, EventName } from '../params.ts'
import { keccak256 } from '../hash.ts'
import type { Bytes32 } from '../hash.ts'
import { encodeWithLayout, layoutOf } from './abi.ts'
import type { Layout } from './abi.ts'
import type { Address } from './address.ts'
import { asciiBytes, EMPTY } from './bytes.ts'

export interface Event {
  readonly name: EventName
  readonly contract: ContractName
  readonly args: readonly (bigint | boolean | Address | Uint8Array)[]
}

interface EventCodec {
  readonly topic: Bytes32
  /** One for each indexed argument. */
  readonly indexed: readonly Layout[]
  readonly data: Layout
}

function createEventCodec([signature, indexed]: readonly [string, number]): EventCodec {
  const types = signature.slice(signature.indexOf('(') + 1, -1).split(',')
  return {
    topic: keccak256(asciiBytes(signature)),
    indexed: types.slice(0, indexed).map((type) => layoutOf([type])),
    data: layoutOf(types.slice(indexed)),
  }
}

const codecs: ReadonlyMap<EventName, EventCodec> = new Map(
  (Object.keys(EVENTS) as EventName[]).map((name) => [name, createEventCodec(EVENTS[name])]),
)
const NONE: EventCodec = { topic: EMPTY, indexed: [], data: { codecs: [], headBytes: 0, dynamic: false } }

/** The signature's hash, then the indexed arguments as words. Throws CodecError for arguments not of the event's types. */
export function eventTopics({ name, args }: Event): Bytes32[] {
  const { topic, indexed } = codecs.get(name) ?? NONE
  return [topic, ...indexed.map((layout, i) => encodeWithLayout(layout, args.slice(i, i + 1), EMPTY))]
}

/** The ABI encoding of the arguments that are not indexed. Throws CodecError as eventTopics. */
export function eventData({ name, args }: Event): Uint8Array {
  const { indexed, data } = codecs.get(name) ?? NONE
  return encodeWithLayout(data, args.slice(indexed.length), EMPTY)
}
