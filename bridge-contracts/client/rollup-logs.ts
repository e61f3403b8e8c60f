import { getContractEvents } from 'viem/actions'
import type { Address, BatchIds, Bytes32, PostedBatch } from '@distribute/state-machine'
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
  const logs = await getContractEvents(reader, { ...eventsOf(rollup), eventName: 'BatchPosted', ...range })
  return logs.map((log) => ({ ...batchFrom(log.args), place: placeOf(log) }))
}

/** The genesis, logged in the L1 block of the deployment; undefined if it is not in the range. */
export async function readGenesis(reader: L1Reader, rollup: Address, range: BlockRange): Promise<LoggedGenesis | undefined> {
  const [log] = await getContractEvents(reader, { ...eventsOf(rollup), eventName: 'GenesisLogged', ...range })
  if (log === undefined) return undefined
  const { genesis, genesisHash, root, time } = log.args
  return { json: bytesOf(genesis), hash: bytesOf(genesisHash), root: bytesOf(root), time, place: placeOf(log) }
}

const eventsOf = (rollup: Address) => ({ address: hexOfAddress(rollup), abi: rollupAbi, strict: true }) as const

type BatchArgs = Awaited<ReturnType<typeof getContractEvents<undefined, typeof rollupAbi, 'BatchPosted', true>>>[number]['args']

function batchFrom(args: BatchArgs): Omit<LoggedBatch, 'place'> {
  const { index, l1Time, inboxLength, cursor } = args
  const parties = { poster: addressOf(args.poster), claimant: addressOf(args.claimant) }
  const content = { segments: args.segments.map(bytesOf), roots: args.roots.map(bytesOf) }
  return {
    batch: { parent: bytesOf(args.parent), index, l1Time, inboxLength, cursor, ...parties, ...content },
    ids: { dataId: bytesOf(args.dataId), claimId: bytesOf(args.claimId) },
    l1Block: { number: args.l1Block.number, hash: bytesOf(args.l1Block.hash) },
  }
}
