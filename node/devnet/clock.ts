import { toHex } from '@distribute/state-machine'
import type { Chain } from '../chain/chain.ts'
import type { L1View } from '../l1/view.ts'
import type { DevnetPort } from '../rpc/ports.ts'
import { DevnetError } from './devnet-error.ts'
import { call } from '../json-rpc.ts'
import { sleep } from '../sequencing/clock.ts'

export interface DevnetClockDependencies {
  readonly l1Url: string
  readonly l1: () => L1View
  readonly chain: Chain
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>
  /** Goes back to a block; what came after it is gone, its transactions too. */
  readonly forget: (to: bigint) => Promise<void>
  readonly buildEmpty: () => Promise<unknown>
  readonly signal: AbortSignal
}

const PATIENCE_MS = 15_000
const LOOK_MS = 20

const quantity = (value: bigint): string => `0x${value.toString(16)}`

/** L1 and L2 move together: L1's time is L2's clock, and a snapshot names a block of each. rollup.md section 7. */
export const createDevnetClock = (dependencies: DevnetClockDependencies): DevnetPort => {
  const { l1Url, l1, chain, exclusively, forget, buildEmpty, signal } = dependencies
  const blocks = new Map<bigint, bigint>()
  let increased = 0n

  const askL1 = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    const answer = await call(l1Url, method, params)
    if ('result' in answer) return answer.result
    throw new DevnetError('L1Failed', `L1 refuses ${method}: ${answer.error}`, 'only an anvil can do this')
  }
  const l1Block = async (at: string): Promise<{ number: bigint; hash: string }> => {
    const block = await askL1('eth_getBlockByNumber', [at, false])
    const { number, hash }: { number?: unknown; hash?: unknown } = typeof block === 'object' && block !== null ? block : {}
    return { number: typeof number === 'string' ? BigInt(number) : 0n, hash: String(hash) }
  }
  /** Resolves once everything up to L1's present head has been taken in, or what has come after it: by hash, as L1 may have gone back. */
  const catchUp = async (): Promise<void> => {
    const { number } = await l1Block('latest')
    const isTaken = async (): Promise<boolean> => {
      const { derived, isCaughtUp } = l1()
      if (!isCaughtUp || derived.number < number) return false
      return (await l1Block(quantity(derived.number))).hash === toHex(derived.hash)
    }
    const deadline = performance.now() + PATIENCE_MS
    while (!(await isTaken()) && performance.now() < deadline && !signal.aborted) await sleep(LOOK_MS, signal)
  }

  return {
    async increaseTime(seconds) {
      await askL1('evm_increaseTime', [Number(seconds)])
      await askL1('evm_mine', [])
      increased += seconds
      await catchUp()
      return increased
    },
    async mine(count) {
      for (let i = 0; i < count; i++) {
        await askL1('evm_mine', [])
        await catchUp()
        await buildEmpty()
      }
    },
    snapshot: () =>
      exclusively(async () => {
        const id = BigInt(String(await askL1('evm_snapshot', [])))
        blocks.set(id, chain.head().header.number)
        return id
      }),
    async revert(id) {
      const block = blocks.get(id)
      if (block === undefined) return false
      const isReverted = await exclusively(async () => {
        if ((await askL1('evm_revert', [quantity(id)])) !== true) return false
        // Only another block where one was tells whoever follows L1 that it went back, and does not lag.
        await askL1('evm_mine', [])
        const heads = chain.heads()
        const least = (head: bigint): bigint => (head < block ? head : block)
        await chain.setHeads({ safe: least(heads.safe), finalized: least(heads.finalized) })
        await forget(block)
        return true
      })
      for (const known of blocks.keys()) if (known >= id) blocks.delete(known)
      if (isReverted) await catchUp()
      return isReverted
    },
  }
}
