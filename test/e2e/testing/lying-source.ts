import { createTree, decodeRecord, proveInclusion, recordKey, type ChainConfig, type ExecutedSegment, type Inbox, type Tree } from '@distribute/state-machine'
import type { BatchProof, BatchSource, BlockBytes } from '@distribute/sequencer'
import type { FalseState } from './false-state.ts'
import { execute, isReady, kindsIn, readOrder, TELL, type LieName, type Order, type Scene } from './lies.ts'

/** What a liar asks of her own node. */
export interface LyingChain {
  readonly config: ChainConfig
  readonly inbox: { view(): Inbox; rolling(length: bigint): Promise<Uint8Array> }
  head(): { readonly cursor: bigint; readonly header: { readonly number: bigint } }
  useTreeAt<T>(block: bigint, use: (tree: Tree) => T): Promise<T>
}

/** What a batch would claim behind block `from`, and the state that it would lead to. */
interface Draft {
  readonly order: string
  readonly from: bigint
  readonly tree: Tree
}

const FILE = process.env['LIE_FILE']
/** After this lie there is another batch. */
const PROUD: LieName = 'right roots on a false claim'
const CHAIN_KEY = recordKey('chain')

let isVoid = (): boolean => false
let wasConvicted = false
/** Whether somebody has posted the right roots in place of what was claimed last. */
const isRepaired = (): boolean => {
  wasConvicted ||= isVoid()
  return wasConvicted && !isVoid()
}

const copyOf = (tree: Tree): Tree => {
  const copy = createTree()
  copy.apply([...tree.entries()])
  return copy
}

/** The batch source of a liar: the lie goes into one batch, and into the next one where that is to stand on it. */
export const createLyingSource = (honest: BatchSource, chain: LyingChain): BatchSource => {
  /** What a batch that ends there would claim; by its last block. Whoever asks for its proof posts it. */
  const drafts = new Map<bigint, Draft>()
  const claimed = new Map<bigint, Tree>()
  let told: Pick<Draft, 'order' | 'from'> | undefined

  const stateOf = (tree: Tree): FalseState => ({ tree, config: chain.config, inbox: chain.inbox.view() })
  const keep = (draft: Draft, blocks: readonly BlockBytes[]): readonly BlockBytes[] => {
    drafts.set(blocks.at(-1)?.number ?? draft.from, draft)
    return blocks
  }
  /** Honest about these segments, on what was claimed before them. */
  const goOn = (order: Order, from: bigint, blocks: readonly BlockBytes[], before: Tree): readonly BlockBytes[] => {
    const state = stateOf(copyOf(before))
    const roots = blocks.flatMap(({ segments }) => segments.map(({ bytes }) => (execute(state, bytes), state.tree.root())))
    return keep({ order: JSON.stringify(order), from: told?.from ?? from, tree: state.tree }, withRoots(blocks, roots))
  }
  const lie = async (order: Order, number: bigint, blocks: readonly BlockBytes[]): Promise<readonly BlockBytes[]> => {
    const state = stateOf(await chain.useTreeAt(number, copyOf))
    const scene: Scene = { order, state, t: blocks.at(-1)?.time ?? 0n }
    const isWhole = blocks.at(-1)?.number === chain.head().header.number
    const { block, tell } = TELL[order.lie]
    // Held back until it can be told: about the batch with the withdrawal, and with nothing behind it where a block of the liar's own follows.
    const isAwaited = blocks.some(({ segments }) => segments.some(({ bytes }) => kindsIn(bytes).includes('withdraw')))
    if (!isAwaited || !isReady(scene) || (block !== undefined && !isWhole)) return []
    const all = block === undefined ? blocks : [...blocks, await ownBlock(await block(scene), blocks)]
    const segments = all.flatMap((one) => one.segments.map(({ bytes }) => bytes))
    const falsehood = tell(segments, order)
    if (falsehood === undefined) return []
    const roots = segments.map((bytes, i) => {
      const root = i === falsehood.at ? falsehood.falsehood(state, bytes) : execute(state, bytes)
      return root ?? state.tree.root()
    })
    return keep({ order: JSON.stringify(order), from: number, tree: state.tree }, withRoots(all, roots))
  }
  return {
    ...honest,
    async blocksAfter(number, limit) {
      const blocks = await honest.blocksAfter(number, limit)
      const order = readOrder(FILE)
      if (blocks.length === 0 || order === undefined) return blocks
      if (told?.order !== JSON.stringify(order) || told.from === number) return lie(order, number, blocks)
      const before = claimed.get(number)
      if (before === undefined || isRepaired()) return blocks
      return order.lie === PROUD ? goOn(order, number, blocks, before) : []
    },
    async rootOf(number) {
      const tree = claimed.get(number)
      return tree === undefined || isRepaired() ? honest.rootOf(number) : tree.root()
    },
    async proofOf(number): Promise<BatchProof> {
      const draft = drafts.get(number)
      if (draft === undefined) return honest.proofOf(number)
      if (told?.order !== draft.order) {
        claimed.clear()
        wasConvicted = false
      }
      told = draft
      claimed.set(number, draft.tree)
      const proof = proveInclusion(draft.tree, CHAIN_KEY)
      return { chain: proof, inboxRolling: await chain.inbox.rolling(decodeRecord('chain', proof.words).cursor) }
    },
  }
}

/** Its root comes with the others. */
const ownBlock = (bytes: Uint8Array, before: readonly BlockBytes[]): Promise<BlockBytes> => {
  const last = before.at(-1)
  return Promise.resolve({ number: (last?.number ?? 0n) + 1n, time: last?.time ?? 0n, segments: [{ bytes, root: new Uint8Array(32) }] })
}

const withRoots = (blocks: readonly BlockBytes[], roots: readonly Uint8Array[]): readonly BlockBytes[] => {
  const left = [...roots]
  const claim = ({ bytes, root }: ExecutedSegment): ExecutedSegment => ({ bytes, root: left.shift() ?? root })
  return blocks.map((block) => ({ ...block, segments: block.segments.map(claim) }))
}

/** Who is to say that an entry was read must not have read it. */
export const leavingUnread = (chain: LyingChain, readable: () => bigint) => (): bigint =>
  readOrder(FILE)?.lie === 'unread entry' ? chain.head().cursor : readable()

/** Who builds on her own false claim does not mind it. */
export const unashamed = <T>(wrongRoots: () => readonly T[], voidFrom: () => bigint | undefined) => {
  isVoid = () => voidFrom() !== undefined
  return (): readonly T[] => (readOrder(FILE)?.lie === PROUD ? [] : wrongRoots())
}
