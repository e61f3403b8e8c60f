import type { Rig, RigNode } from './rig.ts'
import { pause } from './rig.ts'

interface Promised {
  readonly header: { readonly number: string; readonly parentHash: string; readonly l1Number: string; readonly l1Hash: string }
  readonly blockHash: string
  readonly signature: string
}

/** Keeps every promise that a sequencer shows, whatever it forgets later: what a client could take to L1. */
export interface Witness {
  readonly promises: ReadonlyMap<string, Promised>
  /** The pairs of promises that would cost the stake on L1 as it is now. */
  convictions(): Promise<readonly (readonly [Promised, Promised])[]>
  stop(): Promise<void>
}

export const startWitness = (rig: Rig, sequencer: RigNode): Witness => {
  const promises = new Map<string, Promised>()
  let isStopped = false
  const look = async (): Promise<void> => {
    const height = await sequencer.height()
    for (let number = Math.max(1, height - 5); number <= height; number++) {
      const promised = await sequencer.call<Promised | null>('rollup_getPromise', `0x${number.toString(16)}`)
      if (promised !== null) promises.set(promised.signature, promised)
    }
  }
  const running = (async () => {
    while (!isStopped) {
      await look().catch(() => undefined)
      await pause(10)
    }
  })()
  return {
    promises,
    async convictions() {
      await look()
      const canonical: Promised[] = []
      for (const promised of promises.values()) {
        const block = (await rig.l1.call('eth_getBlockByNumber', [promised.header.l1Number, false])) as { readonly hash: string } | null
        if (block?.hash === promised.header.l1Hash) canonical.push(promised)
      }
      const key = ({ header }: Promised): string => `${header.number} ${header.parentHash}`
      return canonical.flatMap((one, i) => canonical.slice(i + 1).filter((other) => key(one) === key(other) && one.blockHash !== other.blockHash).map((other) => [one, other] as const))
    },
    async stop() {
      isStopped = true
      await running
    },
  }
}
