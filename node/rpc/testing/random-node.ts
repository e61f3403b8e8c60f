import { createRandomPlace, MEMBERS } from '../../catalog/testing/history.ts'
import type { Chain } from '../../chain/chain.ts'
import { createBlockViews } from '../block-views.ts'
import { createDispatcher } from '../dispatcher.ts'
import { createFilters } from '../filters.ts'
import { methods } from '../methods.ts'

export type Item = Readonly<Record<string, unknown>>
export interface ShownPage {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** A replica without L1 over a chain of random history, asked without a socket in between. */
export interface RandomNode {
  readonly chain: Chain
  /** Seconds by which the present is ahead of the head. */
  ahead: bigint
  /** The answer to a request's body, as over HTTP. */
  handle(body: string): Promise<string>
  /** The result; of an error, an object with `error`. */
  ask(method: string, ...params: readonly unknown[]): Promise<unknown>
  /** All items of a list, in pages of `limit`. */
  all(method: string, params?: object, limit?: number): Promise<Item[]>
  /** Closes the directory and opens it again. */
  restart(): Promise<void>
  close(): Promise<void>
}

const silent = { warn: () => undefined, error: (facts: object) => console.error(facts) }

function createHandle(chain: Chain, now: () => bigint): RandomNode['handle'] {
  const zero = MEMBERS[0]!
  const status = { role: 'replica' as const, l1ChainId: 1n, contracts: { inbox: zero, rollup: zero, bridge: zero, stakes: zero, challenges: zero, executor: zero, promises: zero, token: zero }, challengeWindow: 60n }
  const deps = {
    chain, now, blobOf: async () => undefined, recoverMany: async () => [], clientVersion: 'distribute/test', log: silent,
    status: { status: () => status, onClaims: () => () => undefined, about: () => ({ ready: true, startedAt: 0n, now: 0n, l1Silence: 0n, l1Behind: 0n }), costOf: async () => undefined, isClaimed: async () => false, entriesOf: async () => [] },
  }
  const context = { deps, chainId: chain.config.genesis.chainId, blocks: createBlockViews(chain), filters: createFilters(chain, undefined) }
  const dispatcher = createDispatcher(methods, context, { batchLimit: 10, responseLimit: 25 * 1024 * 1024 })
  return (body) => dispatcher.handle(body)
}

export async function openRandomNode(): Promise<RandomNode> {
  const place = createRandomPlace()
  const open = async () => {
    const chain = await place.open({ archive: true })
    return { chain, handle: createHandle(chain, () => chain.head().header.time + node.ahead) }
  }
  let opened: Awaited<ReturnType<typeof open>>
  const node: RandomNode = {
    ahead: 0n,
    get chain() {
      return opened.chain
    },
    handle: (body) => opened.handle(body),
    async ask(method, ...params) {
      const answer = JSON.parse(await opened.handle(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }))) as { result?: unknown; error?: unknown }
      return 'error' in answer ? { error: answer.error } : answer.result
    },
    async all(method, params = {}, limit = 7) {
      const items: Item[] = []
      for (let cursor: string | null = null; ; ) {
        const page: ShownPage = (await node.ask(method, { ...params, limit, cursor })) as ShownPage
        items.push(...page.items)
        cursor = page.next
        if (cursor === null) return items
      }
    },
    async restart() {
      await opened.chain.close()
      opened = await open()
    },
    async close() {
      await opened.chain.close()
      place.remove()
    },
  }
  opened = await open()
  return node
}
