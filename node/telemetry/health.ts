import type { Standing } from '../sequencing/succession.ts'
import { blocksLeft, type SyncView } from './sync-view.ts'

/** Whether a node should be sent requests: what /readyz answers. `reason` is for people, `code` for machines. */
export type Health =
  /** `warning`: what people should look at although requests are answered rightly. */
  | { readonly ready: true; readonly warning?: string }
  | { readonly ready: false; readonly code: 'starting' | 'syncing' | 'l1-silent' | 'diverged'; readonly reason: string }

export interface HealthView extends SyncView {
  readonly role: 'sequencer' | 'replica'
  readonly standing?: Standing | undefined
  /** Batches on L1 with roots that execution does not give. */
  readonly wrongRoots: readonly { readonly batch: bigint }[]
  /** The first batch whose roots are void. */
  readonly voidFrom?: bigint | undefined
}

/** Milliseconds. A devnet's L1 has a block a second, others one in twelve: this is long for both. */
export const L1_SILENCE_MS = 180_000

/** `reason`: what the start waits for. */
export const starting = (reason = 'the node is starting'): Health => ({ ready: false, code: 'starting', reason })

/** `silenceMs`: how long L1 may be without news. */
export function healthOf(view: HealthView, options: { readonly now: number; readonly silenceMs: number }): Health {
  const left = blocksLeft(view)
  if (left > 0n) return { ready: false, code: 'syncing', reason: `${left} L1 blocks behind` }
  const silent = options.now - view.l1SeenAt
  if (silent <= options.silenceMs) return judgedBy(view)
  return { ready: false, code: 'l1-silent', reason: `L1 has had no new block for ${Math.round(silent / 1_000)} s: check --l1-url` }
}

/** A replica's state is right whatever L1 claims; what a sequencer promises meanwhile cannot come to L1. */
function judgedBy({ role, standing, wrongRoots: [wrong], voidFrom }: HealthView): Health {
  if (wrong === undefined && voidFrom === undefined) return { ready: true, ...placeWarning(standing) }
  if (wrong === undefined) {
    const warning = `the roots of batch ${voidFrom} and those behind it are void since a conviction: blocks stand, but nothing is posted and no withdrawal paid until somebody with a stake has posted the right ones`
    return { ready: true, warning }
  }
  const claim = `batch ${wrong.batch} on L1 claims a state that execution does not give`
  if (role === 'replica') return { ready: true, warning: `${claim}: this node has the right one; trust no withdrawal against that batch` }
  return { ready: false, code: 'diverged', reason: `${claim}: blocks go on, but none is posted until that claim is convicted; find out who has the posting key` }
}

function placeWarning(standing: Standing | undefined): { readonly warning?: string } {
  if (standing === 'following') return { warning: 'another sequencer has the place: this node follows the chain, and passes transactions on only with --sequencer-url' }
  if (standing === 'challenged') return { warning: 'somebody takes over unless this sequencer posts a batch within the grace: it is trying to; look at L1 and at the posting key’s ether' }
  return {}
}
