import { getBlock } from 'viem/actions'
import type { Address } from '@distribute/state-machine'
import { readAccount, type Account } from './account.ts'
import { askDistribute } from './ask-distribute.ts'
import { readTime } from './chain-time.ts'
import { connectReader } from './l2.ts'
import type { LeaveSight } from './leaving-steps.ts'

const MANY = 10_000
const ENDED: readonly (string | null)[] = ['complete', 'failed', 'expired']

/** What an account has and what holds it, as a node knows it now. Throws CliError. */
export async function readSight(url: string, who: Address): Promise<LeaveSight> {
  const { reader } = await connectReader(url)
  const [{ account }, { now }, { baseFeePerGas }] = await Promise.all([readAccount(url, who, MANY), readTime({ url }), getBlock(reader)])
  const found = await Promise.all(openProjects(account).map((id) => askDistribute(url, 'distribute_project', { id })))
  const projects = new Map(found.flatMap((project) => (project === null ? [] : [[project.id, project] as const])))
  return { account, projects, now, baseFee: baseFeePerGas ?? 0n }
}

/** Those that have not ended and hold, or will pay, something of hers. */
function openProjects({ stakes, seats, claims, ballots, proposed }: Account): readonly bigint[] {
  const running = [...stakes, ...claims, ...ballots].filter(({ stage }) => !ENDED.includes(stage))
  const seated = seats.filter(({ settled }) => !settled)
  const hers = proposed.filter(({ stage }) => stage === 'proposed').map(({ id }) => id)
  return [...new Set([...[...running, ...seated].map(({ project }) => project), ...hers])]
}
