import { claimId, dataId, keccak256, merkleRoot, rollHash, ZERO_ADDRESS, ZERO_HASH } from '@distribute/state-machine'
import type { Address, BatchClaim, Bytes32, Genesis } from '@distribute/state-machine'
import { decodeErrorResult, encodeFunctionData } from 'viem'
import type { Abi, Hex } from 'viem'
import { deployCommunity } from '../../../client/deploy-community.ts'
import { proveFraudCall } from '../../../client/fraud-calls.ts'
import type { FraudProof } from '../../../client/fraud-calls.ts'
import { challengesAbi } from '../../../client/generated/challenges.ts'
import { executorAbi } from '../../../client/generated/executor.ts'
import { addressOf, hexOf, hexOfAddress } from '../../../client/values.ts'
import { startAnvil } from '../../testing/anvil.ts'
import type { Rerun } from './executor-harness.ts'
import { framesOf } from './frames.ts'
import type { Frame, TracedCall } from './frames.ts'
import { START } from './history.ts'
import { compileOnly } from './machine.ts'

/** A segment, and the root that somebody claims it leads to. */
export interface Accusation {
  readonly rerun: Rerun
  readonly claimed: Bytes32
}

export interface Verdict {
  readonly convicted: boolean
  /** Why not: the name of the error, with the root where it says that one is right; 'nothing' where gas ran out. */
  readonly answer: string
}

/** Real fraud proofs over the real machine; of the rollup around them there is what they ask it. */
export interface VerdictHarness {
  /** A verdict for each amount of gas, each as if it were the first. */
  judge(accusation: Accusation, gas: readonly number[]): Promise<readonly Verdict[]>
  /** The frames of a proof with so much gas, the outermost first. */
  frames(accusation: Accusation, gas: number): Promise<readonly Frame[]>
  close(): Promise<void>
}

const HARNESS = 'test/machine/contracts/VerdictHarness.sol:VerdictHarness'
const ERRORS: Abi = [...executorAbi, ...challengesAbi]
/** What one L1 transaction may use, and of it what the harness does not need itself. */
const [MOST_GAS, GAS_A_CALL] = [16_000_000, 14_000_000]
/** To hand the calldata on, and to keep the answer. */
const GAS_A_TRY = 30_000
const POSTER = addressOf(`0x${'a1'.repeat(20)}`)

/** Deploys a community as anybody does, and puts the harness in the place of its Rollup. */
export async function startVerdictHarness(genesis: Genesis): Promise<VerdictHarness> {
  const { abi: compiledAbi, deployedBytecode } = compileOnly([HARNESS])[HARNESS]!
  const abi = compiledAbi as Abi
  const anvil = await startAnvil()
  await anvil.clock.setNextBlockTimestamp({ timestamp: START + 1n })
  const sequencer = { poster: POSTER, signer: POSTER, staker: POSTER }
  const { contracts } = await deployCommunity({ genesis, sequencer }, { walletClient: anvil.wallet(0), publicClient: anvil.reader })
  const address = hexOfAddress(contracts.rollup)
  await anvil.clock.setCode({ address, bytecode: deployedBytecode })
  return {
    async judge(accusation, gas) {
      const verdicts: Verdict[] = []
      const args = argumentsOf(accusation, contracts.challenges)
      for (const some of inCalls(gas)) {
        const call = { address, abi, functionName: 'judge', args: [...args, some.map(BigInt)], gas: BigInt(MOST_GAS), account: hexOfAddress(POSTER) }
        const [convicted, answers] = (await anvil.reader.simulateContract(call)).result as [boolean[], Hex[]]
        verdicts.push(...answers.map((data, i) => ({ convicted: convicted[i] === true, answer: wordOf(data) })))
      }
      return verdicts
    },
    async frames(accusation, gas) {
      const data = encodeFunctionData({ abi, functionName: 'judge', args: [...argumentsOf(accusation, contracts.challenges), [BigInt(gas)]] })
      const request = { method: 'debug_traceCall', params: [{ to: address, data, gas: `0x${MOST_GAS.toString(16)}` }, 'latest', { tracer: 'callTracer' }] }
      const traced: unknown = await anvil.reader.request(request as never)
      return framesOf(traced as TracedCall, contracts.challenges)
    },
    close: () => anvil.close(),
  }
}

/** As many amounts at once as one call has the gas for. */
function inCalls(gas: readonly number[]): readonly (readonly number[])[] {
  const calls: number[][] = []
  let left = 0
  for (const amount of gas) {
    if (left < amount + GAS_A_TRY || calls.length === 0) {
      calls.push([])
      left = GAS_A_CALL
    }
    calls.at(-1)!.push(amount)
    left -= amount + GAS_A_TRY
  }
  return calls
}

/** A batch of this segment alone, on top of a claim that is right. */
function argumentsOf({ rerun, claimed }: Accusation, challenges: Address): readonly unknown[] {
  const { inbox, rootBefore, segment } = rerun
  const data = { parent: ZERO_HASH, index: 1n, poster: POSTER, l1Time: START, inboxLength: inbox.length, dataRoot: merkleRoot([keccak256(segment)]), segments: 1n }
  const place = { round: 0n, claimant: POSTER, claimTime: START, cursor: 0n, segments: 1n }
  const claim: BatchClaim = { ...place, dataId: dataId(data), rootsRoot: claimed, lastRoot: claimed }
  const parent: BatchClaim = { ...place, dataId: ZERO_HASH, rootsRoot: rootBefore, lastRoot: rootBefore }
  const proof: FraudProof = {
    data, claim, parent, index: 0, segment, segmentPath: [], rootBefore, rootBeforePath: [], rootAfter: claimed, rootAfterPath: [],
    witness: { keys: rerun.keys, proof: rerun.proof }, inbox, staged: [],
  }
  const call = proveFraudCall(challenges, ZERO_ADDRESS, proof)
  const batches = [parent, claim].map((one) => ({ dataId: hexOf(one.dataId), claimId: hexOf(claimId(one)), claimTime: START }))
  const end = inbox.entries.reduce((hash, entry) => rollHash(hash, keccak256(entry)), ZERO_HASH)
  const rolling = [{ index: inbox.first, hash: hexOf(ZERO_HASH) }, { index: inbox.first + BigInt(inbox.entries.length), hash: hexOf(end) }]
  return [hexOfAddress(challenges), encodeFunctionData(call), batches, rolling]
}

function wordOf(data: Hex): string {
  if (data === '0x') return 'nothing'
  const { errorName, args } = decodeErrorResult({ abi: ERRORS, data })
  return errorName === 'NoFraud' ? `NoFraud ${String(args?.[0])}` : errorName
}
