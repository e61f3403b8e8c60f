import { equalBytes, genesisHash } from '@distribute/state-machine'
import { readRollupFacts, type L1Reader, type RollupFacts } from '@distribute/bridge-contracts'
import type { CatalogProgress } from './catalog/build.ts'
import { openChain } from './chain/chain.ts'
import type { NodeConfig } from './config.ts'
import type { WrongRoot } from './derivation/deriver.ts'
import { startFollowing } from './following.ts'
import { checkL1Chain, createL1Reader } from './l1/client.ts'
import { createL1Clock } from './l1/clock.ts'
import { L1Error } from './l1/errors.ts'
import { readHead } from './l1/read-head.ts'
import { createL1View } from './l1/view.ts'
import { recoverNative } from './recovery/native.ts'
import { createRecoveryPool } from './recovery/pool.ts'
import { createRpcServer } from './rpc/index.ts'
import { rpcDependencies, rpcOptions } from './rpc-parts.ts'
import { startSequencing } from './sequencing/start.ts'
import type { Logger } from './telemetry/logger.ts'
import type { Metrics } from './telemetry/metrics.ts'

/** What an operator looks at first. Times in milliseconds of the wall clock. */
export interface RunStatus {
  readonly role: NodeConfig['role']
  readonly latest: bigint
  readonly safe: bigint
  readonly finalized: bigint
  readonly l1Head: bigint
  readonly l1Derived: bigint
  readonly l1SeenAt: number
  /** Posted roots that execution does not give. */
  readonly wrongRoots: readonly WrongRoot[]
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
}

/** One thread recovers what the other takes in; more would only wait for each other on a small machine. */
const RECOVERY_THREADS = 1

/** Throws L1Error where L1 or the rollup there are another community's. */
const checkCommunity = async (reader: L1Reader, config: NodeConfig): Promise<RollupFacts> => {
  await checkL1Chain(reader, config.rollup.l1ChainId)
  const facts = await readRollupFacts(reader, config.rollup.contracts.rollup)
  if (equalBytes(facts.genesisHash, genesisHash(config.genesis))) return facts
  throw new L1Error('WrongCommunity', 'the rollup on L1 was deployed with another genesis: check genesis.json and rollup.json')
}

/** Joins the parts of a node and starts them. Everything is closed again, in reverse, by `close` or where a part does not start. */
export const startNode = async (config: NodeConfig, { log, metrics, signal }: NodeDependencies): Promise<RunningNode> => {
  const life = new AbortController()
  const stop = AbortSignal.any([signal, life.signal])
  const closers: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    const reader = createL1Reader(config.l1Url)
    const facts = await checkCommunity(reader, config)
    const firstHead = await readHead(reader, { blockTag: 'latest' })
    const view = createL1View(firstHead)
    // Half the delay: what L1 may hold that we have not seen yet is younger than that, also after a reorg.
    const clock = createL1Clock(firstHead, facts.inboxDelay / 2n)
    const { archive, dataDir: directory, genesis } = config
    const progress = ({ block, head }: CatalogProgress): void => log.info({ block, head }, 'building the catalog of an older data directory')
    const chain = await openChain({ directory: `${directory}/chain`, genesis, recover: recoverNative, archive, progress })
    closers.push(() => chain.close())
    const recovery = createRecoveryPool(RECOVERY_THREADS)
    closers.push(() => recovery.close())

    const genesisRoot = (await chain.headerByNumber(0n))?.header.stateRoot ?? new Uint8Array(32)
    const parts = { chain, config, facts, genesisRoot, reader, l1: view.get, l1Clock: clock, log, metrics }
    const sequencing = config.role === 'sequencer' ? startSequencing(parts, stop) : undefined
    if (sequencing !== undefined) closers.push(() => sequencing.close())
    const following = await startFollowing({ ...parts, view, sequencing }, stop)
    closers.push(() => following.ended)
    const rpc = createRpcServer(rpcOptions(config), rpcDependencies({ ...parts, recovery, sequencing, following, signal: stop }))
    const { port } = await rpc.listen()
    closers.push(() => rpc.close())
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
        return { role: config.role, ...chain.heads(), ...l1, wrongRoots: following.wrongRoots() }
      },
      close,
    }
  } catch (error) {
    life.abort()
    await close()
    throw error
  }
}
