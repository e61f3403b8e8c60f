import { callView, encodeCalldata, targetOf, toHex, ZERO_ADDRESS } from '@distribute/state-machine'
import type { Operation } from '@distribute/state-machine'
import { alreadyKnown, poolFull, reverted } from './pool-errors.ts'
import type { Added, DryRun, PoolDependencies, PooledOperation, PoolOptions } from './pool-types.ts'

/** Senderless operations: few, cheap to check, in order of arrival. */
export interface OperationQueue {
  readonly size: number
  add(pooled: PooledOperation): Added
  all(): readonly PooledOperation[]
  remove(pooled: PooledOperation): void
}

export function createOperationQueue(options: PoolOptions, { dryRun, metrics }: PoolDependencies): OperationQueue {
  const queued = new Map<string, PooledOperation>()
  const refused = (error: ReturnType<typeof poolFull>): Added => {
    metrics?.count('pool_refused_total')
    return { ok: false, error }
  }
  return {
    get size() {
      return queued.size
    },
    add(pooled) {
      const key = toHex(pooled.encoded)
      if (queued.has(key)) return refused(alreadyKnown())
      if (queued.size >= options.operations) return refused(poolFull())
      const run = dryRun(pooled.operation)
      if (!run.ok) return refused(reverted(run.error, run.data))
      queued.set(key, pooled)
      metrics?.count('pool_added_total')
      return { ok: true }
    },
    all: () => [...queued.values()],
    remove: (pooled) => void queued.delete(toHex(pooled.encoded)),
  }
}

/** Runs an operation's rule over the state at the head, at the clock's time, and throws the changes away. */
export const createDryRun =
  ({ state, config, clock }: Pick<PoolDependencies, 'state' | 'config' | 'clock'>) =>
  ({ call }: Operation): DryRun =>
    callView(state, config, {
      from: ZERO_ADDRESS,
      to: targetOf(call, ZERO_ADDRESS),
      value: 0n,
      data: encodeCalldata(call),
      time: clock.now(),
    })
