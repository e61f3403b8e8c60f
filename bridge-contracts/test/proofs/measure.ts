import { addressFromBytes, bigintToBytes, createTree, encodeTransactionSegment, executeSegment, findWrongSegment, keccak256 } from '@distribute/state-machine'
import type { KindName } from '@distribute/state-machine'
import { performance } from 'node:perf_hooks'
import { ETHER, genesisOf, START } from '../machine/testing/history.ts'
import type { Stand } from './case.ts'
import { openCourt } from './court.ts'
import type { Verdict } from './court.ts'
import { at, deed, itemOf, standOn } from './deeds.ts'
import { account } from './people.ts'
import { plantCommunity, playKinds, transfersCase } from './play.ts'
import type { KindCase } from './play.ts'
import { worstScene } from './worst.ts'

export type Say = (text: string) => void

/** Addresses that nobody else has. */
const STRANGERS = 2 ** 40
const AT_ONCE = 10_000
/** A batch of as many as L1 takes has this many levels of paths: 128 bytes a segment, of 131,072. */
const MOST_SEGMENTS = 600

/** A community that is about to begin among so many accounts. */
export function communityAmong(accounts: number): Stand {
  const tree = createTree(accounts)
  for (let from = 0; from < accounts; from += AT_ONCE) {
    const count = Math.min(AT_ONCE, accounts - from)
    tree.apply(Array.from({ length: count }, (_, i) => account(addressFromBytes(bigintToBytes(BigInt(STRANGERS + from + i), 20)))))
  }
  const genesis = genesisOf()
  plantCommunity(tree, genesis)
  return standOn(tree, genesis)
}

export interface KindVerdict extends Verdict {
  readonly kind: KindName
}

export interface ProofFigures {
  readonly transfers: readonly Verdict[]
  /** The dearest of each kind, as the play has it. */
  readonly kinds: readonly KindVerdict[]
}

/** Whole proofs over a tree of so many accounts. */
export async function measureProofs(accounts: number, say: Say = () => undefined): Promise<ProofFigures> {
  say(`a tree of ${accounts} accounts`)
  const stand = communityAmong(accounts)
  const transfers = [await transfersCase(stand, 1), await transfersCase(stand, 8), await transfersCase(stand, 16)]
  const played = await casesPlayed(stand)
  const court = await openCourt(stand.config.genesis)
  try {
    const verdicts = await court.prove([...transfers, ...played], 0, ({ name }) => say(`proving: ${name}`))
    const kinds = verdicts.slice(transfers.length).map((verdict, i) => ({ ...verdict, kind: played[i]!.kind }))
    return { transfers: verdicts.slice(0, transfers.length), kinds: dearest(kinds) }
  } finally {
    await court.close()
  }
}

export async function casesPlayed(stand: Stand): Promise<readonly KindCase[]> {
  const played: KindCase[] = []
  for await (const one of playKinds(stand)) played.push(one)
  return played
}

function dearest(verdicts: readonly KindVerdict[]): readonly KindVerdict[] {
  const most = new Map<KindName, KindVerdict>()
  for (const verdict of verdicts) if (verdict.gas > (most.get(verdict.kind)?.gas ?? 0)) most.set(verdict.kind, verdict)
  return [...most.values()]
}

export interface WorstFigures {
  readonly calldata: readonly Verdict[]
  /** With every element of a full run opened, in a batch of six full blobs. */
  readonly blobs: readonly Verdict[]
}

/** The dearest whole proofs that can be reached, over ground trees, in a batch of as many segments as fit into one. */
export async function measureWorst(say: Say = () => undefined): Promise<WorstFigures> {
  const scene = await worstScene()
  const court = await openCourt(scene.genesis)
  try {
    const entries = await court.enqueue(scene.forced)
    const calldata = await court.prove(await scene.cases(entries), MOST_SEGMENTS, ({ name }) => say(`ground: ${name}`))
    return { calldata, blobs: await court.proveInBlobs(await scene.blobCases(entries), ({ name }) => say(`in blobs: ${name}`)) }
  } finally {
    await court.close()
  }
}

const BATCH = 28

/** Seconds to run a batch of 28 segments of 16 transfers of which the last is claimed falsely, and to build what shows it. */
export async function secondsToFind(accounts: number): Promise<number> {
  const stand = communityAmong(accounts)
  const segments: Uint8Array[] = []
  const roots: Uint8Array[] = []
  const done = []
  for (let i = 0; i < BATCH; i++) {
    const items = Array.from({ length: 16 }, (_, actor) => itemOf(stand, { ...deed(actor, 'send', [], ETHER / 30n), to: at(16 + actor) }))
    const segment = encodeTransactionSegment({ last: true, inbox: false, t: START }, await Promise.all(items))
    const { writes } = executeSegment(stand.tree, segment, stand.inbox, stand.config)
    stand.tree.apply(writes)
    done.push(writes)
    segments.push(segment)
    roots.push(i + 1 < BATCH ? stand.tree.root() : keccak256(segment))
  }
  for (const writes of done.reverse()) stand.tree.apply(writes.map(({ key, previous }) => ({ key, words: previous })))
  // Nobody has recovered these signers before.
  const { config } = standOn(stand.tree, stand.config.genesis)
  const start = performance.now()
  findWrongSegment(stand.tree, config, stand.inbox, { inboxLength: 0n, segments, roots })
  return (performance.now() - start) / 1_000
}
