import { bytesToHex, type Client, type Hex } from 'viem'
import { getChainId } from 'viem/actions'
import type { DistributeChain } from '../chain/distribute-chain.ts'
import { LightClientError } from './errors.ts'
import { openClaim, readStandingClaim, type HeadKind } from './standing-claim.ts'
import { readUnder } from './read-under.ts'
import { tellingMalformed } from './telling-malformed.ts'
import type { RecordFor, RecordRequest, RecordsFor } from './verify-records.ts'

export interface LightClientOptions {
  /** the member's own L1: what it says is believed */
  readonly l1: Client
  /** any node of the chain: nothing that it says is believed */
  readonly l2: Client
  /** names the rollup contract that is trusted: take it from the community's rollup file, not from the node */
  readonly chain: DistributeChain
}

/** What was verified against. */
export interface VerifiedHead {
  readonly kind: HeadKind
  /** the batch whose root it is, and the claim that stands for it */
  readonly batch: bigint
  readonly claimId: Hex
  readonly stateRoot: Hex
  /** the block of the chain with that state, and its time in seconds: proven too */
  readonly number: bigint
  readonly time: bigint
  /** as of this L1 block, and its time in seconds */
  readonly l1Block: bigint
  readonly l1Time: bigint
}

export interface VerifiedRecords<R extends readonly unknown[]> {
  readonly head: VerifiedHead
  readonly records: RecordsFor<R>
}

/** How far a read has come, for who shows it as it goes on. */
export type LightStep =
  /** L1 has said which claim stands */
  | ({ readonly step: 'standing' } & Pick<VerifiedHead, 'batch' | 'claimId' | 'l1Block' | 'l1Time'>)
  /** what the node tells of that claim has its hash: this is the root that everything else has to lead to */
  | { readonly step: 'root'; readonly stateRoot: Hex }

export interface ReadOptions {
  /** `final` where it is left out */
  readonly head?: HeadKind
  /** milliseconds that the node is given to see what L1 has; 15,000 where it is left out */
  readonly patience?: number
  readonly onStep?: (step: LightStep) => void
}

/** Reads the chain's state with no trust in whoever tells it. */
export interface LightClient {
  /** Up to 63 records of one state. Throws LightClientError, and viem's errors where somebody does not answer. */
  readonly readRecords: <const R extends readonly RecordRequest[]>(requests: R, options?: ReadOptions) => Promise<VerifiedRecords<R>>
  /** One of them: what it holds, undefined where the state has none. */
  readonly readRecord: <const Q extends RecordRequest>(request: Q, options?: ReadOptions) => Promise<{ readonly head: VerifiedHead; readonly record: RecordFor<Q> }>
}

const PATIENCE_MS = 15_000

/**
 * A light client: L1 says which root stands, a node tells what the state holds, and the proof shows whether that is so. `posted` is the
 * word of who claimed that root, until its window is over; `final` is what the bridge pays by.
 */
export function createLightClient(options: LightClientOptions): LightClient {
  const read = (requests: readonly RecordRequest[], how: ReadOptions = {}) => tellingMalformed(() => readProven(options, requests, how))
  return {
    readRecords: async (requests, how) => {
      const { head, records } = await read(requests, how)
      return { head, records: records as RecordsFor<typeof requests> }
    },
    readRecord: async (request, how) => {
      const { head, records: [record] } = await read([request], how)
      return { head, record: record as RecordFor<typeof request> }
    },
  }
}

async function readProven({ l1, l2, chain }: LightClientOptions, requests: readonly RecordRequest[], { head: kind = 'final', patience = PATIENCE_MS, onStep }: ReadOptions): Promise<{ readonly head: VerifiedHead; readonly records: readonly unknown[] }> {
  await checkL1(l1, chain)
  const standing = await readStandingClaim(l1, chain.custom.rollup.contracts.rollup, kind)
  const { batch, l1Block, l1Time } = standing
  const id = bytesToHex(standing.claimId)
  onStep?.({ step: 'standing', batch, claimId: id, l1Block, l1Time })
  const { claim, lastBlock } = await openClaim(l2, standing, patience)
  const stateRoot = bytesToHex(claim.lastRoot)
  onStep?.({ step: 'root', stateRoot })
  const { number, time, records } = await readUnder(l2, { root: claim.lastRoot, lastBlock }, requests)
  return { head: { kind, batch, claimId: id, stateRoot, number, time, l1Block, l1Time }, records }
}

async function checkL1(l1: Client, { sourceId }: DistributeChain): Promise<void> {
  const id = await getChainId(l1)
  if (id !== sourceId) throw new LightClientError('WrongL1', `the community lives on L1 ${sourceId}, and the client asks chain ${id}`)
}
