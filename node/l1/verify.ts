import { getBlock } from 'viem/actions'
import {
  createTree, deriveBatch, equalBytes, genesisRecords, isPosted, type ChainConfig, type InboxEntry, type PostedBatch,
} from '@distribute/state-machine'
import {
  readBatch, readBatchCounts, readInboxEntries, readInboxLength, readRollupFacts, readRollupLogs,
  type ClaimEvent, type L1Contracts, type L1Reader, type LoggedBatch,
} from '@distribute/bridge-contracts'
import { checkCommunity } from './check-community.ts'
import { inOrder } from './claim-order.ts'
import { L1Error } from './errors.ts'

/** What re-deriving the chain from L1 alone found. */
export interface Verification {
  readonly batches: number
  readonly blocks: number
  readonly segments: number
  /** State roots compared with what was posted. */
  readonly roots: number
  readonly entries: number
  /** The last root, as execution gives it. */
  readonly stateRoot: Uint8Array
  /** Batches whose roots are void: nobody answers for them now. */
  readonly voidBatches: number
  /** Of claims that stand. */
  readonly mismatches: readonly Mismatch[]
}

export interface Mismatch {
  readonly batch: bigint
  readonly what: 'root' | 'bytes' | 'parent'
  /** Of a root: which segment of the batch. */
  readonly segment?: number
}

export interface VerifyProgress {
  readonly l1Block: bigint
  readonly l1Head: bigint
  readonly batches: number
  readonly segments: number
}

export interface VerifyOptions {
  readonly contracts: L1Contracts
  readonly config: ChainConfig
  /** L1 block of the deployment. */
  readonly fromBlock: bigint
  /** Reads the segments of a batch whose bodies lie in blobs. Rejects with BlobError NotFound. */
  readonly openBatch: (logged: LoggedBatch) => Promise<LoggedBatch<PostedBatch>>
  readonly onProgress?: (progress: VerifyProgress) => void
}

const SPAN = 2_000n

/**
 * Reads the whole chain from L1, executes it on an empty state, and compares every posted root, the batches' bytes with
 * their ids, and the counts with the contracts'. Throws L1Error where L1 is another community's or leaves logs out.
 */
export const verifyFromL1 = async (
  reader: L1Reader,
  { contracts, config, fromBlock, openBatch, onProgress }: VerifyOptions,
): Promise<Verification> => {
  const facts = await readRollupFacts(reader, contracts.rollup)
  checkCommunity(facts, config.genesis)
  const { number: l1Head } = await getBlock(reader, { blockTag: 'latest' })
  const check = createCheck(config, (await readBatch(reader, contracts.rollup, 0n))?.dataId)
  for (let from = fromBlock; from <= l1Head; from += SPAN) {
    const toBlock = from + SPAN - 1n < l1Head ? from + SPAN - 1n : l1Head
    const range = { fromBlock: from, toBlock }
    const [entries, logs] = await Promise.all([
      readInboxEntries(reader, contracts.inbox, range),
      readRollupLogs(reader, contracts.rollup, range),
    ])
    check.addEntries(entries.map(({ entry }) => entry))
    for (const log of inOrder(logs)) {
      if (log.kind === 'batch') check.addBatch(await openBatch(log.logged))
      else check.addEvent(log)
      onProgress?.({ l1Block: toBlock, l1Head, batches: check.result().batches, segments: check.result().segments })
    }
  }
  const result = check.result()
  await checkCounts(reader, contracts, l1Head, result)
  return result
}

const checkCounts = async (reader: L1Reader, contracts: L1Contracts, at: bigint, found: Verification): Promise<void> => {
  const [entries, { batches, claims }] = await Promise.all([
    readInboxLength(reader, contracts.inbox, at),
    readBatchCounts(reader, contracts.rollup, at),
  ])
  if (BigInt(found.entries) === entries && BigInt(found.batches) + 1n === batches && BigInt(found.voidBatches) === batches - claims) return
  const what = `${found.entries} of ${entries} inbox entries, ${found.batches} of ${batches - 1n} batches, ${found.voidBatches} of ${batches - claims} with void roots`
  throw new L1Error('MissingLogs', `L1's logs hold ${what}: this URL is faulty, or lags`)
}

const createCheck = (config: ChainConfig, genesisDataId: Uint8Array | undefined) => {
  const tree = createTree()
  tree.apply(genesisRecords(config.genesis))
  const inbox: InboxEntry[] = []
  let mismatches: readonly Mismatch[] = []
  const note = (mismatch: Mismatch): void => void (mismatches = [...mismatches, mismatch])
  /** Of each batch, as execution gives them. */
  const right: (readonly Uint8Array[])[] = []
  let claims = 0
  let parent = genesisDataId ?? new Uint8Array(32)
  let [batches, blocks, segments] = [0, 0, 0]
  return {
    addEntries: (entries: readonly InboxEntry[]): void => void inbox.push(...entries),
    addBatch({ batch, ids }: LoggedBatch<PostedBatch>): void {
      const view = { length: BigInt(inbox.length), entry: (index: bigint) => inbox[Number(index)] }
      const derived = deriveBatch(tree, config, view, batch)
      if (!isPosted(batch, ids)) note({ batch: batch.index, what: 'bytes' })
      if (!equalBytes(batch.parent, parent)) note({ batch: batch.index, what: 'parent' })
      if (derived.wrongRoot !== undefined) note({ batch: batch.index, what: 'root', segment: derived.wrongRoot.segment })
      right.push(derived.blocks.flatMap((block) => block.segments.map(({ root }) => root)))
      parent = ids.dataId
      batches += 1
      claims = batches
      blocks += derived.blocks.length
      segments += batch.segments.length
    },
    /** What was convicted counts no more; what was claimed instead does. */
    addEvent(event: ClaimEvent): void {
      if (event.kind === 'void') {
        claims = Number(event.index) - 1
        mismatches = mismatches.filter(({ what, batch }) => what !== 'root' || batch < event.index)
      }
      if (event.kind !== 'roots') return
      claims = Number(event.index)
      const segment = (right[claims - 1] ?? []).findIndex((root, i) => !equalBytes(root, event.roots[i] ?? new Uint8Array(0)))
      if (segment >= 0) note({ batch: event.index, what: 'root', segment })
    },
    result: (): Verification => ({
      batches, blocks, segments, roots: segments, entries: inbox.length, stateRoot: tree.root(), voidBatches: batches - claims, mismatches,
    }),
  }
}
