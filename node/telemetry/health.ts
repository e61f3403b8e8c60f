import { blocksLeft, type SyncView } from './sync-view.ts'

/** Whether a node should be sent requests: what /readyz answers. `reason` is for people, `code` for machines. */
export type Health = { readonly ready: true } | { readonly ready: false; readonly code: 'starting' | 'syncing' | 'l1-silent'; readonly reason: string }

/** `reason`: what the start waits for. */
export const starting = (reason = 'the node is starting'): Health => ({ ready: false, code: 'starting', reason })

/** `silenceMs`: how long L1 may be without news. */
export function healthOf(view: SyncView, options: { readonly now: number; readonly silenceMs: number }): Health {
  const left = blocksLeft(view)
  if (left > 0n) return { ready: false, code: 'syncing', reason: `${left} L1 blocks behind` }
  const silent = options.now - view.l1SeenAt
  if (silent <= options.silenceMs) return { ready: true }
  return { ready: false, code: 'l1-silent', reason: `L1 has had no new block for ${Math.round(silent / 1_000)} s: check --l1-url` }
}
