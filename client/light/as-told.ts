import { bytesToHex, numberToHex, type Client, type Hex } from 'viem'
import { claimId, equalBytes, fromHex } from '@distribute/state-machine'
import { batchClaimOf } from '../rpc/batch-claim.ts'
import { ask } from '../rpc/ask.ts'
import { LightClientError } from './errors.ts'
import type { LightStep, ReadOptions, VerifiedHead } from './light-client.ts'
import { readUnder } from './read-under.ts'
import type { HeadKind } from './standing-claim.ts'
import { tellingMalformed } from './telling-malformed.ts'
import type { RecordRequest, RecordsFor } from './verify-records.ts'

/** Records under a root that the node alone vouches for. */
export interface ToldRecords<R extends readonly unknown[]> {
  /** with L1's block as the node knows it */
  readonly head: VerifiedHead
  readonly records: RecordsFor<R>
}

/**
 * As a light client reads, where nobody but the node can be asked: its claims, roots and proofs have to fit each other, and that L1 has
 * them is the node's word. Throws LightClientError.
 */
export const readRecordsAsTold = <const R extends readonly RecordRequest[]>(l2: Client, requests: R, options: Omit<ReadOptions, 'patience'> = {}): Promise<ToldRecords<R>> =>
  tellingMalformed(async () => {
    const { head: kind = 'final', onStep } = options
    const { batch, claim, lastBlock, ...place } = await readToldClaim(l2, kind)
    const standing = { batch, claimId: place.claimId, l1Block: place.l1Block, l1Time: place.l1Time }
    onStep?.({ step: 'standing', ...standing } satisfies LightStep)
    if (!equalBytes(claimId(claim), fromHex(place.claimId))) throw new LightClientError('WrongClaim', `what the node tells of batch ${batch} is not the claim that it names`)
    const stateRoot = bytesToHex(claim.lastRoot)
    onStep?.({ step: 'root', stateRoot })
    const { number, time, records } = await readUnder(l2, { root: claim.lastRoot, lastBlock }, requests)
    return { head: { kind, ...standing, stateRoot, number, time }, records: records as RecordsFor<R> }
  })

interface ToldClaim {
  readonly batch: bigint
  readonly claimId: Hex
  readonly claim: ReturnType<typeof batchClaimOf>
  readonly lastBlock: bigint
  readonly l1Block: bigint
  readonly l1Time: bigint
}

async function readToldClaim(l2: Client, kind: HeadKind): Promise<ToldClaim> {
  const { heads, lastBatch, l1 } = await ask(l2, 'rollup_status', [])
  const l1Head = kind === 'final' ? l1.finalized : l1.head
  const told = kind === 'posted' ? lastBatch : await finalBatch(l2, heads.finalized.number)
  if (told === null || l1Head === null) throw new LightClientError('NodeBehind', 'the node knows no batch yet')
  return { batch: told.index, claimId: told.claimId, claim: batchClaimOf(told.claim), lastBlock: told.lastBlock, l1Block: l1Head.number, l1Time: l1Head.timestamp }
}

/** Block 0 is in no batch: it is genesis, which batch 0 names. */
const finalBatch = (l2: Client, block: bigint) =>
  block === 0n ? ask(l2, 'rollup_getBatch', ['0x0']) : ask(l2, 'rollup_getBatchByBlock', [numberToHex(block)])
