import { encodeEventTopics } from 'viem'
import type { Log } from 'viem'
import { getContractEvents, getLogs } from 'viem/actions'
import { isSealed } from '@distribute/state-machine'
import type { Address, BatchIds, Bytes32, PostedBatch, SealedBatch } from '@distribute/state-machine'
import { decodeBatchFacts, decodeBatchLog, decodeBlobBatchLog } from './batch-log.ts'
import type { BatchFacts, DecodeHex } from './batch-log.ts'
import type { L1Reader } from './call.ts'
import { claimEventsIn } from './fraud-logs.ts'
import type { ClaimEvent } from './fraud-logs.ts'
import { rollupAbi } from './generated/rollup.ts'
import { placeOf } from './logs.ts'
import type { BlockRange, LogPlace } from './logs.ts'
import type { L1Block } from './rollup-calls.ts'
import { addressOf, bytesOf, hexOfAddress } from './values.ts'

/** A batch as its log tells it. The ids are the log's: `isPosted(batch, ids)` says whether the rest fits them. */
export interface LoggedBatch<B extends PostedBatch | SealedBatch = PostedBatch | SealedBatch> {
  /** sealed where the segments' bodies lie in blobs */
  readonly batch: B
  readonly ids: BatchIds
  readonly l1Block: L1Block
  readonly place: LogPlace
}

export interface LoggedGenesis {
  /** UTF-8 bytes, as hashed */
  readonly json: Uint8Array
  readonly hash: Bytes32
  readonly root: Bytes32
  readonly time: bigint
  readonly place: LogPlace
}

/** Whether no blobs are needed to know what a batch holds. */
export const isWhole = (logged: LoggedBatch): logged is LoggedBatch<PostedBatch> => !isSealed(logged.batch)

/** Batches posted in these L1 blocks, in their order. `decode` may be one that is faster where this runs. */
export async function readPostedBatches(reader: L1Reader, rollup: Address, range: BlockRange, decode?: DecodeHex): Promise<readonly LoggedBatch[]> {
  const logs = await getLogs(reader, { address: hexOfAddress(rollup), ...range })
  return logs.filter((log) => isBatchLog(log, rollup)).flatMap((log) => batchFrom(log, decode) ?? [])
}

/** All that a rollup logged in these L1 blocks about data, claims and sequencers. */
export interface RollupLogs {
  readonly batches: readonly LoggedBatch[]
  readonly events: readonly ClaimEvent[]
}

/** As `readPostedBatches`, with what has become of the claims since; asks L1 once. */
export async function readRollupLogs(reader: L1Reader, rollup: Address, range: BlockRange, decode?: DecodeHex): Promise<RollupLogs> {
  const logs = await getLogs(reader, { address: hexOfAddress(rollup), ...range })
  const own = logs.filter(({ address }) => addressOf(address) === rollup)
  const batches = own.filter((log) => isBatchLog(log, rollup)).flatMap((log) => batchFrom(log, decode) ?? [])
  return { batches, events: claimEventsIn(own.filter((log) => !isBatchLog(log, rollup))) }
}

/** A batch as its log tells it, without its segments and roots. */
export interface LoggedFacts extends BatchFacts {
  readonly index: bigint
  readonly ids: BatchIds
}

/** What a receipt's logs say of the batches that a transaction posted. */
export const postedFactsIn = (logs: readonly Pick<L1Log, 'address' | 'topics' | 'data'>[], rollup: Address): readonly LoggedFacts[] =>
  logs.filter((log) => isBatchLog(log, rollup)).flatMap((log) => {
    const [names, facts] = [namesIn(log.topics), decodeBatchFacts(log.data)]
    return names === undefined || facts === undefined ? [] : [{ ...names, ...facts }]
  })

/** The genesis, logged in the L1 block of the deployment; undefined if it is not in the range. */
export async function readGenesis(reader: L1Reader, rollup: Address, range: BlockRange): Promise<LoggedGenesis | undefined> {
  const [log] = await getContractEvents(reader, { ...eventsOf(rollup), eventName: 'GenesisLogged', ...range })
  if (log === undefined) return undefined
  const { genesis, genesisHash, root, time } = log.args
  return { json: bytesOf(genesis), hash: bytesOf(genesisHash), root: bytesOf(root), time, place: placeOf(log) }
}

const eventsOf = (rollup: Address) => ({ address: hexOfAddress(rollup), abi: rollupAbi, strict: true }) as const

type L1Log = Log<bigint, number, false>
const [BATCH_POSTED] = encodeEventTopics({ abi: rollupAbi, eventName: 'BatchPosted' })
const [BLOB_BATCH_POSTED] = encodeEventTopics({ abi: rollupAbi, eventName: 'BlobBatchPosted' })

const isBatchLog = ({ address, topics }: Pick<L1Log, 'address' | 'topics'>, rollup: Address): boolean =>
  (topics[0] === BATCH_POSTED || topics[0] === BLOB_BATCH_POSTED) && addressOf(address) === rollup

function namesIn([, index, dataId, claimId]: L1Log['topics']): { readonly index: bigint; readonly ids: BatchIds } | undefined {
  if (index === undefined || dataId === undefined || claimId === undefined) return undefined
  return { index: BigInt(index), ids: { dataId: bytesOf(dataId), claimId: bytesOf(claimId) } }
}

function batchFrom(log: L1Log, decode?: DecodeHex): LoggedBatch | undefined {
  const decodeLog = log.topics[0] === BATCH_POSTED ? decodeBatchLog : decodeBlobBatchLog
  const [names, content] = [namesIn(log.topics), decodeLog(log.data, decode)]
  if (names === undefined || content === undefined) return undefined
  const { batch, l1Block } = content
  return { batch: { index: names.index, ...batch }, ids: names.ids, l1Block, place: placeOf(log) }
}
