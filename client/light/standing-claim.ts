import { numberToHex, type Client } from 'viem'
import { getBlock } from 'viem/actions'
import { readBatch, readClaimCounts, readIsFinal } from '@distribute/bridge-contracts'
import { claimId, equalBytes, type Address, type BatchClaim, type Bytes32 } from '@distribute/state-machine'
import { batchClaimOf } from '../rpc/batch-claim.ts'
import { ask } from '../rpc/ask.ts'
import { LightClientError } from './errors.ts'

/**
 * `posted`: the newest root that stands on L1; its challenge window may still run, and L1's newest block may go. `final`: the newest one
 * that has stood its window in a block that L1 calls finalized: what the bridge pays by, and nothing takes back.
 */
export type HeadKind = 'posted' | 'final'

/** The claim that stands for a batch on L1, as of an L1 block. */
export interface StandingClaim {
  readonly batch: bigint
  readonly claimId: Bytes32
  /** as of which L1 block, and its time in seconds */
  readonly l1Block: bigint
  readonly l1Time: bigint
}

/** What L1 alone says. Throws LightClientError WrongRollup, and viem's errors. */
export async function readStandingClaim(l1: Client, rollup: Address, kind: HeadKind): Promise<StandingClaim> {
  // A reorg between two reads, or a node that is just taking a block in, can answer with a count of batches that does not fit the batches.
  const found = (await lookAtL1(l1, rollup, kind)) ?? (await lookAtL1(l1, rollup, kind))
  if (found === undefined) throw new LightClientError('WrongRollup', `L1 does not keep the newest batch that it counts at ${rollup}`)
  return found
}

async function lookAtL1(l1: Client, rollup: Address, kind: HeadKind): Promise<StandingClaim | undefined> {
  const { number: l1Block, timestamp: l1Time } = await getBlock(l1, { blockTag: kind === 'final' ? 'finalized' : 'latest' })
  const { claims } = await readClaimCounts(l1, rollup, l1Block)
  const newest = kind === 'posted' ? claims - 1n : await newestFinal(l1, rollup, { claims, l1Block })
  const kept = await readBatch(l1, rollup, newest, l1Block)
  return kept && { batch: newest, claimId: kept.claimId, l1Block, l1Time }
}

/** Claims are made in the order of their batches, so that those whose window is over come first: found by halving. Genesis is final. */
async function newestFinal(l1: Client, rollup: Address, { claims, l1Block }: { readonly claims: bigint; readonly l1Block: bigint }): Promise<bigint> {
  let [low, high] = [0n, claims - 1n]
  while (low < high) {
    const middle = (low + high + 1n) / 2n
    const kept = await readBatch(l1, rollup, middle, l1Block)
    const isFinal = kept !== undefined && (await readIsFinal(l1, rollup, { index: middle, claimId: kept.claimId, at: l1Block }))
    if (isFinal) low = middle
    else high = middle - 1n
  }
  return low
}

const LOOK_AGAIN_MS = 200

/**
 * What a node says is behind a claim's id, believed only if it hashes to it. L1 may have a batch just before the node sees it: it is asked
 * again for `patience` milliseconds. Throws LightClientError NodeBehind, WrongClaim.
 */
export async function openClaim(l2: Client, { batch, claimId: id }: StandingClaim, patience: number): Promise<{ readonly claim: BatchClaim; readonly lastBlock: bigint }> {
  const deadline = performance.now() + patience
  const look = () => ask(l2, 'rollup_getBatch', [numberToHex(batch)])
  let told = await look()
  while (told === null && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
    told = await look()
  }
  if (told === null) throw new LightClientError('NodeBehind', `the node has no batch ${batch}, which stands on L1`)
  const claim = batchClaimOf(told.claim)
  if (!equalBytes(claimId(claim), id)) throw new LightClientError('WrongClaim', `what the node tells of batch ${batch} is not the claim that stands on L1`)
  return { claim, lastBlock: told.lastBlock }
}
