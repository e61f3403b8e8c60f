import { getBlock } from 'viem/actions'
import {
  createTree, decodeRecord, encodeRecord, executeSegment, fromHex, genesisRecords, keccak256, proveInclusion, recordKey,
  type Address, type ChainConfig, type Genesis, type Inbox, type RecordOf, type Tree,
} from '@distribute/state-machine'
import { claimOf, genesisClaim, readInboxEntries, readInboxRolling, readPostedBatches, type L1Contracts } from '@distribute/bridge-contracts'
import { createL1Clients, type L1Clients } from '../cli/deployment.ts'
import type { RollupFile } from '../rollup-file.ts'
import type { PrivateKey } from '../setting.ts'
import { recoverNative } from '../recovery/native.ts'
import type { Carry } from './carry.ts'

/** A segment, and what its claimant says it does. */
export interface Claimed {
  readonly bytes: Uint8Array
  /** Instead of executing it. */
  readonly instead?: (state: LiarState) => void
  /** After executing it. */
  readonly spoil?: (state: LiarState) => void
  /** A root for this segment alone, whatever the state. */
  readonly root?: Uint8Array
}

/** The state as the claims on L1 have it. */
export interface LiarState {
  readonly tree: Tree
  execute(bytes: Uint8Array): void
  change<N extends keyof Changes>(name: N, ids: Changes[N], change: (record: RecordOf<N>) => Partial<RecordOf<N>>): void
}

/** Records that lies change, and their ids. */
interface Changes {
  readonly chain: readonly []
  readonly account: readonly [Address]
  readonly withdrawal: readonly [bigint]
}

/** A sequencer's posting key without its software: it posts whatever it likes. */
export interface Liar {
  /** L1's time, in seconds. */
  now(): Promise<bigint>
  /** Posts a batch; the claims that stand are its parent's. */
  post(segments: readonly Claimed[]): Promise<void>
}

export interface LiarOptions {
  readonly l1Url: string
  readonly postingKey: PrivateKey
  readonly genesis: Genesis
  readonly rollup: RollupFile
  /** How its batches come to L1. */
  readonly carry: Carry
}

export const createLiar = ({ l1Url, postingKey, genesis, rollup, carry }: LiarOptions): Liar => {
  const clients = createL1Clients(l1Url, postingKey)
  const tree = createTree()
  tree.apply(genesisRecords(genesis))
  const genesisRoot = tree.root()
  const config: ChainConfig = { genesis, recover: recoverNative }
  const { contracts } = rollup
  const place = { l1ChainId: rollup.l1ChainId, rollup: contracts.rollup, genesis, genesisRoot }
  return {
    now: async () => (await getBlock(clients.reader)).timestamp,
    async post(segments) {
      const l1Block = await getBlock(clients.reader)
      const state = createState(tree, config, await inboxAt(clients, contracts, l1Block.number))
      const roots = segments.map((claimed) => rootAfter(state, claimed))
      const { cursor } = chainIn(tree)
      const batch = {
        parent: await parentOf(clients, contracts, place),
        l1Block: { number: l1Block.number, hash: fromHex(l1Block.hash) },
        inboxRolling: await readInboxRolling(clients.reader, contracts.inbox, cursor),
        chain: proveInclusion(tree, recordKey('chain')),
        segments: segments.map(({ bytes }) => bytes),
        roots,
      }
      await carry(batch)
    },
  }
}

const chainIn = (tree: Tree): RecordOf<'chain'> => decodeRecord('chain', tree.get(recordKey('chain')))

const rootAfter = (state: LiarState, { bytes, instead, spoil, root }: Claimed): Uint8Array => {
  if (instead === undefined) state.execute(bytes)
  else instead(state)
  spoil?.(state)
  return root ?? state.tree.root()
}

const createState = (tree: Tree, config: ChainConfig, inbox: Inbox): LiarState => ({
  tree,
  execute: (bytes) => tree.apply(executeSegment(tree, bytes, inbox, config).writes),
  change(name, ids, change) {
    const key = recordKey(name, ...ids)
    const record = decodeRecord(name, tree.get(key))
    tree.apply([{ key, words: encodeRecord(name, { ...record, ...change(record) }) }])
  },
})

/** What a block's chain record says of its body, if these segments are all of it. */
export const bodyHashOf = (segments: readonly Uint8Array[]): Uint8Array =>
  segments.reduce((hash, bytes) => keccak256(Buffer.concat([hash, keccak256(bytes)])), new Uint8Array(32))

const inboxAt = async ({ reader }: L1Clients, { inbox }: L1Contracts, block: bigint): Promise<Inbox> => {
  const entries = await readInboxEntries(reader, inbox, { fromBlock: 0n, toBlock: block })
  return { length: BigInt(entries.length), entry: (index) => entries[Number(index)]?.entry }
}

const parentOf = async ({ reader }: L1Clients, { rollup }: L1Contracts, place: Parameters<typeof genesisClaim>[0]) => {
  const batches = await readPostedBatches(reader, rollup, { fromBlock: 0n, toBlock: (await getBlock(reader)).number })
  const last = batches.at(-1)
  return last === undefined ? genesisClaim(place) : claimOf(last.batch)
}
