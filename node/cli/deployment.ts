import { createPublicClient, createWalletClient, http, toHex, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { getBalance, getBlock, getTransactionReceipt, sendTransaction, waitForTransactionReceipt } from 'viem/actions'
import { deployCommunity, depositStakeCall, submit } from '@distribute/bridge-contracts'
import type { Deployment, L1Reader, L1Writer, SequencerKeys, Terms } from '@distribute/bridge-contracts'
import { genesisHash, type Genesis } from '@distribute/state-machine'
import type { RollupFile } from '../rollup-file.ts'
import type { PrivateKey } from '../setting.ts'

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

export function createL1Clients(url: string, key: PrivateKey): L1Clients {
  const transport = http(url)
  const options = { transport, pollingInterval: POLLING_MS, cacheTime: 0 }
  return { reader: createPublicClient(options), writer: createWalletClient({ ...options, account: privateKeyToAccount(key) }) }
}

/**
 * Deploys a community's contracts, pays the sequencer's stake and funds its posting key, all from the writer's account.
 * Each step is told when L1 has included it. Throws DeployError and viem's errors.
 */
export async function deploy(plan: DeploymentPlan, clients: L1Clients, onStep: (step: DeploymentStep) => void): Promise<RollupFile> {
  const deployment = await deployCommunity(plan, { walletClient: clients.writer, publicClient: clients.reader })
  onStep(await stepOf(clients.reader, 'contracts', toHex(deployment.transactionHash), 0n))

  const stake = depositStakeCall(deployment.contracts.stakes, { staker: plan.sequencer.staker, amount: deployment.requiredStake })
  onStep(await stepOf(clients.reader, 'stake', await submit(clients.writer, stake), stake.value))
  if (plan.postingFunds > 0n) {
    const transfer = { account: clients.writer.account, chain: null, to: hexAddress(plan.sequencer.poster), value: plan.postingFunds }
    onStep(await stepOf(clients.reader, 'posting funds', await sendTransaction(clients.writer, transfer), plan.postingFunds))
  }
  return rollupFileOf(plan.genesis, deployment, clients.reader)
}

/** The least an account has to hold for `deploy`, without gas: what it moves. In wei. */
export const fundsMoved = (terms: Terms, postingFunds: bigint): bigint => terms.requiredStake + postingFunds

export const balanceOf = ({ reader, writer }: L1Clients): Promise<bigint> => getBalance(reader, { address: writer.account.address })

const hexAddress = (address: string): Hex => `0x${address.slice(2)}`

async function stepOf(reader: L1Reader, name: DeploymentStep['name'], hash: Hex, moved: bigint): Promise<DeploymentStep> {
  await waitForTransactionReceipt(reader, { hash, pollingInterval: POLLING_MS })
  const receipt = await getTransactionReceipt(reader, { hash })
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
