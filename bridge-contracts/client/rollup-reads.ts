import { readContract } from 'viem/actions'
import type { Address, Bytes32 } from '@distribute/state-machine'
import { ZERO_HASH } from '@distribute/state-machine'
import type { L1Reader } from './call.ts'
import { challengesAbi } from './generated/challenges.ts'
import { inboxAbi } from './generated/inbox.ts'
import { l1BridgeAbi } from './generated/l1-bridge.ts'
import { promisesAbi } from './generated/promises.ts'
import { rollupAbi } from './generated/rollup.ts'
import { stakesAbi } from './generated/stakes.ts'
import { atBlock } from './logs.ts'
import { addressOf, bytesOf, hexOf, hexOfAddress } from './values.ts'

/** The contracts of a community on L1. */
export interface L1Contracts {
  readonly rollup: Address
  readonly inbox: Address
  readonly bridge: Address
  readonly stakes: Address
  readonly challenges: Address
  readonly executor: Address
  readonly promises: Address
  /** the community token as an ERC-20 */
  readonly token: Address
}

/** What a rollup was deployed with, and who sequences. Times in seconds, ether in wei. */
export interface RollupFacts {
  readonly contracts: L1Contracts
  readonly genesisHash: Bytes32
  readonly window: bigint
  readonly inboxDelay: bigint
  readonly maxLag: bigint
  /** how long the sequencer may post no batch */
  readonly takeoverDelay: bigint
  /** how long a takeover after silence can be stopped, and how long a taker has for its first batch */
  readonly grace: bigint
  readonly requiredStake: bigint
  readonly inboxFee: bigint
  /** this chain's, as promises name it */
  readonly chainId: bigint
  /** where the code of the promises stood at the deployment */
  readonly promisesCode: Address
  /** where the code of the bridge stood */
  readonly bridgeCode: Address
  /** where the code of the token on L1 stood at the deployment, its name and symbol included */
  readonly tokenCode: Address
  readonly sequencer: SequencerKeys
}

/** Who posts batches, who signs headers, and whose stake answers for both. */
export interface SequencerKeys {
  readonly poster: Address
  readonly signer: Address
  readonly staker: Address
}

export async function readRollupFacts(reader: L1Reader, rollup: Address): Promise<RollupFacts> {
  const target = targetOf(rollup)
  const [inbox, bridge, stakes, challenges, genesisHash, window, inboxDelay, maxLag, takeoverDelay, grace, requiredStake, keys] = await Promise.all([
    readContract(reader, { ...target, functionName: 'inbox' }),
    readContract(reader, { ...target, functionName: 'bridge' }),
    readContract(reader, { ...target, functionName: 'stakes' }),
    readContract(reader, { ...target, functionName: 'challenges' }),
    readContract(reader, { ...target, functionName: 'genesisHash' }),
    readContract(reader, { ...target, functionName: 'window' }),
    readContract(reader, { ...target, functionName: 'inboxDelay' }),
    readContract(reader, { ...target, functionName: 'maxLag' }),
    readContract(reader, { ...target, functionName: 'takeoverDelay' }),
    readContract(reader, { ...target, functionName: 'grace' }),
    readContract(reader, { ...target, functionName: 'requiredStake' }),
    readContract(reader, { ...target, functionName: 'sequencer' }),
  ])
  const [inboxFee, executor, promises, promisesCode, bridgeCode, token, tokenCode] = await Promise.all([
    readContract(reader, { address: inbox, abi: inboxAbi, functionName: 'fee' }),
    readContract(reader, { address: challenges, abi: challengesAbi, functionName: 'executor' }),
    readContract(reader, { address: stakes, abi: stakesAbi, functionName: 'promises' }),
    readContract(reader, { address: stakes, abi: stakesAbi, functionName: 'promisesCode' }),
    readContract(reader, { ...target, functionName: 'bridgeCode' }),
    readContract(reader, { address: bridge, abi: l1BridgeAbi, functionName: 'token' }),
    readContract(reader, { address: bridge, abi: l1BridgeAbi, functionName: 'tokenCode' }),
  ])
  const chainId = await readContract(reader, { address: promises, abi: promisesAbi, functionName: 'chainId' })
  const contracts = {
    rollup, inbox: addressOf(inbox), bridge: addressOf(bridge), stakes: addressOf(stakes), challenges: addressOf(challenges),
    executor: addressOf(executor), promises: addressOf(promises), token: addressOf(token),
  }
  const sequencer = { poster: addressOf(keys.poster), signer: addressOf(keys.signer), staker: addressOf(keys.staker) }
  const own = { chainId, genesisHash: bytesOf(genesisHash), promisesCode: addressOf(promisesCode), bridgeCode: addressOf(bridgeCode), tokenCode: addressOf(tokenCode) }
  return { contracts, ...own, window, inboxDelay, maxLag, takeoverDelay, grace, requiredStake, inboxFee, sequencer }
}

/** keccak256 of the genesis file, as it was given at the deployment. */
export const readGenesisHash = async (reader: L1Reader, rollup: Address): Promise<Bytes32> =>
  bytesOf(await readContract(reader, { ...targetOf(rollup), functionName: 'genesisHash' }))

export interface BatchCounts {
  /** whose order stands, genesis included */
  readonly batches: bigint
  /** of these, the first so many have roots that stand */
  readonly claims: bigint
}

/** As of L1 block `at`, or of the newest. */
export async function readBatchCounts(reader: L1Reader, rollup: Address, at?: bigint): Promise<BatchCounts> {
  const target = { ...targetOf(rollup), ...atBlock(at) }
  const [batches, claims] = await Promise.all([
    readContract(reader, { ...target, functionName: 'batchCount' }),
    readContract(reader, { ...target, functionName: 'claimCount' }),
  ])
  return { batches, claims }
}

export interface ClaimCounts extends BatchCounts {
  /** of claims made now: how often roots became void */
  readonly round: bigint
}

/** As of L1 block `at`, or of the newest. */
export async function readClaimCounts(reader: L1Reader, rollup: Address, at?: bigint): Promise<ClaimCounts> {
  const target = { ...targetOf(rollup), ...atBlock(at) }
  const [counts, round] = await Promise.all([readBatchCounts(reader, rollup, at), readContract(reader, { ...target, functionName: 'round' })])
  return { ...counts, round }
}

/** The first of these counts alone. */
export const readBatchCount = (reader: L1Reader, rollup: Address, at?: bigint): Promise<bigint> =>
  readContract(reader, { ...targetOf(rollup), ...atBlock(at), functionName: 'batchCount' })

export interface KeptBatch {
  readonly dataId: Bytes32
  readonly claimId: Bytes32
  /** L1 time in seconds; 0 for genesis */
  readonly claimTime: bigint
}

/** What L1 keeps of batch `index`, as of L1 block `at` or the newest; undefined if there is none. */
export async function readBatch(reader: L1Reader, rollup: Address, index: bigint, at?: bigint): Promise<KeptBatch | undefined> {
  const batch = await readContract(reader, { ...targetOf(rollup), ...atBlock(at), functionName: 'batchOf', args: [index] })
  if (batch.dataId === hexOf(ZERO_HASH)) return undefined
  return { dataId: bytesOf(batch.dataId), claimId: bytesOf(batch.claimId), claimTime: batch.claimTime }
}

/** Whether this claim stands for batch `index` and its window is over, by L1 block `at` or the newest. */
export async function readIsFinal(
  reader: L1Reader,
  rollup: Address,
  { index, claimId, at }: { readonly index: bigint; readonly claimId: Bytes32; readonly at?: bigint },
): Promise<boolean> {
  return readContract(reader, { ...targetOf(rollup), ...atBlock(at), functionName: 'isFinal', args: [index, hexOf(claimId)] })
}

/** The kept hash of L1 block `number`; undefined if it was not kept. */
export async function readKeptBlockHash(reader: L1Reader, rollup: Address, number: bigint): Promise<Bytes32 | undefined> {
  const hash = await readContract(reader, { ...targetOf(rollup), functionName: 'blockHashOf', args: [number] })
  return hash === hexOf(ZERO_HASH) ? undefined : bytesOf(hash)
}

/** A stake in wei, and the L1 time from which it can be withdrawn. */
export async function readStake(
  reader: L1Reader,
  stakes: Address,
  staker: Address,
): Promise<{ readonly amount: bigint; readonly lockedUntil: bigint }> {
  const target = { address: hexOfAddress(stakes), abi: stakesAbi } as const
  const [amount, lockedUntil] = await readContract(reader, { ...target, functionName: 'stakeOf', args: [hexOfAddress(staker)] })
  return { amount, lockedUntil }
}

const targetOf = (rollup: Address) => ({ address: hexOfAddress(rollup), abi: rollupAbi }) as const
