import { encodeEventTopics } from 'viem'
import type { Log } from 'viem'
import { getContractEvents, getLogs } from 'viem/actions'
import type { Address, BatchIds, Bytes32, PostedBatch } from '@distribute/state-machine'
import { decodeBatchLog } from './batch-log.ts'
import type { L1Reader } from './call.ts'
import { rollupAbi } from './generated/rollup.ts'
import { placeOf } from './logs.ts'
import type { BlockRange, LogPlace } from './logs.ts'
import type { L1Block } from './rollup-calls.ts'
import { addressOf, bytesOf, hexOfAddress } from './values.ts'

/** A batch as its log tells it. The ids are the log's: `isPosted(batch, ids)` says whether the rest fits them. */
export interface LoggedBatch {
  readonly batch: PostedBatch
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

/** Batches posted in these L1 blocks, in their order. */
export async function readPostedBatches(reader: L1Reader, rollup: Address, range: BlockRange): Promise<readonly LoggedBatch[]> {
  return postedBatchesIn(await getLogs(reader, { address: hexOfAddress(rollup), ...range }), rollup)
}

/** The batches that logs tell of, as they stand in a receipt; the others are passed over. */
export function postedBatchesIn(logs: readonly L1Log[], rollup: Address): readonly LoggedBatch[] {
  return logs.flatMap((log) => {
    if (log.topics[0] !== BATCH_POSTED || addressOf(log.address) !== rollup) return []
    const logged = batchFrom(log)
    return logged === undefined ? [] : [logged]
  })
}

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

function batchFrom(log: L1Log): LoggedBatch | undefined {
  const [, index, dataId, claimId] = log.topics
  const content = decodeBatchLog(log.data)
  if (index === undefined || dataId === undefined || claimId === undefined || content === undefined) return undefined
  const { batch, l1Block } = content
  const ids = { dataId: bytesOf(dataId), claimId: bytesOf(claimId) }
  return { batch: { index: BigInt(index), ...batch }, ids, l1Block, place: placeOf(log) }
}
