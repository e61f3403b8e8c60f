import { addressFromBytes, addressToBytes, CONTRACTS, decodeRlp, encodeRlp, eventData, EVENTS, eventTopics, systemAddress } from '@distribute/state-machine'
import type { Address, ContractName, Event, RlpItem } from '@distribute/state-machine'
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

/** The RLP list of an outcome's logs, as receipts hold it; sets their bits in `bloom`. */
export function encodeLogs(events: readonly Event[], bloom: Uint8Array, cache: BitsCache): Uint8Array {
  if (events.length === 0) return NO_LOGS
  return encodeRlp(events.map((event) => encodeLog(event, bloom, cache)))
}

function encodeLog(event: Event, bloom: Uint8Array, cache: BitsCache): RlpItem {
  const address = addresses.get(event.contract)!
  const topics = eventTopics(event)
  setBits(bloom, cache.bitsOf(event.contract, () => address))
  topics.forEach((topic, i) => setBits(bloom, bitsOfTopic(event, i, topic, cache)))
  return [address, topics, eventData(event)]
}

// Only texts are looked up: a name made of a member's bytes or numbers could be made to meet another one's.
function bitsOfTopic({ name, args }: Event, i: number, topic: Uint8Array, cache: BitsCache): BloomBits {
  const text = i === 0 ? EVENTS[name][0] : args[i - 1]
  return typeof text === 'string' ? cache.bitsOf(text, () => topic) : bloomBits(topic)
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
