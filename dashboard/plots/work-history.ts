import { getBlockNumber, getContractEvents } from 'viem/actions'
import { systemContracts } from '@distribute/client'
import type { L2Client } from '../chain/connection.tsx'

/** How much work there was, up to a time. */
export interface WorkSample {
  /** seconds */
  readonly time: number
  readonly handedIn: number
  readonly passed: number
}

const { abi, address } = systemContracts.projects
const EVENTS = abi.filter((item) => item.type === 'event' && (item.name === 'EvidenceSubmitted' || item.name === 'TaskSettled'))
/** What a node answers at once, and how many such pieces are asked for. */
const RANGE = 10_000n
const PIECES = 10n

/** Tasks handed in and passed, in the order in which that happened; of the newest 100,000 blocks. */
export async function readWorkHistory(l2: L2Client): Promise<readonly WorkSample[]> {
  const latest = await getBlockNumber(l2)
  const first = latest >= RANGE * PIECES ? latest - RANGE * PIECES + 1n : 0n
  const starts = Array.from({ length: Number((latest - first) / RANGE) + 1 }, (_, i) => first + BigInt(i) * RANGE)
  const pieces = await Promise.all(starts.map((fromBlock) => {
    const last = fromBlock + RANGE - 1n
    return getContractEvents(l2, { address, abi: EVENTS, fromBlock, toBlock: last < latest ? last : latest })
  }))
  const samples: WorkSample[] = []
  for (const log of pieces.flat()) {
    const before = samples.at(-1) ?? { handedIn: 0, passed: 0 }
    const isPassed = log.eventName === 'TaskSettled' && 'passed' in log.args && log.args.passed === true
    const isHandedIn = log.eventName === 'EvidenceSubmitted'
    if (!isPassed && !isHandedIn) continue
    samples.push({ time: Number(log.blockTimestamp ?? 0), handedIn: before.handedIn + (isHandedIn ? 1 : 0), passed: before.passed + (isPassed ? 1 : 0) })
  }
  return samples
}
