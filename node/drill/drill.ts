import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTestClient, http } from 'viem'
import { getBlockNumber, getTransaction, getTransactionReceipt, mine, revert, snapshot } from 'viem/actions'
import { encodeGenesis, parametersFrom, toHex, type Genesis } from '@distribute/state-machine'
import { readConvictions, readBatchCounts } from '@distribute/bridge-contracts'
import type { Carrier } from '@distribute/sequencer'
import { createL1Clients, deploy } from '../cli/deployment.ts'
import { startNode, type RunningNode } from '../compose.ts'
import { devnetAccount, memberAccounts, operatorAccounts } from '../devnet/accounts.ts'
import { makeFirstDeposits } from '../devnet/first-deposits.ts'
import { freePort } from '../devnet/free-port.ts'
import { startL1, type DevnetL1 } from '../devnet/l1.ts'
import { resolveSettings } from '../setting.ts'
import { NODE_SETTINGS } from '../settings.ts'
import { ask } from '../json-rpc.ts'
import type { RollupFile } from '../rollup-file.ts'
import type { Logger } from '../telemetry/logger.ts'
import { createKzg, type Kzg } from '../blobs/kzg.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { createCarry } from './carry.ts'
import { DrillError } from './errors.ts'
import { LIES, type Lie } from './lies.ts'
import { createLiar, type Liar } from './liar.ts'
import { reading, type Scene } from './scene.ts'

/** What became of a lie. Without a conviction the numbers are 0. */
export interface DrillResult {
  readonly lie: string
  /** How the batch came to L1. */
  readonly da: Carrier
  readonly convicted: boolean
  /** Of the proving transaction, and its calldata. */
  readonly gas: bigint
  readonly bytes: number
  /** From the lie's L1 block to the conviction's, as this machine's clock saw them. */
  readonly seconds: number
}

export interface DrillOptions {
  /** Each lie is told once by each. */
  readonly da: readonly Carrier[]
  readonly anvil: string | undefined
  /** How long a lie may stand, in seconds. */
  readonly patience: number
  readonly log: Logger
  readonly signal: AbortSignal
  /** Told of each lie when it has been judged. */
  readonly onResult: (result: DrillResult) => void
}

const CHAIN_ID = 77_077n
const WINDOW = 3_600n
const L1_POLL_MS = 100
const PROVER = 9
const ENTRIES_A_SEGMENT = 4

interface Stage {
  readonly da: Carrier
  readonly kzg: Kzg
  readonly place: string
  readonly l1: DevnetL1
  readonly genesis: Genesis
  readonly rollup: RollupFile
}

/**
 * Holds a drill on an L1 of its own for each `da`, side by side: posts each lie with the sequencer's key, and waits until the ordinary prover of an
 * ordinary replica has convicted it. Throws DevnetError where L1 does not start, and BlobError where no blob can be made.
 */
export const runDrill = async (options: DrillOptions): Promise<readonly DrillResult[]> =>
  (await Promise.all(options.da.map((da) => runDrillIn(da, options)))).flat()

const runDrillIn = async (da: Carrier, options: DrillOptions): Promise<readonly DrillResult[]> => {
  const place = await mkdtemp(join(tmpdir(), 'distribute-drill-'))
  const kzg = createKzg()
  const l1 = await startL1({ directory: place, port: await freePort(0, '--l1-port'), blockTimeSeconds: 1, binary: options.anvil })
  try {
    const stage = { da, kzg, place, l1, ...(await prepare(l1)) }
    const results: DrillResult[] = []
    for (const [at, lie] of LIES.entries()) {
      if (options.signal.aborted) break
      const result = await onFork(l1, () => judge(lie, join(place, `replica-${at}`), stage, options))
      options.onResult(result)
      results.push(result)
    }
    return results
  } finally {
    await kzg.close()
    await l1.close()
    await rm(place, { recursive: true, force: true })
  }
}

/** A community with members who have ether, whose deposits are not read yet. */
const prepare = async (l1: DevnetL1): Promise<Pick<Stage, 'genesis' | 'rollup'>> => {
  const { posting, signing, stake, registrar } = operatorAccounts()
  const genesis: Genesis = {
    name: 'Drill', tokenName: 'Drill', tokenSymbol: 'DRILL', chainId: CHAIN_ID, timestamp: await l1.time(), registrar: registrar.address,
    operator: stake.address, parameters: parametersFrom({ inboxDelay: '600', poolMemory: '0', creditsPerEther: '10000000000' }),
  }
  const sequencer = { poster: posting.address, signer: signing.address, staker: stake.address }
  const plan = { genesis, sequencer, terms: { window: WINDOW }, postingFunds: 0n }
  const rollup = await deploy(plan, createL1Clients(l1.url, stake.privateKey), { onStep: () => undefined, onDeployed: async () => undefined })
  await makeFirstDeposits(l1.url, rollup.contracts.inbox, memberAccounts())
  return { genesis, rollup }
}

/** Whatever happens on L1 meanwhile has not happened afterwards. */
const onFork = async <T>(l1: DevnetL1, work: () => Promise<T>): Promise<T> => {
  const client = createTestClient({ mode: 'anvil', transport: http(l1.url) })
  const id = await snapshot(client)
  try {
    return await work()
  } finally {
    // What the prover has sent last may still wait, with a number that the next one's own transactions will have.
    await ask(l1.url, 'anvil_dropAllTransactions', [])
    await revert(client, { id })
    await mine(client, { blocks: 1 })
  }
}

const judge = async (lie: Lie, directory: string, stage: Stage, options: DrillOptions): Promise<DrillResult> => {
  const { da, kzg, l1, genesis, rollup } = stage
  const hand = { l1Url: l1.url, postingKey: operatorAccounts().posting.privateKey }
  const liar = createLiar({ ...hand, genesis, rollup, carry: createCarry({ ...hand, da, kzg, rollup: rollup.contracts.rollup }) })
  const prover = await startProver(directory, stage, options)
  try {
    await prover.ready
    const scene: Scene = { chainId: genesis.chainId, t: await liar.now() }
    // All deposits but the last, which is left to be lied about.
    const whole = Math.floor((memberAccounts().length - 1) / ENTRIES_A_SEGMENT)
    await liar.post(Array.from({ length: whole }, () => ({ bytes: reading(scene, ENTRIES_A_SEGMENT) })))
    return await convicted(lie, { liar, scene }, stage, options)
  } finally {
    await prover.close()
  }
}

const startProver = (directory: string, { kzg, l1, genesis, rollup }: Stage, { log, signal }: DrillOptions): Promise<RunningNode> => {
  const settings = resolveSettings(NODE_SETTINGS, { flags: {}, variables: {} })
  const config = {
    ...settings, role: 'replica' as const, dataDir: directory, l1Url: [l1.url], l1PollMs: L1_POLL_MS, rpcPort: 0, prover: true,
    genesisJson: encodeGenesis(genesis), genesis, rollup, keys: { prover: devnetAccount(PROVER).privateKey },
  }
  return startNode(config, { log, signal, kzg, metrics: createMetrics({ process: false }) })
}

const convicted = async (lie: Lie, { liar, scene }: { readonly liar: Liar; readonly scene: Scene }, { da, l1, rollup }: Stage, { patience, signal }: DrillOptions): Promise<DrillResult> => {
  const { reader } = createL1Clients(l1.url, devnetAccount(PROVER).privateKey)
  const { challenges, rollup: address } = rollup.contracts
  const { batches: honest } = await readBatchCounts(reader, address)
  for (const batch of await lie.batches({ ...scene, t: await liar.now() })) await liar.post(batch)
  const started = performance.now()
  while (performance.now() - started < patience * 1_000 && !signal.aborted) {
    const [conviction] = await readConvictions(reader, challenges, { fromBlock: rollup.deployed.number, toBlock: await getBlockNumber(reader, { cacheTime: 0 }) })
    if (conviction !== undefined) {
      const hash = toHex(conviction.place.transactionHash)
      const [receipt, transaction] = await Promise.all([getTransactionReceipt(reader, { hash }), getTransaction(reader, { hash })])
      const { claims } = await readBatchCounts(reader, address)
      if (conviction.index !== honest || claims !== honest) throw new DrillError('NoConviction', `of the lie "${lie.name}" batch ${conviction.index} was convicted, not ${honest}`)
      return { lie: lie.name, da, convicted: true, gas: receipt.gasUsed, bytes: (transaction.input.length - 2) / 2, seconds: Number(((performance.now() - started) / 1_000).toFixed(1)) }
    }
    await sleep(L1_POLL_MS)
  }
  return { lie: lie.name, da, convicted: false, gas: 0n, bytes: 0, seconds: 0 }
}
