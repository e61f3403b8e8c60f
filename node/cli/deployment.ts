import { setTimeout as sleep } from 'node:timers/promises'
import { createPublicClient, createWalletClient, http, toHex, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { getBalance, getBlock, sendTransaction } from 'viem/actions'
import { deployCommunity, depositStakeCall, readRollupFacts, readStake, receiptOf, submit } from '@distribute/bridge-contracts'
import type { Deployment, L1Reader, L1Writer, SequencerKeys, Terms } from '@distribute/bridge-contracts'
import { genesisHash, type Genesis } from '@distribute/state-machine'
import type { RollupFile } from '../rollup-file.ts'
import type { PrivateKey } from '../setting.ts'
import { failed } from './cli-error.ts'
import { hexAddress } from './hex-address.ts'

export interface DeploymentPlan {
  readonly genesis: Genesis
  readonly sequencer: SequencerKeys
  readonly terms: Partial<Terms>
  /** wei that the posting key is given for its first batches; 0 for none */
  readonly postingFunds: bigint
}

/** One finished step of a deployment. Gas is L1's, `paid` what it cost and what it moved, in wei. */
export interface DeploymentStep {
  readonly name: 'contracts' | 'stake' | 'posting funds'
  readonly transactionHash: Hex
  readonly gasUsed: bigint
  readonly paid: bigint
}

export interface L1Clients {
  readonly reader: L1Reader
  readonly writer: L1Writer
}

const POLLING_MS = 100
const CLOCK_PATIENCE_MS = 30_000

export function createL1Clients(url: string, key: PrivateKey): L1Clients {
  const transport = http(url)
  const options = { transport, pollingInterval: POLLING_MS, cacheTime: 0 }
  return { reader: createPublicClient(options), writer: createWalletClient({ ...options, account: privateKeyToAccount(key) }) }
}

export interface DeploymentListeners {
  /** Called when L1 has included a step. */
  readonly onStep: (step: DeploymentStep) => void
  /** Called as soon as the contracts are there, before anything is paid: what is lost after that can be made up for. */
  readonly onDeployed: (file: RollupFile) => Promise<void>
}

/**
 * Deploys a community's contracts, pays the sequencer's stake and funds its posting key, all from the writer's account.
 * Throws DeployError and viem's errors.
 */
export async function deploy(plan: DeploymentPlan, clients: L1Clients, { onStep, onDeployed }: DeploymentListeners): Promise<RollupFile> {
  const deployment = await deployCommunity(plan, { walletClient: clients.writer, publicClient: clients.reader })
  const file = await rollupFileOf(plan.genesis, deployment, clients.reader)
  await onDeployed(file)
  onStep(await stepOf(clients.reader, 'contracts', toHex(deployment.transactionHash), 0n))
  const paid = await payStake(file, clients)
  if (paid !== undefined) onStep(paid)
  if (plan.postingFunds > 0n) {
    const transfer = { account: clients.writer.account, chain: null, to: hexAddress(plan.sequencer.poster), value: plan.postingFunds }
    onStep(await stepOf(clients.reader, 'posting funds', await sendTransaction(clients.writer, transfer), plan.postingFunds))
  }
  return file
}

/** Pays what is missing of the sequencer's stake; undefined if nothing is. */
export async function payStake({ contracts }: RollupFile, { reader, writer }: L1Clients): Promise<DeploymentStep | undefined> {
  const { requiredStake, sequencer } = await readRollupFacts(reader, contracts.rollup)
  const { amount } = await readStake(reader, contracts.stakes, sequencer.staker)
  if (amount >= requiredStake) return undefined
  const missing = requiredStake - amount
  const hash = await submit(writer, depositStakeCall(contracts.stakes, { staker: sequencer.staker, amount: missing }))
  return stepOf(reader, 'stake', hash, missing)
}

/** Waits until L1's clock has reached a time: the contracts take no genesis of the future. Throws CliError after a while. */
export async function untilTime({ reader }: L1Clients, seconds: bigint): Promise<void> {
  for (let waited = 0; (await getBlock(reader)).timestamp < seconds; waited += POLLING_MS) {
    if (waited >= CLOCK_PATIENCE_MS) throw failed('L1’s clock has not reached the genesis time', 'wait, or write a genesis with an earlier --timestamp')
    await sleep(POLLING_MS)
  }
}

/** The least an account has to hold for `deploy`, without gas: what it moves. In wei. */
export const fundsMoved = (terms: Terms, postingFunds: bigint): bigint => terms.requiredStake + postingFunds

export const balanceOf = ({ reader, writer }: L1Clients): Promise<bigint> => getBalance(reader, { address: writer.account.address })

async function stepOf(reader: L1Reader, name: DeploymentStep['name'], hash: Hex, moved: bigint): Promise<DeploymentStep> {
  const receipt = await receiptOf(reader, hash)
  return { name, transactionHash: hash, gasUsed: receipt.gasUsed, paid: moved + receipt.gasUsed * receipt.effectiveGasPrice }
}

async function rollupFileOf(genesis: Genesis, deployment: Deployment, reader: L1Reader): Promise<RollupFile> {
  const block = await getBlock(reader, { blockNumber: deployment.blockNumber })
  return {
    l1ChainId: deployment.l1ChainId,
    chainId: genesis.chainId,
    genesisHash: toHex(genesisHash(genesis)),
    contracts: deployment.contracts,
    deployed: { number: deployment.blockNumber, hash: block.hash },
  }
}
