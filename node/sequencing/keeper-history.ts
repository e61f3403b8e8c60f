import {
  asciiBytes, concat, CONTRACTS, decodeAbi, EVENTS, keccak256, systemAddress, toHex, type ContractName, type Event, type EventName,
} from '@distribute/state-machine'
import type { EventHistory } from '@distribute/sequencer'
import type { Chain } from '../chain/chain.ts'
import type { ReceiptLog } from '../chain/logs-rlp.ts'
import { SequencingError } from './errors.ts'

interface EventShape {
  readonly name: EventName
  readonly types: readonly string[]
}

const topicOf = (name: EventName): Uint8Array => keccak256(asciiBytes(EVENTS[name][0]))
const typesOf = (signature: string): readonly string[] => signature.slice(signature.indexOf('(') + 1, -1).split(',')

const contracts = new Map((Object.keys(CONTRACTS) as ContractName[]).map((name) => [systemAddress(name), name]))
const shapes = new Map(
  (Object.keys(EVENTS) as EventName[]).map((name): [string, EventShape] => [toHex(topicOf(name)), { name, types: typesOf(EVENTS[name][0]) }]),
)

/** The event that a log was made of. Throws SequencingError for a log that no event of ours makes. */
export const eventOfLog = ({ address, topics, data }: ReceiptLog): Event => {
  const [signature = new Uint8Array(), ...words] = topics
  const shape = shapes.get(toHex(signature))
  const contract = contracts.get(address)
  const indexed = shape === undefined ? undefined : decodeAbi(shape.types.slice(0, words.length), concat(...words), 0)
  const rest = shape === undefined ? undefined : decodeAbi(shape.types.slice(words.length), data, 0)
  const args = [...(indexed ?? []), ...(rest ?? [])].filter(isPlain)
  if (shape !== undefined && contract !== undefined && args.length === shape.types.length) return { name: shape.name, contract, args }
  throw new SequencingError('UnknownLog', `no event of ${address} has the topic ${toHex(signature)} and such data`)
}

type Plain = Event['args'][number]
const isPlain = (value: unknown): value is Plain => value instanceof Uint8Array || ['bigint', 'boolean', 'string'].includes(typeof value)

/** Blocks whose logs are read at once: what they say of projects is small, and the event loop gets its turn between two pieces. */
const BLOCKS_A_PIECE = 4_096n

/** What the chain's stored logs say. */
export const createEventHistory = (chain: Pick<Chain, 'head' | 'logs'>): EventHistory => ({
  head: () => chain.head().header.number,
  async *read(names, to) {
    const topics = [names.map(topicOf)]
    const addresses = [systemAddress('projects'), systemAddress('voting')]
    for (let from = 1n; from <= to; from += BLOCKS_A_PIECE) {
      const end = from + BLOCKS_A_PIECE - 1n
      const logs = await chain.logs({ from, to: end < to ? end : to, addresses, topics })
      if (logs.length > 0) yield logs.map(eventOfLog)
    }
  },
})
