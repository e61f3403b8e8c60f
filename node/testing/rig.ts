import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeGenesis, parametersFrom, type Genesis } from '@distribute/state-machine'
import { depositCall, postBatchCall, receiptOf, submit, type BatchToPost, type L1Call, type Terms } from '@distribute/bridge-contracts'
import { privateKeyToAccount } from 'viem/accounts'
import type { Hex, TransactionReceipt } from 'viem'
import { PATIENCE } from '../../test/budget.ts'
import { createL1Clients, deploy } from '../cli/deployment.ts'
import { createKzg, type Kzg } from '../blobs/kzg.ts'
import { startNode, type RunningNode } from '../compose.ts'
import type { NodeConfig } from '../config.ts'
import { devnetAccount, operatorAccounts } from '../devnet/accounts.ts'
import type { RollupFile } from '../rollup-file.ts'
import { resolveSettings } from '../setting.ts'
import { NODE_SETTINGS } from '../settings.ts'
import { createLoggerTo } from '../telemetry/logger.ts'
import { createMetrics, type Metrics } from '../telemetry/metrics.ts'
import { startTestL1, type TestL1 } from './test-l1.ts'
import { startProxy, type Proxy } from './proxy.ts'

export const ETHER = 10n ** 18n
const GAS = 200_000n

export interface Line {
  readonly level: string
  readonly msg: string
  readonly [fact: string]: unknown
}

/** A node in this process, with what it says. */
export interface RigNode {
  readonly node: RunningNode
  readonly directory: string
  readonly lines: readonly Line[]
  readonly metrics: Metrics
  call<T>(method: string, ...params: readonly unknown[]): Promise<T>
  height(): Promise<number>
  balance(address: string): Promise<bigint>
  /** Whether anything logged contains this text. */
  said(text: string): boolean
  close(): Promise<void>
}

export interface Rig {
  readonly l1: TestL1
  readonly proxy: Proxy
  readonly rollup: RollupFile
  readonly genesis: Genesis
  /** All nodes share it: it takes long to start. */
  readonly kzg: Kzg
  start(role: NodeConfig['role'], options?: NodeOptions): Promise<RigNode>
  /** What `start` starts a node with. */
  config(role: NodeConfig['role'], options?: Pick<NodeOptions, 'directory' | 'flags' | 'keys' | 'genesis'>): NodeConfig
  run(account: number, call: L1Call): Promise<TransactionReceipt>
  deposit(to: string, value: bigint, account?: number): Promise<TransactionReceipt>
  /** With the sequencer's own key. */
  post(batch: BatchToPost): Promise<TransactionReceipt>
  close(): Promise<void>
}

export interface NodeOptions {
  readonly directory?: string
  readonly flags?: Partial<NodeConfig>
  readonly keys?: NodeConfig['keys']
  readonly genesis?: Genesis
  /** Filled from the first moment on, while the node still starts. */
  readonly lines?: Line[]
  readonly onWaiting?: (reason: string) => void
  /** Ends the start, and the node. */
  readonly stop?: AbortController
}

export interface RigOptions {
  readonly anvil?: readonly string[]
  readonly window?: bigint
  /** Other terms than the usual ones. */
  readonly terms?: Partial<Terms>
  readonly inboxDelay?: number
  /** Two communities that are deployed in the same second are told apart by it. */
  readonly name?: string
}

/** A community on an L1 of its own, behind a proxy that nodes see it through. */
export const startRig = async ({ anvil = [], window = 60n, terms = {}, inboxDelay = 30, name = 'Rig' }: RigOptions = {}): Promise<Rig> => {
  const l1 = await startTestL1(anvil)
  const proxy = await startProxy(l1.url)
  const place = await mkdtemp(join(tmpdir(), 'distribute-rig-'))
  const { posting, signing, stake, registrar } = operatorAccounts()
  const genesis: Genesis = {
    name, tokenName: 'Rig token', tokenSymbol: 'RIG', chainId: 77_001n, timestamp: (await l1.reader.getBlock()).timestamp,
    registrar: registrar.address, operator: stake.address,
    parameters: parametersFrom({ inboxDelay: String(inboxDelay), poolMemory: '0', creditsPerEther: '10000000000' }),
  }
  const sequencer = { poster: posting.address, signer: signing.address, staker: stake.address }
  const plan = { genesis, sequencer, terms: { window, ...terms }, postingFunds: 0n }
  const rollup = await deploy(plan, createL1Clients(l1.url, stake.privateKey), { onStep: () => undefined, onDeployed: async () => undefined })
  const nodes = new Set<RigNode>()
  const kzg = createKzg()
  let count = 0
  const run = async (account: number, call: L1Call): Promise<TransactionReceipt> => {
    const hash = await submit(l1.wallet(account), call, { gas: 15_000_000n })
    return receiptOf(l1.reader, hash, { pollMs: 20 })
  }
  const config: Rig['config'] = (role, { directory = join(place, `node-${count++}`), flags = {}, keys, genesis: own = genesis } = {}) => {
    const settings = resolveSettings(NODE_SETTINGS, { flags: {}, variables: {} })
    const held = role === 'sequencer' ? { posting: posting.privateKey, signing: signing.privateKey } : {}
    return {
      ...settings, role, dataDir: directory, l1Url: [proxy.url], l1PollMs: 50, rpcPort: 0, metricsPort: 0, blockTimeMs: 20, batchIntervalMs: 1_000,
      heartbeatMs: 3_600_000, ...flags, genesisJson: encodeGenesis(own), genesis: own, rollup, keys: keys ?? held,
    }
  }
  return {
    l1,
    proxy,
    rollup,
    genesis,
    kzg,
    run,
    config,
    deposit: (to, value, account = 0) => run(account, depositCall(rollup.contracts.inbox, { to: to as never, value })),
    post: (batch) => run(10, postBatchCall(rollup.contracts.rollup, batch)),
    async start(role, options = {}) {
      const started = await startRigNode(config(role, options), kzg, options)
      nodes.add(started)
      return { ...started, close: async () => void (nodes.delete(started) && (await started.close())) }
    },
    async close() {
      for (const node of nodes) await node.close()
      await kzg.close()
      await proxy.close()
      await l1.close()
      await rm(place, { recursive: true, force: true })
    },
  }
}

const startRigNode = async (config: NodeConfig, kzg: Kzg, { lines = [], stop = new AbortController(), onWaiting }: NodeOptions): Promise<RigNode> => {
  const write = (line: string): void => void lines.push(JSON.parse(line) as Line)
  const metrics = createMetrics({ process: false })
  const log = createLoggerTo('debug', { write })
  const node = await startNode(config, { log, metrics, kzg, signal: stop.signal, ...(onWaiting === undefined ? {} : { onWaiting }) })
  const call = async <T>(method: string, ...params: readonly unknown[]): Promise<T> => rpc<T>(node.rpcUrl, method, params)
  return {
    node,
    directory: config.dataDir,
    lines,
    metrics,
    call,
    height: async () => Number(await call<string>('eth_blockNumber')),
    balance: async (address) => BigInt(await call<string>('eth_getBalance', address, 'latest')),
    said: (text) => lines.some((line) => JSON.stringify(line).includes(text)),
    async close() {
      stop.abort()
      await node.close()
    },
  }
}

export const rpc = async <T>(url: string, method: string, params: readonly unknown[] = []): Promise<T> => {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const answer = (await response.json()) as { readonly result?: T; readonly error?: { readonly message: string } }
  if (answer.error !== undefined) throw new TypeError(answer.error.message)
  return answer.result as T
}

/** Looks until `read` gives something true, for at most `seconds`, in CI three times as long. */
export const eventually = async <T>(what: string, read: () => Promise<T | undefined | false>, seconds = 15, pauseMs = 20): Promise<T> => {
  const deadline = Date.now() + seconds * 1_000 * PATIENCE
  for (;;) {
    const found = await read()
    if (found !== undefined && found !== false) return found
    if (Date.now() > deadline) throw new TypeError(`not within ${seconds} s: ${what}`)
    await pause(pauseMs)
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** A transfer on the chain, signed. */
export const signTransfer = (from: number, { nonce, to, value = 1n }: { readonly nonce: number; readonly to: string; readonly value?: bigint }): Promise<Hex> =>
  privateKeyToAccount(devnetAccount(from).privateKey).signTransaction({
    type: 'eip1559', chainId: 77_001, nonce, to: to as Hex, value, gas: GAS, maxFeePerGas: 10n, maxPriorityFeePerGas: 0n,
  })

export const member = (index: number): string => devnetAccount(index).address
