import { bytesToHex, hexToBytes, numberToHex, type Client, type Hex } from 'viem'
import { getChainId } from 'viem/actions'
import type { RecordOf } from '@distribute/state-machine'
import type { DistributeChain } from '../chain/distribute-chain.ts'
import { ask } from '../rpc/ask.ts'
import { AnswerError } from '../words/answers.ts'
import { LightClientError } from './errors.ts'
import { openClaim, readStandingClaim, type HeadKind } from './standing-claim.ts'
import { keyOf, provenRecords, type RecordFor, type RecordRequest, type RecordsFor } from './verify-records.ts'

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

export interface ReadOptions {
  /** `final` where it is left out */
  readonly head?: HeadKind
  /** milliseconds that the node is given to see what L1 has; 15,000 where it is left out */
  readonly patience?: number
}

/** Reads the chain's state with no trust in whoever tells it. */
export interface LightClient {
  /** Up to 63 records of one state. Throws LightClientError, and viem's errors where somebody does not answer. */
  readonly readRecords: <const R extends readonly RecordRequest[]>(requests: R, options?: ReadOptions) => Promise<VerifiedRecords<R>>
  /** One of them: what it holds, undefined where the state has none. */
  readonly readRecord: <const Q extends RecordRequest>(request: Q, options?: ReadOptions) => Promise<{ readonly head: VerifiedHead; readonly record: RecordFor<Q> }>
}

const PATIENCE_MS = 15_000
const CHAIN: RecordRequest = { type: 'chain' }

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

async function readProven({ l1, l2, chain }: LightClientOptions, requests: readonly RecordRequest[], { head: kind = 'final', patience = PATIENCE_MS }: ReadOptions): Promise<{ readonly head: VerifiedHead; readonly records: readonly unknown[] }> {
  await checkL1(l1, chain)
  const standing = await readStandingClaim(l1, chain.custom.rollup.contracts.rollup, kind)
  const { claim, lastBlock } = await openClaim(l2, standing, patience)
  const all = [CHAIN, ...requests]
  const answer = await ask(l2, 'rollup_getProof', [all.map((request) => bytesToHex(keyOf(request))), numberToHex(lastBlock)])
  const [place, ...records] = provenRecords(claim.lastRoot, all, hexToBytes(answer.multiproof))
  const { number, time } = requireChain(place)
  const { batch, l1Block, l1Time } = standing
  const head = { kind, batch, claimId: bytesToHex(standing.claimId), stateRoot: bytesToHex(claim.lastRoot), number, time, l1Block, l1Time }
  return { head, records }
}

async function checkL1(l1: Client, { sourceId }: DistributeChain): Promise<void> {
  const id = await getChainId(l1)
  if (id !== sourceId) throw new LightClientError('WrongL1', `the community lives on L1 ${sourceId}, and the client asks chain ${id}`)
}

/** The chain's own record says which block the state is of, so that nobody has to be believed about that. No state is without it. */
function requireChain(record: unknown): RecordOf<'chain'> {
  if (record === undefined) throw new LightClientError('WrongProof', 'the state has no chain record')
  return record as RecordOf<'chain'>
}

async function tellingMalformed<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    throw error instanceof AnswerError ? new LightClientError('MalformedAnswer', error.message, { cause: error }) : error
  }
}
