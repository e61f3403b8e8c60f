import { decodeEventLog, formatLog, numberToHex, padHex, type Hex, type Log } from 'viem'
import { getBlockNumber } from 'viem/actions'
import { CONTRACTS, type ContractName } from '@distribute/state-machine'
import { systemContracts } from '@distribute/bridge-contracts'
import type { L2Reader } from './l2.ts'

/** Blocks that a node lets one query span. */
const RANGE = 10_000n

export interface BlockRange {
  readonly fromBlock: bigint
  readonly toBlock: bigint
}

/** All blocks in ranges that a node answers, the newest first. */
async function* ranges({ reader }: L2Reader): AsyncGenerator<BlockRange> {
  for (let toBlock = await getBlockNumber(reader); toBlock >= 0n; toBlock -= RANGE) {
    yield { fromBlock: toBlock >= RANGE ? toBlock - RANGE + 1n : 0n, toBlock }
  }
}

/** What a query finds in all blocks, oldest first. */
export async function fromAllBlocks<T>(l2: L2Reader, query: (range: BlockRange) => Promise<readonly T[]>): Promise<readonly T[]> {
  const found: (readonly T[])[] = []
  for await (const range of ranges(l2)) found.unshift(await query(range))
  return found.flat()
}

/** The last that a query finds, undefined where there is none. */
export async function lastOfAllBlocks<T>(l2: L2Reader, query: (range: BlockRange) => Promise<readonly T[]>): Promise<T | undefined> {
  for await (const range of ranges(l2)) {
    const last = (await query(range)).at(-1)
    if (last !== undefined) return last
  }
  return undefined
}

/** An event of a system contract. */
export interface ChainEvent {
  readonly contract: ContractName
  readonly name: string
  readonly args: { readonly [name: string]: unknown }
  readonly block: bigint
  /** Unix seconds */
  readonly time: bigint
  readonly hash: Hex
  readonly logIndex: number
}

/** Which events: those in which an account stands, or those of a project. */
export type EventFilter = { readonly account: Hex } | { readonly project: bigint }

/** The newest events, newest first, at most `limit`. */
export async function readEvents(l2: L2Reader, filter: EventFilter, limit: number): Promise<readonly ChainEvent[]> {
  const found: ChainEvent[] = []
  for await (const range of ranges(l2)) {
    const logs = (await Promise.all(topicsOf(filter).map((topics) => logsOf(l2, range, topics)))).flat()
    const events = logs.flatMap(decodeLog).filter((event) => isWanted(event, filter))
    const distinct = new Map(events.map((event) => [`${event.block}.${event.logIndex}`, event]))
    found.push(...[...distinct.values()].sort((a, b) => Number(b.block - a.block) || b.logIndex - a.logIndex))
    if (found.length >= limit) break
  }
  return found.slice(0, limit)
}

/** An account may stand at any of the three indexed places, a project's number stands at the first. */
function topicsOf(filter: EventFilter): readonly (readonly (Hex | null)[])[] {
  if ('project' in filter) return [[null, numberToHex(filter.project, { size: 32 })]]
  const topic = padHex(filter.account, { size: 32 })
  return [[null, topic], [null, null, topic], [null, null, null, topic]]
}

/** Numbers of withdrawals and deposits stand at the first place too: they are no projects. */
const isWanted = ({ contract }: ChainEvent, filter: EventFilter): boolean => 'account' in filter || contract === 'projects' || contract === 'voting'

async function logsOf({ reader }: L2Reader, { fromBlock, toBlock }: BlockRange, topics: readonly (Hex | null)[]): Promise<readonly Log[]> {
  const query = { fromBlock: numberToHex(fromBlock), toBlock: numberToHex(toBlock), topics: [...topics] }
  return (await reader.request({ method: 'eth_getLogs', params: [query] })).map((log) => formatLog(log))
}

const isContract = (name: string): name is ContractName => Object.hasOwn(CONTRACTS, name)

function decodeLog(log: Log): readonly ChainEvent[] {
  const contract = Object.keys(CONTRACTS).filter(isContract).find((name) => systemContracts[name].address === log.address.toLowerCase())
  const { blockNumber: block, logIndex, transactionHash: hash } = log
  if (contract === undefined || block === null || logIndex === null || hash === null) return []
  const decoded: { readonly eventName?: string; readonly args?: unknown } = decodeEventLog({ abi: systemContracts[contract].abi, data: log.data, topics: log.topics, strict: false })
  if (decoded.eventName === undefined || typeof decoded.args !== 'object' || decoded.args === null) return []
  return [{ contract, name: decoded.eventName, args: { ...decoded.args }, block, time: log.blockTimestamp ?? 0n, hash, logIndex }]
}
