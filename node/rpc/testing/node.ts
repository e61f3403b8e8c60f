import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Address, callView, parametersFrom, recoverAddress, systemAddress, encodeCalldata, ZERO_ADDRESS } from '@distribute/state-machine'
import type { Genesis } from '@distribute/state-machine'
import { createBuilder, createPool, POOL_DEFAULTS } from '@distribute/sequencer'
import type { BlockTarget, Clock, PoolDependencies, PoolOptions } from '@distribute/sequencer'
import { privateKeyToAccount } from 'viem/accounts'
import { openChain } from '../../chain/chain.ts'
import type { Chain } from '../../chain/chain.ts'
import { createRpcServer } from '../index.ts'
import type { RpcOptions } from '../index.ts'
import type { DevnetPort, NodeStatus, PlacedEntry, RpcDependencies } from '../ports.ts'

export const CHAIN_ID = 71_331
export const START = 1_800_000_000n

const key = (n: number): `0x${string}` => `0x${n.toString(16).padStart(64, '0')}`
export const accounts = [privateKeyToAccount(key(1)), privateKeyToAccount(key(2)), privateKeyToAccount(key(3))] as const
export const registrar = privateKeyToAccount(key(99))
export const L1_CONTRACTS = {
  inbox: Address(`0x${'a1'.repeat(20)}`),
  rollup: Address(`0x${'a2'.repeat(20)}`),
  bridge: Address(`0x${'a3'.repeat(20)}`),
  stakes: Address(`0x${'a4'.repeat(20)}`),
  challenges: Address(`0x${'a5'.repeat(20)}`),
  executor: Address(`0x${'a6'.repeat(20)}`),
  promises: Address(`0x${'a7'.repeat(20)}`),
  token: Address(`0x${'a8'.repeat(20)}`),
}

const genesis: Genesis = {
  name: 'Harbour',
  tokenName: 'Harbour Token',
  tokenSymbol: 'HBR',
  chainId: BigInt(CHAIN_ID),
  timestamp: START,
  registrar: Address(registrar.address),
  operator: Address(`0x${'0f'.repeat(20)}`),
  parameters: parametersFrom({}),
}

/** What a node without L1 is told of it. */
export interface L1Sight {
  head: bigint
  readonly claimed: Set<bigint>
  entries: PlacedEntry[]
  silent: boolean
  syncing?: NonNullable<NodeStatus['syncing']>
}

/** A sequencer without L1, in a directory of its own: real chain, real pool, real builder. */
export interface TestNode {
  readonly url: string
  readonly wsUrl: string
  readonly port: number
  readonly chain: Chain
  /** Puts a deposit into the inbox; the next block reads it. */
  deposit(to: string, value: bigint): Promise<void>
  /** Moves the chain's clock. */
  later(seconds: bigint): void
  /** What L1 is said to look like. */
  readonly l1: L1Sight
  call(method: string, params?: readonly unknown[]): Promise<unknown>
  post(body: string, headers?: Record<string, string>): Promise<Response>
  close(): Promise<void>
}

export interface TestOptions {
  readonly rpc?: Partial<RpcOptions>
  readonly devnet?: DevnetPort
  readonly measure?: NonNullable<RpcDependencies['measure']>
  readonly pool?: Partial<PoolOptions>
  /** Between two blocks. */
  readonly blockTimeMs?: number
  /** How many blocks clients are told that there are. */
  readonly heads?: bigint
  readonly relay?: NonNullable<RpcDependencies['relay']>
  readonly files?: NonNullable<RpcDependencies['files']>
  /** A policy of the operator. */
  readonly allow?: NonNullable<PoolDependencies['allow']>
  /** Told of each warning. */
  readonly warn?: (facts: object, message: string) => void
}

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined }

export async function startTestNode(options: TestOptions = {}): Promise<TestNode> {
  const directory = await mkdtemp(join(tmpdir(), 'distribute-rpc-'))
  const chain = await openChain({ directory, genesis, recover: recoverAddress, archive: true })
  let now = START
  const clock = createClock(() => now)
  const target = createTarget(chain)
  const log = { ...silent, warn: options.warn ?? silent.warn, error: (facts: object, message: string) => console.error(message, facts) }
  const dryRun = ({ call }: { readonly call: Parameters<typeof encodeCalldata>[0] }) =>
    callView(chain.state, chain.config, { from: ZERO_ADDRESS, to: systemAddress('reputation'), value: 0n, data: encodeCalldata(call), time: now })
  const pool = createPool({ ...POOL_DEFAULTS, ...options.pool }, { state: chain.state, config: chain.config, clock, dryRun, ...(options.allow === undefined ? {} : { allow: options.allow }) })
  const stop = new AbortController()
  const builder = createBuilder({ blockTimeMs: options.blockTimeMs ?? 20 }, { target, pool, clock, log }, stop.signal)
  const l1: L1Sight = { head: START, claimed: new Set(), entries: [], silent: false }
  const server = createRpcServer({ port: 0, ...options.rpc }, {
    chain: options.heads === undefined ? chain : { ...chain, heads: () => ({ ...chain.heads(), latest: options.heads ?? 0n }) },
    pool,
    blobOf: async () => undefined,
    recoverMany: async (items) => items.map(({ hash, r, s, yParity }) => recoverAddress(hash, r, s, yParity)),
    status: {
      status: () => statusOf(l1),
      about: () => ({ ready: true, startedAt: START, now: START + 60n, l1Silence: 3n, l1Behind: 0n }),
      costOf: () => (l1.silent ? Promise.reject(new TypeError('fetch failed')) : Promise.resolve({ gasUsed: 90_000n, gasPrice: 3n, blobGasUsed: 131_072n, blobGasPrice: 2n })),
      onClaims: () => () => undefined,
      isClaimed: async (id) => l1.claimed.has(id),
      entriesOf: () => (l1.silent ? Promise.reject(new TypeError('fetch failed')) : Promise.resolve(l1.entries)),
    },
    now: () => now,
    clientVersion: 'distribute/test',
    log,
    ...(options.devnet === undefined ? {} : { devnet: options.devnet }),
    ...(options.relay === undefined ? {} : { relay: options.relay }),
    ...(options.files === undefined ? {} : { files: options.files }),
    ...(options.measure === undefined ? {} : { measure: options.measure }),
  })
  const { port } = await server.listen()
  const url = `http://127.0.0.1:${port}`
  const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
  return {
    url,
    wsUrl: `ws://127.0.0.1:${port}`,
    port,
    chain,
    l1,
    post,
    deposit: (to, value) => depositTo(chain, { to, value, time: now }),
    later: (seconds) => void (now += seconds),
    async call(method, params = []) {
      const response = await post(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }))
      const answer = (await response.json()) as { result?: unknown; error?: unknown }
      return answer.error === undefined ? answer.result : { error: answer.error }
    },
    async close() {
      await server.close()
      await builder.close()
      stop.abort()
      await chain.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

const createClock = (now: () => bigint): Clock => ({
  now,
  milliseconds: () => performance.now(),
  sleep: (ms, signal) => new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  }),
  turn: () => new Promise((resolve) => setImmediate(resolve)),
})

const createTarget = (chain: Chain): BlockTarget => ({
  config: chain.config,
  state: chain.state,
  head: () => ({ number: chain.head().header.number, time: chain.head().header.time, cursor: chain.head().cursor }),
  readableEntries: () => chain.inbox.length,
  begin: (t) => chain.begin(t),
  commit: async (block) => void (await chain.append(block)),
})

async function depositTo(chain: Chain, { to, value, time }: { to: string; value: bigint; time: bigint }): Promise<void> {
  const payload = Uint8Array.from(Buffer.from(to.slice(2), 'hex'))
  const entry = { kind: 0, time, from: Address(`0x${'11'.repeat(20)}`), value, payload }
  const meta = { l1Block: 5n, l1Hash: new Uint8Array(32), transactionHash: new Uint8Array(32) }
  const { length } = chain.inbox
  await chain.inbox.append([{ entry, meta }])
  while (chain.head().cursor <= length) await new Promise((resolve) => setTimeout(resolve, 5))
}

const statusOf = ({ head: time, syncing }: L1Sight): NodeStatus => ({
  ...(syncing === undefined ? {} : { syncing }),
  role: 'sequencer',
  l1ChainId: 31_337n,
  contracts: L1_CONTRACTS,
  challengeWindow: 60n,
  wrongRoots: [],
  l1Head: { number: 9n, hash: new Uint8Array(32).fill(9), time },
})
