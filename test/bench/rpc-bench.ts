import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { anvilAccount, benchAccounts } from './accounts.ts'
import { startCommunity } from './community.ts'
import { BenchError } from './errors.ts'
import { createLoad } from './load-client.ts'
import type { BenchOptions } from './options.ts'
import { ANVIL_MODES, startPlainChain } from './plain-chain.ts'
import { cpuSecondsOf, peakBytesOf } from './process-usage.ts'
import type { Processes } from './processes.ts'
import type { RpcAnswer, RpcJob, RpcReport } from './rpc-messages.ts'
import { etherStream, mintStream } from './stream.ts'

/** What one chain did under the mixed load. */
export interface RpcSide extends RpcReport {
  readonly cpuSeconds: number
  /** Most memory resident, in bytes. */
  readonly peak: number
}

export interface RpcLoadResult {
  readonly connections: number
  readonly node: RpcSide
  readonly anvil: RpcSide
}

const CHAIN_ID = 3_512_799_233n
export const RPC_CONNECTIONS = 200
/** Senders: more than connections, so that no two transactions of one are under way at once. */
const SENDERS = 1_000
/** More than either chain takes in a second under this load. */
const SENDS_A_SECOND = 3_000
const MOST_SENDS = 80_000
const GIVEN = 10n ** 17n
const WARM_UP_SECONDS = 5

async function order(processes: Processes, job: RpcJob): Promise<RpcReport> {
  const { child, gone, stop } = processes.fork(new URL('./rpc-load.ts', import.meta.url))
  const answered = once(child, 'message').then(([answer]) => answer as RpcAnswer)
  child.send(job)
  const answer = await Promise.race([answered, gone])
  await stop()
  if (answer.type === 'failed') throw new BenchError('Wrong', answer.message)
  return answer.report
}

/** The same mix on both chains, one after the other, each in processes of its own and warmed up by a part of it. */
export async function benchRpc(
  options: BenchOptions,
  { processes, directory, say }: { readonly processes: Processes; readonly directory: string; readonly say: (text: string) => void },
): Promise<RpcLoadResult> {
  const accounts = benchAccounts(SENDERS)
  const file = join(directory, 'rpc-stream.txt')
  const write = (raws: readonly string[]): void => writeFileSync(file, `${raws.join('\n')}\n`)
  say('RPC under load: starting both chains')
  const deposit = BigInt(SENDERS) * 2n * GIVEN + 10n ** 18n
  const community = await startCommunity(processes, { directory: join(directory, 'rpc-community'), chainId: CHAIN_ID, deposit, profile: undefined })
  const plain = await startPlainChain(processes, { chainId: CHAIN_ID, accounts, mode: 'interval' })
  write(etherStream(anvilAccount(), accounts, { nonce: 0, value: GIVEN, chainId: CHAIN_ID }))
  const gifts = createLoad(processes)
  await gifts.prepare({ url: community.url, file, batch: 200, inFlight: 1, mining: ANVIL_MODES.interval.mining })
  await gifts.go()
  const holder = accounts[0]?.address ?? ''
  const measure = async ({ url, pid }: { readonly url: string; readonly pid: number }): Promise<RpcSide> => {
    const job = (seconds: number): RpcJob => ({ url, file, seconds, connections: RPC_CONNECTIONS, holder })
    // The warm-up reads alone: the measured part sends from the first nonce on.
    write([])
    await order(processes, job(Math.min(WARM_UP_SECONDS, options.rpcSeconds)))
    const count = Math.min(MOST_SENDS, Math.ceil(SENDS_A_SECOND * options.rpcSeconds))
    write(mintStream(accounts, { from: 0, count, chainId: CHAIN_ID }))
    const before = cpuSecondsOf(pid)
    const report = await order(processes, job(options.rpcSeconds))
    return { ...report, cpuSeconds: cpuSecondsOf(pid) - before, peak: peakBytesOf(pid) }
  }
  say('RPC under load: this node')
  const node = await measure(community)
  say('RPC under load: anvil')
  const anvil = await measure(plain)
  await Promise.all([community.stop(), plain.stop()])
  return { connections: RPC_CONNECTIONS, node, anvil }
}
