import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemAddress } from '@distribute/state-machine'
import { anvilAccount, benchAccounts, type Account } from './accounts.ts'
import { startCommunity, type Community } from './community.ts'
import { BenchError } from './errors.ts'
import { call } from './json-rpc.ts'
import { createLoad, type Done, type Load } from './load-client.ts'
import type { Job } from './load-messages.ts'
import type { BenchOptions } from './options.ts'
import { ANVIL_MODES, startPlainChain } from './plain-chain.ts'
import { cpuSecondsOf, peakBytesOf } from './process-usage.ts'
import type { Processes } from './processes.ts'
import { measureRecovery, type RecoveryRate } from './recovery-bound.ts'
import { etherStream, MINT_AMOUNT, mintStream } from './stream.ts'

export interface Rate {
  readonly txPerSecond: number
  readonly txPerCpuSecond: number
}

export interface Round {
  readonly node: Rate
  readonly anvil: Rate
  readonly recovery: RecoveryRate
}

export interface MintResult {
  readonly rounds: readonly Round[]
  /** Most memory resident, in bytes. */
  readonly nodePeak: number
  readonly anvilPeak: number
  /** What the L1 under the node used in all rounds, a transaction; counted to neither side. */
  readonly l1CpuSeconds: number
}

/** Chain id of both chains: the same bytes go to either. */
const CHAIN_ID = 3_512_799_232n
const TRANSACTIONS_A_REQUEST = 200
const REQUESTS_IN_FLIGHT = 4
/** Rounds before the measured ones: the node runs compiled code from the second on. */
const WARM_UPS = 2
/** wei that each account is given. */
const GIVEN = 10n ** 17n
/** Ether goes out in rounds of so many: fewer than the pool takes of one account. */
const GIFTS_A_ROUND = 10_000
/** totalSupply() */
const SUPPLY_CALL = '0x18160ddd'

interface Chain {
  readonly url: string
  readonly pid: number
  readonly mining: Job['mining']
  /** What else belongs to a transaction's way, once all have receipts. */
  settled(done: Done): Promise<void>
}

interface Bench {
  readonly options: BenchOptions
  readonly accounts: readonly Account[]
  readonly load: Load
  /** Where the load reads its transactions. */
  readonly file: string
}

/** Mints on both chains in turn, round by round, with the machine's own bound for finding signers measured in between. */
export async function benchMint(
  options: BenchOptions,
  { processes, directory, say }: { readonly processes: Processes; readonly directory: string; readonly say: (text: string) => void },
): Promise<MintResult> {
  const accounts = benchAccounts(options.accounts)
  const bench: Bench = { options, accounts, load: createLoad(processes), file: join(directory, 'stream.txt') }
  say('starting the community')
  const deposit = BigInt(accounts.length) * 2n * GIVEN + 10n ** 18n
  const community = await startCommunity(processes, { directory: join(directory, 'community'), chainId: CHAIN_ID, deposit, profile: options.profile })
  say('starting anvil')
  const plain = await startPlainChain(processes, { chainId: CHAIN_ID, accounts, mode: options.anvil })
  const node: Chain = { ...community, mining: 'by itself', settled: ({ block }) => community.untilPosted(block) }
  const anvil: Chain = { ...plain, mining: ANVIL_MODES[options.anvil].mining, settled: async () => undefined }
  await giveEther(bench, node, say)
  const rounds = await measureRounds(bench, { node, anvil }, say)
  await checkSupply([node, anvil], BigInt(options.transactions * (options.rounds + WARM_UPS)) * MINT_AMOUNT)
  const result = { rounds, nodePeak: peakBytesOf(community.pid), anvilPeak: peakBytesOf(plain.pid), l1CpuSeconds: cpuSecondsOf(community.l1.pid) }
  await stop(community, plain)
  return result
}

const stop = async (community: Community, plain: { stop(): Promise<void> }): Promise<void> => {
  await Promise.all([community.stop(), plain.stop()])
}

async function giveEther(bench: Bench, node: Chain, say: (text: string) => void): Promise<void> {
  const { accounts } = bench
  for (let from = 0; from < accounts.length; from += GIFTS_A_ROUND) {
    say(`giving ether to ${accounts.length} accounts: ${from}`)
    const receivers = accounts.slice(from, from + GIFTS_A_ROUND)
    await send(bench, node, etherStream(anvilAccount(), receivers, { nonce: from, value: GIVEN, chainId: CHAIN_ID }))
  }
}

async function measureRounds(bench: Bench, chains: { readonly node: Chain; readonly anvil: Chain }, say: (text: string) => void): Promise<Round[]> {
  const { options, accounts } = bench
  const count = options.transactions
  const rounds: Round[] = []
  for (let number = 0; number < WARM_UPS + options.rounds; number++) {
    const isWarm = number >= WARM_UPS
    const name = isWarm ? `round ${number - WARM_UPS + 1} of ${options.rounds}` : `warming up, ${number + 1} of ${WARM_UPS}`
    say(`${name}: signing ${count} transactions`)
    const stream = mintStream(accounts, { from: number * count, count, chainId: CHAIN_ID })
    say(`${name}: this node`)
    const node = await send(bench, chains.node, stream)
    say(`${name}: anvil`)
    const anvil = await send(bench, chains.anvil, stream)
    say(`${name}: recovery alone`)
    const recovery = await measureRecovery(options.recoverySeconds)
    if (isWarm) rounds.push({ node, anvil, recovery })
  }
  return rounds
}

/** Sends all to one chain. CPU time counts until the last transaction is settled, wall time until it has its receipt. */
async function send({ load, file }: Bench, chain: Chain, stream: readonly string[]): Promise<Rate> {
  writeFileSync(file, `${stream.join('\n')}\n`)
  await load.prepare({ url: chain.url, file, batch: TRANSACTIONS_A_REQUEST, inFlight: REQUESTS_IN_FLIGHT, mining: chain.mining })
  const before = cpuSecondsOf(chain.pid)
  const done = await load.go()
  await chain.settled(done)
  const cpu = cpuSecondsOf(chain.pid) - before
  return { txPerSecond: stream.length / done.seconds, txPerCpuSecond: stream.length / cpu }
}

/** Every mint has succeeded, on both chains. */
async function checkSupply(chains: readonly Chain[], expected: bigint): Promise<void> {
  for (const { url } of chains) {
    const supply = BigInt(String(await call(url, 'eth_call', [{ to: systemAddress('token'), data: SUPPLY_CALL }, 'latest'])))
    if (supply !== expected) throw new BenchError('Wrong', `${url} has minted ${supply} base units, not ${expected}`)
  }
}
