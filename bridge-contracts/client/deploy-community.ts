import { BaseError, getContractError, stringToHex } from 'viem'
import type { Hex, TransactionReceipt } from 'viem'
import { deployContract, getChainId } from 'viem/actions'
import { createTree, encodeGenesis, genesisRecords } from '@distribute/state-machine'
import type { Bytes32, Genesis } from '@distribute/state-machine'
import type { L1Reader, L1Writer } from './call.ts'
import { rollupAbi } from './generated/rollup.ts'
import { rollupBytecode } from './generated/rollup-bytecode.ts'
import { deployMachine, machineOf } from './machine.ts'
import type { Machine } from './machine.ts'
import { receiptOf } from './receipt.ts'
import { readRollupFacts } from './rollup-reads.ts'
import type { RollupFacts, SequencerKeys } from './rollup-reads.ts'
import { addressOf, bytesOf, hexOf, hexOfAddress } from './values.ts'

/** What a community chooses on L1 beside its genesis. Times in seconds, ether in wei. */
export interface Terms {
  /** how long roots can be challenged */
  readonly window: bigint
  /** how far a batch's last block may be behind L1's time */
  readonly maxLag: bigint
  /** how long the sequencer may post no batch before its place can be taken */
  readonly takeoverDelay: bigint
  /** how long a batch of the sequencer's still stops that, and how long the next one has for its first */
  readonly grace: bigint
  /** four times the dearest proof, of 10,000,000 gas, at 200 gwei */
  readonly requiredStake: bigint
  /** least price of a forced inbox entry */
  readonly inboxFee: bigint
}

export const DEFAULT_TERMS: Terms = {
  window: 604_800n,
  maxLag: 86_400n,
  takeoverDelay: 86_400n,
  grace: 3_600n,
  requiredStake: 8n * 10n ** 18n,
  inboxFee: 10n ** 13n,
}

export interface DeployOptions {
  readonly genesis: Genesis
  readonly sequencer: SequencerKeys
  /** what is left out is as in DEFAULT_TERMS */
  readonly terms?: Partial<Terms>
}

export interface Deployment extends RollupFacts {
  readonly l1ChainId: bigint
  /** L1 block of the deployment: reading logs starts here */
  readonly blockNumber: bigint
  readonly transactionHash: Bytes32
  readonly genesisRoot: Bytes32
}

/** The deployment was mined and failed, or is none. */
export class DeployError extends Error {
  readonly code = 'DeployError'
  readonly transactionHash: Hex

  constructor(transactionHash: Hex) {
    super(`the deployment ${transactionHash} made no contract`)
    this.name = 'DeployError'
    this.transactionHash = transactionHash
  }
}

/**
 * Deploys a community: what of the machine does not stand on L1 yet, then the Rollup, which makes Stakes, Challenges, Bridge,
 * Inbox and the token in its constructor.
 *
 * @throws MachineError where the machine cannot be deployed; DeployError if the Rollup's fails on chain; viem's error with the contract's, if it would
 */
export async function deployCommunity(
  options: DeployOptions,
  { walletClient, publicClient }: { readonly walletClient: L1Writer; readonly publicClient: L1Reader },
): Promise<Deployment> {
  const genesisRoot = rootOf(options.genesis)
  const machine = machineOf(options.genesis)
  await deployMachine(machine, { walletClient, publicClient })
  const hash = await sendDeployment(walletClient, configOf(options, genesisRoot, machine))
  const receipt = await receiptOf(publicClient, hash)
  const rollup = addressOf(createdBy(receipt))
  const [facts, chainId] = await Promise.all([readRollupFacts(publicClient, rollup), getChainId(publicClient)])
  const place = { blockNumber: receipt.blockNumber, transactionHash: bytesOf(hash) }
  return { ...facts, ...place, l1ChainId: BigInt(chainId), genesisRoot }
}

/** viem decodes what a call reverts with, but not what a constructor does. */
async function sendDeployment(writer: L1Writer, config: ReturnType<typeof configOf>): Promise<Hex> {
  const [account, chain] = [writer.account, writer.chain ?? null]
  try {
    return await deployContract(writer, { abi: rollupAbi, bytecode: rollupBytecode, args: [config], account, chain })
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    const decoded: Error = getContractError(error, { abi: rollupAbi, args: [config], functionName: 'constructor' })
    throw decoded
  }
}

function configOf({ genesis, sequencer, terms }: DeployOptions, genesisRoot: Bytes32, machine: Machine) {
  return {
    genesis: stringToHex(encodeGenesis(genesis)),
    genesisRoot: hexOf(genesisRoot),
    genesisTime: genesis.timestamp,
    chainId: genesis.chainId,
    sequencer: {
      poster: hexOfAddress(sequencer.poster),
      signer: hexOfAddress(sequencer.signer),
      staker: hexOfAddress(sequencer.staker),
    },
    inboxDelay: genesis.parameters.inboxDelay,
    executor: hexOfAddress(machine.executor),
    promisesCode: hexOfAddress(machine.promisesCode),
    bridgeCode: hexOfAddress(machine.bridgeCode),
    tokenCode: hexOfAddress(machine.tokenCode),
    ...DEFAULT_TERMS,
    ...terms,
  }
}

function rootOf(genesis: Genesis): Bytes32 {
  const tree = createTree()
  tree.apply(genesisRecords(genesis))
  return tree.root()
}

function createdBy({ status, contractAddress, transactionHash }: TransactionReceipt): Hex {
  if (status !== 'success' || !contractAddress) throw new DeployError(transactionHash)
  return contractAddress
}
