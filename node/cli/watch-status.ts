import type { RunStatus } from '../compose.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { blocksLeft } from '../telemetry/sync-view.ts'

/** Sets the gauges of the heads each time they are asked for. Returns what ends it. */
export function watchStatus(metrics: Metrics, status: () => RunStatus): () => void {
  return metrics.onRender(() => {
    const now = status()
    for (const type of ['latest', 'safe', 'finalized'] as const) metrics.gauge('refs_number', Number(now[type]), { layer: 'l2', type })
    metrics.gauge('refs_number', Number(now.l1Head), { layer: 'l1', type: 'latest' })
    metrics.gauge('refs_number', Number(now.l1Derived), { layer: 'l1', type: 'derived' })
    metrics.gauge('sync_left', Number(blocksLeft(now)))
    metrics.gauge('l1_silence_seconds', Math.max(0, (Date.now() - now.l1SeenAt) / 1_000))
  })
}
