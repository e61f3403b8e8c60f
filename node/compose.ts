import type { Kzg } from './blobs/kzg.ts'
import { createBlobParts } from './blobs/parts.ts'
import type { CatalogProgress } from './catalog/build.ts'
import { openChain } from './chain/chain.ts'
import { startClaiming } from './claimer/claiming.ts'
import type { NodeConfig } from './config.ts'
import type { WrongRoot } from './derivation/deriver.ts'
import { startFollowing, type Following } from './following.ts'
import { startFileKeeping } from './documents/start.ts'
import { createForward } from './forward.ts'
import { createL1Clock, leadOf } from './l1/clock.ts'
import { findCommunity, type CommunityOnL1 } from './l1/community.ts'
import { createL1Urls } from './l1/urls.ts'
import { createL1View } from './l1/view.ts'
import { startPromiseWatch } from './promises/start.ts'
import { openPage } from './page/open-page.ts'
import { startProving } from './prover/proving.ts'
import { recoverNative } from './recovery/native.ts'
import { createRecoveryPool } from './recovery/pool.ts'
import { createRpcServer } from './rpc/index.ts'
import { watchConnections } from './rpc-metrics.ts'
import { rpcDependencies, rpcOptions } from './rpc-parts.ts'
import { createRedactor } from './secret-url.ts'
import { createSequencerClock } from './sequencing/clock.ts'
import { readHandOver } from './sequencing/hand-over.ts'
import { checkOwnKeys, readOwnKeys } from './sequencing/own-keys.ts'
import { segmentMaxBytes, startSequencing } from './sequencing/start.ts'
import { watchSuccession, type Standing } from './sequencing/succession.ts'
import type { Logger } from './telemetry/logger.ts'
import type { Metrics } from './telemetry/metrics.ts'

/** What an operator looks at first. Times in milliseconds of the wall clock. */
export interface RunStatus {
  readonly role: NodeConfig['role']
  /** Of a node with a sequencer's keys. */
  readonly standing: Standing | undefined
  readonly latest: bigint
  readonly safe: bigint
  readonly finalized: bigint
  readonly l1Head: bigint
  readonly l1Derived: bigint
  readonly l1SeenAt: number
  /** Posted roots that execution does not give. */
  readonly wrongRoots: readonly WrongRoot[]
  /** The first batch whose roots are void since a conviction. */
  readonly voidFrom: bigint | undefined
}

export interface RunningNode {
  readonly rpcUrl: string
  readonly wsUrl: string
  /** Resolves once everything that L1 had at the start has been taken in. */
  readonly ready: Promise<void>
  /** Rejects where the node cannot go on. */
  readonly failed: Promise<never>
  status(): RunStatus
  close(): Promise<void>
}

export interface NodeDependencies {
  readonly log: Logger
  readonly metrics: Metrics
  readonly signal: AbortSignal
  /** Told, in words for people, what the start waits for. */
  readonly onWaiting?: (reason: string) => void
  /** Of whoever runs several nodes in a process, and closes it behind them; left out: one of its own. It takes a second of CPU time to start. */
  readonly kzg?: Kzg
}

/** One thread recovers what the other takes in; more would only wait for each other on a small machine. */
const RECOVERY_THREADS = 1

const placeOf = ({ genesis, rollup }: NodeConfig): CommunityOnL1 =>
  ({ rollup: rollup.contracts.rollup, genesis, deployed: rollup.deployed.number })

/** Joins the parts of a node and starts them. Everything is closed again, in reverse, by `close` or where a part does not start. */
export const startNode = async (config: NodeConfig, dependencies: NodeDependencies): Promise<RunningNode> => {
  const { log, metrics, signal } = dependencies
  const life = new AbortController()
  const stop = AbortSignal.any([signal, life.signal])
  const closers: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    const l1Log = log.child({ component: 'l1' })
    const onFault = (url: string): void => metrics.count('l1_url_faults_total', 1, { url })
    const urls = createL1Urls({ urls: config.l1Url, chainId: config.rollup.l1ChainId, firstRestMs: 2 * config.l1PollMs }, { log: l1Log, onFault })
    const redact = createRedactor([...config.l1Url, ...config.blobUrl, ...(config.l1BeaconUrl === undefined ? [] : [config.l1BeaconUrl])])
    const onWaiting = (reason: string): void => dependencies.onWaiting?.(redact(reason))
    const { facts, succession: firstSuccession, head: firstHead } = await findCommunity(placeOf(config), { urls, log: l1Log, onWaiting }, stop)
    onWaiting('L1 answers; the chain is being opened')
    const rollup = facts.contracts.rollup
    const succession = watchSuccession(firstSuccession, { reader: urls.reader, rollup, log: l1Log })
    const own = config.role === 'sequencer' ? readOwnKeys(config) : undefined
    const isOnOffer = own !== undefined && (await readHandOver(config.dataDir))?.signer === own.signer
    if (isOnOffer) log.warn('this sequencer’s place is on offer to others: no block is built. `distribute hand-over --withdraw` takes it back')
    if (own !== undefined && !config.standby) await checkOwnKeys(own, { reader: urls.reader, rollup, succession: firstSuccession })
    const view = createL1View(firstHead)
    const l1Clock = createL1Clock(firstHead, leadOf(facts))
    const clock = createSequencerClock(l1Clock)
    const { archive, dataDir: directory, genesis } = config
    const progress = ({ block, head }: CatalogProgress): void => log.info({ block, head }, 'building the catalog of an older data directory')
    const chain = await openChain({ directory: `${directory}/chain`, genesis, recover: recoverNative, archive, progress, segmentMaxBytes: segmentMaxBytes(config) })
    closers.push(() => chain.close())
    const blobParts = createBlobParts(config, { reader: urls.reader, log: l1Log, kzg: dependencies.kzg })
    if (dependencies.kzg === undefined) closers.push(() => blobParts.kzg.close())
    const recovery = createRecoveryPool(RECOVERY_THREADS)
    closers.push(() => recovery.close())

    const genesisRoot = (await chain.headerByNumber(0n))?.header.stateRoot ?? new Uint8Array(32)
    // The sequencer starts before the following that it goes by, and asks it later.
    const judged: { following?: Following } = {}
    const wrongRoots = (): readonly WrongRoot[] => judged.following?.wrongRoots() ?? []
    const voidFrom = (): bigint | undefined => judged.following?.voidFrom()
    const parts = { chain, config, facts, genesisRoot, urls, reader: urls.reader, l1: view.get, l1AgeMs: view.ageMs, l1Clock, clock, succession, wrongRoots, voidFrom, blobParts, log, metrics }
    const sequencing = own === undefined ? undefined : startSequencing({ ...parts, own, isOnOffer }, stop)
    if (sequencing !== undefined) closers.push(() => sequencing.close())
    const following = await startFollowing({ ...parts, view, sequencing, blobs: blobParts.reader }, stop)
    closers.push(() => following.ended)
    judged.following = following
    const forward = config.sequencerUrl === undefined ? undefined : createForward(config.sequencerUrl)
    const watched = { ...parts, forward: config.promises ? forward : undefined, tell: following.tell, log: log.child({ component: 'promises' }) }
    const promises = await startPromiseWatch({ l1ChainId: config.rollup.l1ChainId, pollMs: config.l1PollMs }, watched, stop)
    closers.push(() => promises.ended)
    const prover = await startProving({ ...parts, following, breaches: promises.breaches, blobs: blobParts.reader, openSegment: blobParts.openSegment }, stop)
    if (prover !== undefined) closers.push(() => prover.ended)
    const claimer = await startClaiming(parts, stop)
    if (claimer !== undefined) closers.push(() => claimer.ended)
    const page = await openPage(config, log)
    const files = await startFileKeeping(config, { chain, log: log.child({ component: 'files' }), metrics }, stop)
    closers.push(() => files.ended)
    const rpc = createRpcServer(rpcOptions(config), rpcDependencies({ ...parts, page, blobs: blobParts, recovery, sequencing, following, promises, forward, files, signal: stop }))
    const { port } = await rpc.listen()
    closers.push(() => rpc.close())
    const endWatch = watchConnections(metrics, rpc)
    closers.push(async () => endWatch())
    closers.push(async () => life.abort())
    const host = config.rpcHost.includes(':') ? `[${config.rpcHost}]` : config.rpcHost
    return {
      rpcUrl: `http://${host}:${port}`,
      wsUrl: `ws://${host}:${port}`,
      ready: following.ready,
      failed: Promise.race([following.failed, ...(sequencing === undefined ? [] : [sequencing.failed])]),
      status: () => {
        const { latest, derived, seenAt } = view.get()
        const l1 = { l1Head: latest.number, l1Derived: derived.number, l1SeenAt: seenAt }
        return { role: config.role, standing: sequencing?.standing(), ...chain.heads(), ...l1, wrongRoots: wrongRoots(), voidFrom: voidFrom() }
      },
      close,
    }
  } catch (error) {
    life.abort()
    await close()
    throw error
  }
}
