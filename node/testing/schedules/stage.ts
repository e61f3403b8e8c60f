import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPublicClient, custom, toHex, type Hex } from 'viem'
import { encodeGenesis, parametersFrom, type Genesis } from '@distribute/state-machine'
import { calldataOf, depositStakeCall, readRollupFacts, type L1Call, type L1Reader, type RollupFacts } from '@distribute/bridge-contracts'
import { createL1Clients, deploy } from '../../cli/deployment.ts'
import type { NodeConfig } from '../../config.ts'
import { devnetAccount, operatorAccounts } from '../../devnet/accounts.ts'
import { CLIENT_OPTIONS } from '../../l1/source.ts'
import { resolveSettings } from '../../setting.ts'
import { NODE_SETTINGS } from '../../settings.ts'
import { startTestL1 } from '../test-l1.ts'
import { StageError } from './errors.ts'
import { connectIpc, type Ask } from './ipc.ts'
import { TRIES, TRIES_CODE } from './tries.ts'

/** Anvil accounts: whose deposits and forced calls come over L1, who proves, and who can take over. */
export const [SENDER, PROVER, TAKERS] = [3, 4, [5, 6, 7, 8]] as const
/** Far from now: nothing may rest on this machine's clock. */
const BEGIN = 1_900_000_000
const GAS = 15_000_000n
/** L1 blocks whose state anvil keeps in memory. */
const STATES = '128'

/** One L1 with one community on it, for many schedules. */
export interface Stage {
  readonly l1: ScheduledL1
  readonly facts: RollupFacts
  readonly config: NodeConfig
  close(): Promise<void>
}

/** An L1 that does nothing by itself. */
export interface ScheduledL1 {
  readonly reader: L1Reader
  readonly ask: Ask
  /** Seconds, of the newest block. */
  time(): bigint
  /** One block, this much later, with what was sent meanwhile. */
  mine(seconds: bigint): Promise<void>
  /** A call in a block of its own, 12 s later. Throws StageError where it reverts. */
  run(account: number, call: L1Call): Promise<void>
  snapshot(): Promise<Hex>
  revert(id: Hex): Promise<void>
}

const scheduledL1 = async (ask: Ask): Promise<ScheduledL1> => {
  const reader = createPublicClient({ ...CLIENT_OPTIONS, transport: custom({ request: ask }, { retryCount: 0 }) })
  const readTime = async (): Promise<bigint> => (await reader.getBlock()).timestamp
  let time = await readTime()
  const mine = async (seconds: bigint): Promise<void> => {
    time += seconds
    await ask({ method: 'evm_mine', params: [toHex(time)] })
  }
  return {
    reader,
    ask,
    time: () => time,
    mine,
    async run(account, call) {
      const { to, data, value } = calldataOf(call)
      const params = [{ from: devnetAccount(account).address, to, data, value: toHex(value), gas: toHex(GAS) }]
      const hash = (await ask({ method: 'eth_sendTransaction', params })) as Hex
      await mine(12n)
      const { status } = await reader.getTransactionReceipt({ hash })
      if (status !== 'success') throw new StageError(`${call.functionName} reverted`)
    },
    snapshot: async () => (await ask({ method: 'evm_snapshot' })) as Hex,
    async revert(id) {
      await ask({ method: 'evm_revert', params: [id] })
      time = await readTime()
    },
  }
}

export const startStage = async (): Promise<Stage> => {
  const path = join(tmpdir(), `distribute-schedules-${process.pid}-${Math.floor(performance.now() * 1_000)}.ipc`)
  const l1 = await startTestL1(['--ipc', path, '--timestamp', String(BEGIN), '--prune-history', STATES])
  const { posting, signing, stake, registrar } = operatorAccounts()
  const { timestamp } = await l1.reader.getBlock()
  const genesis: Genesis = {
    name: 'Schedules', tokenName: 'Token', tokenSymbol: 'TKN', chainId: 77_001n, timestamp, registrar: registrar.address, operator: stake.address,
    parameters: parametersFrom({ poolMemory: '0', creditsPerEther: '10000000000' }),
  }
  const sequencer = { poster: posting.address, signer: signing.address, staker: stake.address }
  const plan = { genesis, sequencer, terms: {}, postingFunds: 0n }
  const rollup = await deploy(plan, createL1Clients(l1.url, stake.privateKey), { onStep: () => undefined, onDeployed: async () => undefined })
  await l1.call('evm_setAutomine', [false])
  await l1.call('anvil_setCode', [TRIES, TRIES_CODE])
  const ipc = await connectIpc(path)
  const scheduled = await scheduledL1(ipc.ask)
  const facts = await readRollupFacts(scheduled.reader, rollup.contracts.rollup)
  for (const account of TAKERS) await scheduled.run(account, depositStakeCall(facts.contracts.stakes, { staker: devnetAccount(account).address, amount: facts.requiredStake }))
  const settings = resolveSettings(NODE_SETTINGS, { flags: {}, variables: {} })
  const waits = { l1PollMs: 2_000, blockTimeMs: 1_000, batchIntervalMs: 300_000 }
  const config: NodeConfig = { ...settings, role: 'sequencer', dataDir: tmpdir(), ...waits, genesisJson: encodeGenesis(genesis), genesis, rollup, keys: {} }
  return {
    l1: scheduled,
    facts,
    config,
    async close() {
      ipc.close()
      await l1.close()
    },
  }
}

