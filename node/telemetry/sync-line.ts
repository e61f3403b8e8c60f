import type { Logger } from './logger.ts'
import { blocksLeft, type SyncView } from './sync-view.ts'

const INTERVAL_MS = 10_000

/** The one line every ten seconds by which an operator sees that a node gets on, and when it will be done. Returns what ends it. */
export function startSyncLine(dependencies: { readonly log: Logger; readonly view: () => SyncView }): () => void {
  const log = dependencies.log.child({ component: 'sync' })
  let before = dependencies.view()
  let at = performance.now()
  const timer = setInterval(() => {
    const view = dependencies.view()
    const now = performance.now()
    const line = syncLine(before, view, (now - at) / 1_000)
    log.info(line.fields, line.text)
    before = view
    at = now
  }, INTERVAL_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** Height, rate and time left while behind, height and heads after. `seconds` between the two views. */
export function syncLine(before: SyncView, now: SyncView, seconds: number): { readonly text: string; readonly fields: object } {
  const rate = Number(now.latest - before.latest) / seconds
  const heads = `safe ${now.safe}, finalized ${now.finalized}, L1 ${now.l1Head}`
  const fields = { latest: now.latest, safe: now.safe, finalized: now.finalized, l1: now.l1Head, rate: Math.round(rate * 10) / 10 }
  const left = blocksLeft(now)
  if (left === 0n) return { text: `at block ${now.latest}, ${rate.toFixed(1)} blocks/s, ${heads}`, fields }
  const done = Number(now.l1Derived - before.l1Derived) / seconds
  const timeLeft = done > 0 ? `about ${duration(Number(left) / done)} left` : 'no progress'
  return { text: `syncing: block ${now.latest}, ${left} L1 blocks behind, ${done.toFixed(1)}/s, ${timeLeft}, ${heads}`, fields: { ...fields, left } }
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  if (seconds < 5_400) return `${Math.ceil(seconds / 60)} min`
  return `${(seconds / 3_600).toFixed(1)} h`
}
