import {
  createBlockBuilder, createTree, decodeRecord, encodeRecord, executeBlock, genesisRecords, proveInclusion, recordKey, toHex,
} from '@distribute/state-machine'
import type { Address, ExecutedBlock, Genesis, Inbox, InboxEntry, Tree } from '@distribute/state-machine'
import type { BatchSource, BlockTarget } from '../ports.ts'
import { configOf, START } from './world.ts'

/** A chain in memory with the real rules: what the node does with LevelDB and keys. */
export interface TestChain extends BlockTarget, BatchSource {
  readonly tree: Tree
  readonly blocks: readonly ExecutedBlock[]
  /** Tests may put others in their place. */
  rootOf: BatchSource['rootOf']
  blocksAfter: BatchSource['blocksAfter']
  readonly inbox: InboxEntry[]
  /** Thrown by the next commits, one each. */
  readonly faults: unknown[]
  /** Commits wait for it. */
  gate: Promise<void>
  /** How many of the entries may be read; all, unless set. */
  readable: bigint | undefined
  /** Runs all blocks again from genesis, by their bytes alone. */
  replay(): ExecutedBlock[]
}

export const depositOf = (to: Address, value: bigint, time = START): InboxEntry => ({
  kind: 0, time, from: to, value, payload: Uint8Array.from(Buffer.from(to.slice(2), 'hex')),
})

const genesisTree = (genesis: Genesis): Tree => {
  const tree = createTree()
  tree.apply(genesisRecords(genesis))
  return tree
}

/** Gives accounts ether and credits in genesis: as many accounts as a test likes, without deposits. */
function fund(tree: Tree, accounts: ReadonlyMap<Address, bigint>): void {
  for (const [address, ether] of accounts) {
    const account = { ...decodeRecord('account', undefined), ether, credits: 2n ** 62n, creditsTime: START }
    tree.apply([{ key: recordKey('account', address), words: encodeRecord('account', account) }])
  }
}

export function createTestChain(
  genesis: Genesis,
  { accounts = new Map<Address, bigint>(), segmentMaxBytes = 4_096 }: { accounts?: ReadonlyMap<Address, bigint>; segmentMaxBytes?: number } = {},
): TestChain {
  const config = configOf(genesis)
  const start = (): Tree => {
    const fresh = genesisTree(genesis)
    fund(fresh, accounts)
    return fresh
  }
  const tree = start()
  const genesisRoot = tree.root()
  const blocks: ExecutedBlock[] = []
  const proofs = new Map<bigint, ReturnType<typeof proofNow>>()
  const entries: InboxEntry[] = []
  const inbox: Inbox = {
    get length() {
      return BigInt(entries.length)
    },
    entry: (index) => entries[Number(index)],
  }
  function proofNow() {
    const key = recordKey('chain')
    return { chain: { ...proveInclusion(tree, key), words: tree.get(key) ?? new Uint8Array(64) }, inboxRolling: new Uint8Array(32) }
  }
  proofs.set(0n, proofNow())
  const headOf = (block: ExecutedBlock | undefined) => ({
    number: block?.number ?? 0n, time: block?.time ?? genesis.timestamp, cursor: block?.cursor ?? 0n,
  })
  const chain: TestChain = {
    config, tree, state: tree, blocks, inbox: entries, faults: [], gate: Promise.resolve(), readable: undefined,
    head: () => headOf(blocks.at(-1)),
    readableEntries: () => chain.readable ?? inbox.length,
    begin: (t) => createBlockBuilder(tree, config, inbox, { t, segmentMaxBytes }),
    async commit(block) {
      await chain.gate
      if (chain.faults.length > 0) throw chain.faults.shift()
      blocks.push(block)
      proofs.set(block.number, proofNow())
    },
    async blocksAfter(number, limit) {
      const found: ExecutedBlock[] = []
      let bytes = 0
      let segments = 0
      for (const block of blocks.slice(Number(number))) {
        bytes += block.segments.reduce((sum, segment) => sum + segment.bytes.length, 0)
        segments += block.segments.length
        if (found.length > 0 && (bytes > limit.bytes || segments > limit.segments)) break
        found.push(block)
      }
      return found
    },
    rootOf: async (number) => (number === 0n ? genesisRoot : blocks[Number(number) - 1]?.stateRoot),
    proofOf: async (number) => proofs.get(number) ?? proofNow(),
    replay() {
      const replica = start()
      return blocks.map(({ segments }) => executeBlock(replica, config, inbox, segments.map(({ bytes }) => bytes)))
    },
  }
  return chain
}

export const rootsOf = (blocks: readonly ExecutedBlock[]): string[] => blocks.map(({ stateRoot }) => toHex(stateRoot))
