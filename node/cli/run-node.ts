import { startNode, type RunningNode } from '../compose.ts'
import type { NodeConfig } from '../config.ts'
import { healthOf, L1_SILENCE_MS, starting } from '../telemetry/health.ts'
import type { Logger } from '../telemetry/logger.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { createTelemetryServer } from '../telemetry/server.ts'
import { startSyncLine } from '../telemetry/sync-line.ts'
import { watchStatus } from './watch-status.ts'
import { VERSION } from './version.ts'

export interface NodeRun {
  readonly node: RunningNode
  readonly metricsUrl: string
  /** Ends everything in order; what was signed is on disk before. */
  close(): Promise<void>
}

/** A node with its metrics, health checks and sync line. Metrics answer from the first moment on, and say `starting` until then. */
export async function runNode(config: NodeConfig, options: { readonly log: Logger; readonly signal: AbortSignal }): Promise<NodeRun> {
  const { log, signal } = options
  const metrics = createMetrics({ process: true })
  metrics.gauge('info', 1, { version: VERSION, role: config.role })
  let node: RunningNode | undefined
  let waitsFor: string | undefined
  const onWaiting = (reason: string): void => void (waitsFor = reason)
  const health = () => (node === undefined ? starting(waitsFor) : healthOf(node.status(), { now: Date.now(), silenceMs: L1_SILENCE_MS }))
  const server = await createTelemetryServer({ host: config.metricsHost, port: config.metricsPort }, { metrics, health })
  try {
    const running = await startNode(config, { log, metrics, signal, onWaiting })
    node = running
    const endSyncLine = startSyncLine({ log, view: running.status })
    const endWatch = watchStatus(metrics, running.status)
    metrics.gauge('up', 1)
    return {
      node: running,
      metricsUrl: server.url,
      close: async () => {
        endSyncLine()
        endWatch()
        await running.close()
        await server.close()
      },
    }
  } catch (error) {
    await server.close()
    throw error
  }
}
