import { resolve } from 'node:path'
import { getCode } from 'viem/actions'
import { createPublicClient, http } from 'viem'
import { runNode, type NodeRun } from '../cli/run-node.ts'
import { createL1Clients, deploy } from '../cli/deployment.ts'
import { loadNodeConfig } from '../config.ts'
import { ask } from '../json-rpc.ts'
import type { RollupFile } from '../rollup-file.ts'
import type { Logger } from '../telemetry/logger.ts'
import { memberAccounts, operatorAccounts } from './accounts.ts'
import { clearDirectory, createCommunity, readCommunity, writeRollup, type DevnetCommunity } from './community.ts'
import { DevnetError } from './devnet-error.ts'
import type { DevnetInfo } from './devnet-info.ts'
import { makeFirstDeposits } from './first-deposits.ts'
import { freePort } from './free-port.ts'
import { ensurePage } from './ensure-page.ts'
import { startL1, type DevnetL1 } from './l1.ts'
import { replicaAnswers, startReplica, type Replica } from './replica.ts'
import { l1Directory, untilOldEnded } from './old-guards.ts'
import { takeDirectory } from './only-one.ts'
import type { DevnetSettings } from './settings.ts'
import { waitFor } from './wait-for.ts'

export interface Devnet {
  readonly info: DevnetInfo
  /** Resolves with the reason when a part ends that the rest cannot do without. */
  readonly failed: Promise<Error>
  close(): Promise<void>
}

interface Dependencies {
  readonly log: Logger
  readonly signal: AbortSignal
}

interface Ports {
  readonly l1: number
  readonly l2: number
  readonly replica: number
  readonly metrics: number
}

const L1_POLL_MS = 150
/** Batches at least so often, half the time after which another may take over a silent sequencer. */
const HEARTBEAT_MS = 30_000
/** Nobody has to wait to try things. */
const RELAY_PER_HOUR = 1_000_000
const READY_MS = 30_000

/** Starts L1, contracts, sequencer and replica. What was started is closed again if a later part fails. Throws DevnetError. */
export async function startDevnet(settings: DevnetSettings, dependencies: Dependencies): Promise<Devnet> {
  const directory = resolve(settings.dataDir)
  const ports = await choosePorts(settings)
  const closers: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    closers.push(await takeDirectory(directory))
    await untilOldEnded(directory)
    if (settings.fresh) await clearDirectory(directory)
    const openL1 = async (): Promise<DevnetL1> => {
      const l1 = await startL1({ directory: l1Directory(directory), port: ports.l1, blockTimeSeconds: settings.l1BlockTime, binary: settings.anvil })
      closers.push(l1.close)
      return l1
    }
    const { l1, rollup } = await prepare(directory, settings, openL1, dependencies.log)
    const hasPage = settings.dashboard && (await ensurePage(dependencies.log))
    const replica = settings.replica ? await startReplica(replicaOptions(directory, settings, ports)) : undefined
    if (replica !== undefined) closers.push(replica.close)
    const run = await runSequencer(directory, settings, ports, dependencies)
    closers.push(run.close)
    const info = infoOf({ directory, rollup, l1, run, replica, hasPage })
    await untilReady(info, replica, dependencies.signal)
    return { info, failed: failureOf({ l1, run, replica }, dependencies), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function choosePorts(settings: DevnetSettings): Promise<Ports> {
  return {
    l1: await freePort(settings.l1Port, '--l1-port'),
    l2: await freePort(settings.l2Port, '--l2-port'),
    replica: settings.replica ? await freePort(settings.replicaPort, '--replica-port') : 0,
    metrics: await freePort(settings.metricsPort, '--metrics-port'),
  }
}

/** L1 with the community of the directory on it; at the first start it is made, deployed and given its first deposits. */
async function prepare(directory: string, settings: DevnetSettings, openL1: () => Promise<DevnetL1>, log: Logger): Promise<Pick<Parts, 'l1' | 'rollup'>> {
  const existing = await readCommunity(directory, settings)
  const l1 = await openL1()
  if (existing?.rollup !== undefined) {
    await checkContracts(existing.rollup, l1, directory)
    return { l1, rollup: existing.rollup }
  }
  const community = existing ?? (await createCommunity(directory, settings, await l1.time()))
  const rollup = await deployDevnet(community, settings, l1, log)
  await makeFirstDeposits(l1.url, rollup.contracts.inbox, memberAccounts())
  // Entries are read once their L1 block is safe, the last but one.
  await l1.mine(2)
  // anvil writes its state when it ends. Without this, killing every process in the first seconds would lose the contracts.
  await l1.close()
  await writeRollup(directory, rollup)
  return { l1: await openL1(), rollup }
}

async function deployDevnet(community: DevnetCommunity, settings: DevnetSettings, l1: DevnetL1, log: Logger): Promise<RollupFile> {
  const { posting, signing, stake } = operatorAccounts()
  const sequencer = { poster: posting.address, signer: signing.address, staker: stake.address }
  const plan = { genesis: community.genesis, sequencer, terms: { window: BigInt(settings.window), takeoverDelay: BigInt(settings.takeoverDelay), grace: BigInt(settings.grace) }, postingFunds: 0n }
  return deploy(plan, createL1Clients(l1.url, stake.privateKey), {
    onStep: ({ name, gasUsed }) => log.info({ component: 'devnet', gasUsed }, `L1: ${name}`),
    // Written last, when the accounts have their ether: only a community that is whole is gone on with.
    onDeployed: async () => undefined,
  })
}

async function checkContracts({ contracts }: RollupFile, l1: DevnetL1, directory: string): Promise<void> {
  const client = createPublicClient({ transport: http(l1.url) })
  const code = await getCode(client, { address: `0x${contracts.rollup.slice(2)}` })
  if (code !== undefined) return
  throw new DevnetError('BadDirectory', `the L1 in ${directory} has lost its contracts`, 'begin anew with --fresh, or give another --data-dir')
}

function replicaOptions(directory: string, settings: DevnetSettings, ports: Ports): Parameters<typeof startReplica>[0] {
  return {
    directory, port: ports.replica, logLevel: settings.logLevel, l1PollMs: L1_POLL_MS,
    l1Url: `http://127.0.0.1:${ports.l1}`, sequencerUrl: `http://127.0.0.1:${ports.l2}`,
  }
}

async function runSequencer(directory: string, settings: DevnetSettings, ports: Ports, dependencies: Dependencies): Promise<NodeRun> {
  const flags = {
    role: 'sequencer', dataDir: directory, devnet: true, archive: true, l1Url: [`http://127.0.0.1:${ports.l1}`], l1PollMs: L1_POLL_MS,
    rpcPort: ports.l2, metricsPort: ports.metrics, corsOrigins: ['*'],
    dashboard: settings.dashboard, dashboardL1Url: `http://127.0.0.1:${ports.l1}`,
    blockTimeMs: Math.max(10, settings.blockTime), batchIntervalMs: settings.batchInterval, heartbeatMs: HEARTBEAT_MS, da: settings.da, registrarRelay: 'anybody', registrarPerHour: RELAY_PER_HOUR,
    logLevel: settings.logLevel, logFormat: settings.logFormat,
  }
  return runNode(await loadNodeConfig({ flags, variables: {} }), dependencies)
}

interface Parts {
  readonly directory: string
  readonly rollup: RollupFile
  readonly l1: DevnetL1
  readonly run: NodeRun
  readonly replica: Replica | undefined
  readonly hasPage: boolean
}

function infoOf({ directory, rollup, l1, run, replica, hasPage }: Parts): DevnetInfo {
  return {
    l1: l1.url,
    l2: run.node.rpcUrl,
    ws: run.node.wsUrl,
    chainId: Number(rollup.chainId),
    l1ChainId: Number(rollup.l1ChainId),
    contracts: rollup.contracts,
    registrar: operatorAccounts().registrar,
    accounts: memberAccounts(),
    replica: replica?.url ?? null,
    metrics: run.metricsUrl,
    dashboard: hasPage ? `${run.node.rpcUrl}/` : null,
    dataDir: directory,
  }
}

/** Ready means that a first transaction works: the first deposits have arrived, and the replica answers. */
async function untilReady(info: DevnetInfo, replica: Replica | undefined, signal: AbortSignal): Promise<void> {
  const hasEther = async (address: string): Promise<boolean> => BigInt(String(await ask(info.l2, 'eth_getBalance', [address, 'latest']))) > 0n
  // All of them: L1 may have taken them in any order, and in several blocks.
  const arrived = async (): Promise<boolean> => (await Promise.all(info.accounts.map(({ address }) => hasEther(address)))).every(Boolean)
  const deposits = waitFor('the first deposits', arrived, { timeoutMs: READY_MS, signal, advice: 'look for errors above; --log-level debug says more' })
  await Promise.all([deposits, replica === undefined ? undefined : replicaAnswers(replica, signal)])
}

function failureOf({ l1, run, replica }: Pick<Parts, 'l1' | 'run' | 'replica'>, { log, signal }: Dependencies): Promise<Error> {
  replica?.ended.then((code) => {
    if (!signal.aborted) log.warn({ component: 'devnet' }, `the replica ended with code ${code}: read why in ${replica.log}`)
  }).catch(() => undefined)
  const node = run.node.failed.catch((error: unknown) => (error instanceof Error ? error : new DevnetError('L1Failed', String(error), '')))
  const anvil = l1.ended.then((code) => new DevnetError('L1Failed', `anvil ended with code ${code}`, 'start again: the state of its last half minute may be lost'))
  return Promise.race([node, anvil])
}
