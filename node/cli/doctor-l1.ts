import { createPublicClient, http } from 'viem'
import { getBlock, getChainId, getCode } from 'viem/actions'
import { readRollupFacts, type L1Reader, type RollupFacts } from '@distribute/bridge-contracts'
import type { Address } from '@distribute/state-machine'
import type { Community } from '../config.ts'
import { checkCommunity } from '../l1/check-community.ts'
import { originOf } from '../secret-url.ts'
import { ok, problem, warning, type Check } from './doctor-check.ts'
import { formatDuration } from './durations.ts'
import { faultOf } from './fault.ts'
import { hexAddress } from './hex-address.ts'

/** Seconds. A clock that is ahead signs nothing wrong, one that is behind refuses L1's blocks. */
const SKEW = 15n
const STALE = 600n
const TIMEOUT_MS = 5_000

/** What L1's newest block says of this machine's clock. Unix seconds. */
export function judgeClock(here: bigint, l1: bigint): Check {
  if (l1 > here + SKEW) return problem('clock', `L1’s newest block is ${formatDuration(l1 - here)} ahead of this machine`, 'set the clock, with NTP; on a devnet whose clock was set forward (--devnet) this is as it should be')
  if (here > l1 + STALE) return warning('clock', `L1’s newest block is ${formatDuration(here - l1)} old`, 'the L1 node has fallen behind or makes no blocks, or this machine’s clock is ahead')
  return ok('clock', `L1’s newest block is ${here > l1 ? `${formatDuration(here - l1)} old` : 'of this moment'}`)
}

export interface L1Sight {
  readonly checks: readonly Check[]
  /** The first one that answers and is the community's. */
  readonly reader: L1Reader | undefined
}

/** Asks every URL that is given; `now` in Unix seconds. */
export async function lookAtL1(urls: readonly string[], community: Community | undefined, now: bigint): Promise<L1Sight> {
  const found = await Promise.all(urls.map((url) => lookAtUrl(url, community?.rollup.l1ChainId, now)))
  return { checks: found.flatMap(({ checks }) => checks), reader: found.find(({ reader }) => reader !== undefined)?.reader }
}

async function lookAtUrl(url: string, wanted: bigint | undefined, now: bigint): Promise<L1Sight> {
  const name = `L1 ${originOf(url)}`
  const reader = createPublicClient({ transport: http(url, { timeout: TIMEOUT_MS, retryCount: 0 }) })
  try {
    const [id, head] = await Promise.all([getChainId(reader), getBlock(reader)])
    if (wanted !== undefined && BigInt(id) !== wanted) return { reader: undefined, checks: [problem(name, `is chain ${id}, and the community lives on ${wanted}`, 'give the --l1-url of that chain')] }
    return { reader, checks: [ok(name, `chain ${id}, block ${head.number}`), judgeClock(now, head.timestamp)] }
  } catch (error) {
    return { reader: undefined, checks: [problem(name, faultOf(error).message, 'is it running, and may this machine ask it? give another --l1-url, or several')] }
  }
}

export interface RollupSight {
  readonly checks: readonly Check[]
  readonly facts: RollupFacts | undefined
}

/** Whether the community's contracts stand on L1, and are those that this release runs by. */
export async function lookAtRollup(reader: L1Reader, { genesis, rollup }: Community): Promise<RollupSight> {
  const name = 'contracts'
  const codes = await Promise.all(Object.entries<Address>({ ...rollup.contracts }).map(async ([contract, address]) => [contract, await getCode(reader, { address: hexAddress(address) })] as const))
  const absent = codes.filter(([, code]) => code === undefined || code === '0x').map(([contract]) => contract)
  if (absent.length > 0) return { facts: undefined, checks: [problem(name, `there is no code of ${absent.join(', ')} on L1`, 'check --l1-url and rollup.json: a devnet that was begun anew has other contracts')] }
  const facts = await readRollupFacts(reader, rollup.contracts.rollup)
  try {
    checkCommunity(facts, genesis)
    return { facts, checks: [ok(name, `${codes.length} of them, rollup ${rollup.contracts.rollup}`)] }
  } catch (error) {
    return { facts, checks: [problem(name, faultOf(error).message, 'take genesis.json and rollup.json from a node of the community, and its release')] }
  }
}
