import {
  addressFromBytes, addressToBytes, CONTRACTS, createBackwardWriter, decodeRlp, encodeRlp, eventDataBytes, EVENTS, prependByte,
  prependListHeader, prependRaw, prependStringHeader, systemAddress, takeBytes, topicCount, writeEventData, writeTopic, written,
} from '@distribute/state-machine'
import type { Address, BackwardWriter, ContractName, Event, RlpItem } from '@distribute/state-machine'
import type { BitsCache, BloomBits } from './bloom.ts'
import { bloomBits, setBits } from './bloom.ts'

/** A log as in a receipt. */
export interface ReceiptLog {
  readonly address: Address
  readonly topics: readonly Uint8Array[]
  readonly data: Uint8Array
}

const contracts = Object.keys(CONTRACTS) as ContractName[]
const addresses = new Map<string, Uint8Array>(contracts.map((name) => [name, addressToBytes(systemAddress(name))]))
const NO_LOGS = encodeRlp([])

/** What a log takes beside its data: headers, the address, four topics. */
const LOG_BYTES = 256
const TOPIC_BYTES = 32
const TOPIC_HEADER = 0xa0
const ADDRESS_HEADER = 0x94
const scratch = createBackwardWriter(1 << 14)

/**
 * The RLP list of an outcome's logs, as receipts hold it; sets their bits in `bloom`. Written from its end, in one piece: an
 * array for each item cost ten times as much memory.
 */
export function encodeLogs(events: readonly Event[], bloom: Uint8Array, cache: BitsCache): Uint8Array {
  if (events.length === 0) return NO_LOGS
  const writer = startWriter(events)
  const end = writer.at
  for (let i = events.length - 1; i >= 0; i--) prependLog(writer, events[i]!, bloom, cache)
  prependListHeader(writer, end)
  const logs = takeBytes(end - writer.at)
  logs.set(written(writer))
  return logs
}

function startWriter(events: readonly Event[]): BackwardWriter {
  let capacity = 0
  for (const event of events) capacity += LOG_BYTES + eventDataBytes(event)
  if (capacity > scratch.bytes.length) return createBackwardWriter(capacity)
  scratch.at = scratch.bytes.length
  return scratch
}

function prependLog(writer: BackwardWriter, event: Event, bloom: Uint8Array, cache: BitsCache): void {
  const end = writer.at
  prependZeros(writer, eventDataBytes(event))
  writeEventData(writer.bytes, writer.at, event)
  prependStringHeader(writer, end)
  const topicsEnd = writer.at
  for (let i = topicCount(event) - 1; i >= 0; i--) prependTopic(writer, event, i, bloom, cache)
  prependListHeader(writer, topicsEnd)
  const address = addresses.get(event.contract)!
  setBits(bloom, cache.bitsOf(event.contract, address, 0, address.length))
  prependRaw(writer, address)
  prependByte(writer, ADDRESS_HEADER)
  prependListHeader(writer, end)
}

function prependZeros(writer: BackwardWriter, length: number): void {
  writer.bytes.fill(0, writer.at - length, writer.at)
  writer.at -= length
}

function prependTopic(writer: BackwardWriter, event: Event, i: number, bloom: Uint8Array, cache: BitsCache): void {
  prependZeros(writer, TOPIC_BYTES)
  writeTopic(writer.bytes, writer.at, event, i)
  setBits(bloom, bitsOfTopic(event, i, writer, cache))
  prependByte(writer, TOPIC_HEADER)
}

// Only texts are looked up: a name made of a member's bytes or numbers could be made to meet another one's.
function bitsOfTopic({ name, args }: Event, i: number, { bytes, at }: BackwardWriter, cache: BitsCache): BloomBits {
  const text = i === 0 ? EVENTS[name][0] : args[i - 1]
  const end = at + TOPIC_BYTES
  return typeof text === 'string' ? cache.bitsOf(text, bytes, at, end) : bloomBits(bytes.subarray(at, end))
}

/** The logs of a list. Undefined for bytes that `encodeLogs` does not write. */
export function decodeLogs(bytes: Uint8Array): ReceiptLog[] | undefined {
  const list = decodeRlp(bytes)
  if (list === undefined || list instanceof Uint8Array) return undefined
  const logs: ReceiptLog[] = []
  for (const item of list) {
    const log = decodeLog(item)
    if (log === undefined) return undefined
    logs.push(log)
  }
  return logs
}

function decodeLog(item: RlpItem): ReceiptLog | undefined {
  if (item instanceof Uint8Array) return undefined
  const [address, topics, data] = item
  if (!(address instanceof Uint8Array) || address.length !== 20 || !(data instanceof Uint8Array)) return undefined
  if (topics === undefined || topics instanceof Uint8Array) return undefined
  const words = topics.filter((topic): topic is Uint8Array => topic instanceof Uint8Array && topic.length === 32)
  return words.length === topics.length ? { address: addressFromBytes(address), topics: words, data } : undefined
}
