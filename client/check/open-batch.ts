import { bytesToHex, numberToHex, type Client, type Hex } from 'viem'
import { getContractEvents } from 'viem/actions'
import {
  claimId, dataId, decodeGenesis, EMPTY, equalBytes, fromHex, genesisHash, isSealed, keccak256, merkleRoot,
  type BatchClaim, type BatchData, type PostedBatch, type SealedBatch, type SegmentWitness,
} from '@distribute/state-machine'
import { areEntriesOfL1, readBatch, readClaimCounts, readEvidence, readGenesisHash, rollupAbi, type Evidence, type KnownBatch } from '@distribute/bridge-contracts'
import type { DistributeChain } from '../chain/distribute-chain.ts'
import { batchClaimOf } from '../rpc/batch-claim.ts'
import { ask } from '../rpc/ask.ts'
import type { Value } from '../words/answers.ts'
import { CheckError } from './errors.ts'
import { readToldSegments, type ToldSegment } from './witnesses.ts'

export interface CheckParties {
  /** the member's own L1: what it says is believed. Without one the node's word stands for it, and nobody can be convicted */
  readonly l1?: Client
  /** any node of the community: what it says is checked */
  readonly l2: Client
  readonly chain: DistributeChain
}

/** How far opening has come, for who shows it as it goes on. */
export type OpenStep =
  /** which claim stands for the batch: L1's word, or the node's */
  | { readonly step: 'standing'; readonly claimId: Hex; readonly claimant: Hex; readonly segments: bigint }
  /** the root that it begins with, which the claim before it ends with */
  | { readonly step: 'parent'; readonly root: Hex }
  /** the community's rules have the hash that L1 was given */
  | { readonly step: 'genesis'; readonly hash: Hex }
  /** the bytes of the segments have the hash that they go by on L1 */
  | { readonly step: 'data'; readonly bytes: number; readonly inBlobs: boolean }
  /** what the segments read, to be proven when they run, and the inbox entries that L1 has */
  | { readonly step: 'records'; readonly records: number; readonly entries: number }

/** A batch that can be run again with nobody's help. */
export interface OpenBatch {
  readonly index: bigint
  /** the genesis file */
  readonly genesis: string
  readonly rootBefore: Uint8Array
  readonly inboxLength: bigint
  readonly segments: readonly Uint8Array[]
  readonly witnesses: readonly SegmentWitness[]
  readonly claim: BatchClaim
  /** as L1 has it, roots and all; undefined where only the node was asked: then the claim has but a hash over the roots */
  readonly evidence: Evidence | undefined
}

type ToldBatch = Value<'Batch'>

/**
 * Reads a batch, the claim that stands for it and all that running it again takes, each compared with the hashes that L1 keeps. Throws
 * CheckError, EvidenceError, AnswerError, and viem's errors.
 */
export async function openBatch(parties: CheckParties, index: bigint, onStep: (step: OpenStep) => void = () => undefined): Promise<OpenBatch> {
  const { l1, l2 } = parties
  const [told, before] = await Promise.all([toldBatch(l2, index), toldBatch(l2, index - 1n)])
  const kept = l1 === undefined ? claimId(batchClaimOf(told.claim)) : await standingClaim(l1, parties.chain, index)
  if (!equalBytes(claimId(batchClaimOf(told.claim)), kept)) throw new CheckError('NoBatch', `the node tells another claim for batch ${index} than L1 has: one of them is behind`)
  onStep({ step: 'standing', claimId: bytesToHex(kept), claimant: told.claim.claimant, segments: told.segments })
  const parent = batchClaimOf(before.claim)
  if (l1 === undefined || equalBytes(await standingClaim(l1, parties.chain, index - 1n), claimId(parent))) onStep({ step: 'parent', root: bytesToHex(parent.lastRoot) })
  else throw new CheckError('NoBatch', `the node tells another claim for batch ${index - 1n} than L1 has: one of them is behind`)
  const genesis = await readGenesisFile(parties, onStep)
  const segments = await readToldSegments(l2, index, told.segments)
  const opened = { index, genesis, rootBefore: parent.lastRoot, claim: batchClaimOf(told.claim) }
  const checked = await checkData(parties, { told, before, claimId: kept }, segments, onStep)
  await checkEntries(parties, segments, onStep)
  return { ...opened, ...checked, witnesses: segments.map(({ witness }) => witness) }
}

async function toldBatch(l2: Client, index: bigint): Promise<ToldBatch> {
  const told = index < 0n ? null : await ask(l2, 'rollup_getBatch', [numberToHex(index)])
  if (told === null) throw new CheckError('NoBatch', `the node has no batch ${index}`)
  return told
}

async function standingClaim(l1: Client, { custom: { rollup: { contracts } } }: DistributeChain, index: bigint): Promise<Uint8Array> {
  const [{ batches, claims }, kept] = await Promise.all([readClaimCounts(l1, contracts.rollup), readBatch(l1, contracts.rollup, index)])
  if (kept === undefined || index >= batches) throw new CheckError('NoBatch', `L1 has no batch ${index}`)
  if (index >= claims) throw new CheckError('VoidRoots', `the roots of batch ${index} are void on L1`)
  return kept.claimId
}

async function readGenesisFile({ l1, l2, chain }: CheckParties, onStep: (step: OpenStep) => void): Promise<string> {
  const { genesisHash: told, contracts } = chain.custom.rollup
  const [text, hash] = await Promise.all([ask(l2, 'rollup_getGenesis', []), l1 === undefined ? fromHex(told) : readGenesisHash(l1, contracts.rollup)])
  if (!equalBytes(hashOfGenesis(text), hash)) throw new CheckError('WrongGenesis', 'the node’s genesis file is not the community’s')
  onStep({ step: 'genesis', hash: bytesToHex(hash) })
  return text
}

function hashOfGenesis(text: string): Uint8Array {
  try {
    return genesisHash(decodeGenesis(text))
  } catch (cause) {
    throw new CheckError('WrongGenesis', 'the node’s genesis file is none', { cause })
  }
}

interface Compared {
  readonly told: ToldBatch
  readonly before: ToldBatch
  readonly claimId: Uint8Array
}

const known = (told: ToldBatch): KnownBatch => ({ ...batchClaimOf(told.claim), l1Block: told.l1Block })

/** The segments as L1 logged them; of a batch in blobs the log has all but the bodies, which are the node's. Without an L1 the node's, which have to give the hash that it tells. */
async function checkData({ l1, chain }: CheckParties, { told, before, claimId: id }: Compared, segments: readonly ToldSegment[], onStep: (step: OpenStep) => void): Promise<Pick<OpenBatch, 'segments' | 'evidence' | 'inboxLength'>> {
  const bodies = segments.map(({ bytes }) => bytes)
  const bytes = bodies.reduce((sum, { length }) => sum + length, 0)
  if (l1 === undefined) {
    const data: BatchData = { ...told, parent: fromHex(told.parentDataId), dataRoot: merkleRoot(bodies.map(keccak256)) }
    if (!equalBytes(dataId(data), fromHex(told.claim.dataId))) throw new CheckError('WrongData', `the node’s segments of batch ${told.index} do not give the hash of its data`)
    onStep({ step: 'data', bytes, inBlobs: false })
    return { segments: bodies, evidence: undefined, inboxLength: told.inboxLength }
  }
  const { contracts } = chain.custom.rollup
  const l1Block = told.claim.round === 0n ? told.l1Block : await blockOfRoots(l1, chain, id, told.l1Block)
  const evidence = await readEvidence({ batch: told.index, claimId: id, l1Block }, {
    reader: l1, contracts, batchOf: async (index) => known(index === told.index ? told : before),
    openBatch: async ({ batch, ...logged }) => ({ ...logged, batch: isSealed(batch) ? withBodies(batch, bodies) : batch }),
  })
  const isSame = equalBytes(dataId(evidence.data), evidence.claim.dataId) && evidence.segments.every((own, i) => equalBytes(own, bodies[i] ?? EMPTY))
  if (!isSame) throw new CheckError('WrongData', `the node’s segments of batch ${told.index} are not L1’s`)
  onStep({ step: 'data', bytes, inBlobs: evidence.blobs.length > 0 })
  return { segments: evidence.segments, evidence, inboxLength: evidence.data.inboxLength }
}

const withBodies = ({ heads, ...rest }: SealedBatch, segments: readonly Uint8Array[]): PostedBatch => ({ ...rest, segments })

/** Roots that were claimed for the data later stand in a block of their own. */
async function blockOfRoots(l1: Client, { custom: { rollup: { contracts } } }: DistributeChain, id: Uint8Array, fromBlock: bigint): Promise<bigint> {
  const [found] = await getContractEvents(l1, { address: `0x${contracts.rollup.slice(2)}`, abi: rollupAbi, eventName: 'RootsPosted', args: { claimId: bytesToHex(id) }, fromBlock, strict: true })
  if (found === undefined) throw new CheckError('NoBatch', 'L1 does not show the roots that were claimed later')
  return found.blockNumber
}

async function checkEntries({ l1, chain }: CheckParties, segments: readonly ToldSegment[], onStep: (step: OpenStep) => void): Promise<void> {
  const shown = segments.map(({ witness: { entries } }) => entries).filter(({ list }) => list.length > 0)
  const verdicts = l1 === undefined ? [] : await Promise.all(shown.map((entries) => areEntriesOfL1(l1, chain.custom.rollup.contracts.inbox, entries)))
  if (verdicts.includes(false)) throw new CheckError('WrongEntries', 'the node’s inbox entries are not those of L1')
  const records = segments.reduce((sum, { witness: { keys } }) => sum + keys.length, 0)
  onStep({ step: 'records', records, entries: shown.reduce((sum, { list }) => sum + list.length, 0) })
}
