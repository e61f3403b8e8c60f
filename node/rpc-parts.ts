import { join } from 'node:path'
import type { L1Reader, RollupFacts } from '@distribute/bridge-contracts'
import type { BlobParts } from './blobs/parts.ts'
import type { Chain } from './chain/chain.ts'
import { VERSION } from './cli/version.ts'
import type { NodeConfig } from './config.ts'
import { createDevnetClock } from './devnet/clock.ts'
import type { FileKeeping } from './documents/start.ts'
import type { Following } from './following.ts'
import type { Forward } from './forward.ts'
import type { L1Clock } from './l1/clock.ts'
import type { L1View } from './l1/view.ts'
import type { Page } from './page/page.ts'
import type { PromiseWatch } from './promises/start.ts'
import type { RecoveryPool } from './recovery/pool.ts'
import { createRelay, type Relay } from './registrar/relay.ts'
import { rpcMeasures } from './rpc-metrics.ts'
import type { RpcOptions } from './rpc/index.ts'
import type { DevnetPort, RpcDependencies } from './rpc/ports.ts'
import type { Sequencing } from './sequencing/start.ts'
import type { SuccessionWatch } from './sequencing/succession.ts'
import { createStatusPort } from './status.ts'
import type { Logger } from './telemetry/logger.ts'
import type { Metrics } from './telemetry/metrics.ts'

export interface RpcParts {
  readonly chain: Chain
  readonly config: NodeConfig
  readonly facts: RollupFacts
  readonly reader: L1Reader
  readonly l1: () => L1View
  readonly l1Clock: L1Clock
  readonly recovery: RecoveryPool
  readonly sequencing: Sequencing | undefined
  readonly succession: SuccessionWatch
  readonly following: Following
  readonly promises: PromiseWatch
  readonly forward: Forward | undefined
  readonly files: FileKeeping
  readonly blobs: Pick<BlobParts, 'store'>
  readonly page: Page | undefined
  readonly log: Logger
  readonly metrics: Metrics
  readonly signal: AbortSignal
}

export const rpcOptions = (config: NodeConfig): Partial<RpcOptions> => ({
  host: config.rpcHost,
  port: config.rpcPort,
  allowedHosts: config.hosts,
  corsOrigins: config.corsOrigins,
  maxConnections: config.rpcMaxConnections,
  maxWebsockets: config.rpcMaxWebsockets,
  rateLimit: config.rpcRateLimit,
})

const devnetPort = ({ config, chain, l1, sequencing, signal }: RpcParts): DevnetPort | undefined => {
  const [l1Url] = config.l1Url
  if (!config.devnet || sequencing === undefined || l1Url === undefined) return undefined
  const { builder, forget } = sequencing
  const buildEmpty = (): Promise<unknown> => builder.buildEmpty()
  return createDevnetClock({ l1Url, l1, chain, exclusively: builder.exclusively, forget, buildEmpty, signal })
}

const relayOf = ({ config, l1Clock }: RpcParts): Relay | undefined => {
  const { registrarRelay: admits, keys: { registrar: key }, genesis: { chainId } } = config
  if (admits === 'nobody' || key === undefined) return undefined
  const invitationsFile = config.invitationsFile ?? join(config.dataDir, 'invitations')
  return createRelay({ admits, key, chainId, invitationsFile, perHour: config.registrarPerHour }, { now: l1Clock.now })
}

/** What the RPC server is given of the other parts. */
export const rpcDependencies = (parts: RpcParts): RpcDependencies => {
  const { chain, config, facts, reader, l1, recovery, sequencing, following } = parts
  const status = createStatusPort(
    {
      role: config.role,
      l1ChainId: config.rollup.l1ChainId,
      contracts: facts.contracts,
      challengeWindow: facts.window,
      wrongRoots: following.wrongRoots,
      voidRoots: following.voidRoots,
      onClaims: following.onClaims,
      succession: parts.succession.get,
      standing: sequencing?.standing,
      syncing: following.syncing,
      voidFrom: following.voidFrom,
      heads: () => chain.heads(),
    },
    { reader, l1 },
  )
  const devnet = devnetPort(parts)
  const relay = relayOf(parts)
  return {
    chain,
    ...(sequencing === undefined ? {} : { pool: sequencing.pool, isSequencing: () => sequencing.standing() !== 'following' }),
    ...(parts.forward === undefined ? {} : { forward: parts.forward }),
    ...(relay === undefined ? {} : { relay }),
    files: parts.files.handler,
    promises: parts.promises,
    recoverMany: recovery.recoverMany,
    status,
    blobOf: parts.blobs.store.get,
    now: parts.l1Clock.now,
    ...(devnet === undefined ? {} : { devnet }),
    ...(parts.page === undefined ? {} : { page: parts.page }),
    clientVersion: `distribute/${VERSION}`,
    log: parts.log.child({ component: 'rpc' }),
    ...rpcMeasures(parts.metrics),
  }
}
