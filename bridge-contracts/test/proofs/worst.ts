import {
  createTree, encodeInboxSegment, encodeTransactionSegment, MAX_TASKS, MAX_URI_BYTES, SEGMENT, witnessOf,
} from '@distribute/state-machine'
import type { Genesis, Inbox, InboxEntry, Tree } from '@distribute/state-machine'
import { ETHER, genesisOf, registration, START } from '../machine/testing/history.ts'
import { grindAround } from '../machine/testing/ground.ts'
import { createRandom } from '../machine/testing/scene.ts'
import { caseOf, CaseError } from './case.ts'
import type { Case, Stand } from './case.ts'
import { act, at, deed, itemOf, standOn, textOf } from './deeds.ts'
import type { Deed } from './deeds.ts'
import { account, signedItem, personAt } from './people.ts'
import { plantCommunity } from './play.ts'

const PROJECTS = 9
const [TOKENS, REPUTATION] = [0n, 1n]
/** Places of people: who stakes tokens and completes a project, who proposes it, who has staked reputation, and who else there is. */
const PROPOSER = 10
const BACKER = 20
const OTHERS = 32
const RICH = 60
const hash = (byte: number): Uint8Array => Uint8Array.from({ length: 32 }, (_, i) => byte + 7 * i)
const URI = Uint8Array.from({ length: MAX_URI_BYTES }, (_, i) => 0x61 + (i % 26))
const COST = ETHER
const projects = Array.from({ length: PROJECTS }, (_, i) => i)
const idOf = (project: number): bigint => BigInt(project + 1)

/** Fees go to the operator, so that the fifth shared record is touched as well. */
export const worstGenesis = (): Genesis => genesisOf({ feeToPool: '0', minStakingPeriod: '1', staked: '10000' })

const proposing = (actor: number, uri = URI): Deed => deed(actor, 'propose', [COST, 10_000n, TOKENS, hash(7), uri])
/** Everything that is required, and so the call that takes the money out of the pool. */
const completing = (project: number): Deed => deed(project, 'stake', [idOf(project), TOKENS, 2n ** 90n])
const tasksOf = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ weight: i === 0 ? 10_000n - 300n * BigInt(count - 1) : 300n, contentHash: hash(0x20 + i) }))
const listing = (project: number, count: number): Deed => deed(project, 'submitTaskList', [idOf(project), tasksOf(count)])

/** Nine projects that wait for their last stake, and dividends under way, so that whoever moves tokens touches both streams. */
async function community(genesis: Genesis): Promise<Stand> {
  const tree = createTree()
  plantCommunity(tree, genesis)
  tree.apply([...Array.from({ length: OTHERS }, (_, i) => account(at(32 + i))), account(at(RICH), { ether: 5_000n * ETHER })])
  const stand = standOn(tree, genesis)
  const members = [...projects, ...projects.map((i) => BACKER + i)]
  const registrations = await Promise.all(members.map((i) => registration(genesis, at(i), hash(0x10 + 3 * i), START + 1_000n)))
  await act(stand, 1n, registrations.map((call) => ({ call })))
  const buyers = [...projects, ...projects.map((i) => PROPOSER + i)]
  await act(stand, 2n, [deed(RICH, 'donate', [], 2_000n * ETHER), ...buyers.map((i) => deed(i, 'mint', [10_000n * ETHER], 50n * ETHER))])
  await act(stand, 8_000n, [deed(RICH, 'payDividend', [], 10n * ETHER), ...projects.map((i) => proposing(PROPOSER + i))])
  // In a larger pool, two windows later, no more is required than was fixed, however many projects take their ether out of it.
  await act(stand, 8_001n, [deed(RICH, 'donate', [], 100n * ETHER)])
  await act(stand, 16_000n, projects.map((i) => deed(BACKER + i, 'stake', [idOf(i), REPUTATION, 2n ** 90n])))
  return stand
}

const copyOf = ({ tree }: Stand): Tree => {
  const copy = createTree()
  copy.apply([...tree.entries()])
  return copy
}

/** All of it, with success, in the state where every record that it touches has been ground. */
function groundCase(name: string, stand: Stand, segment: Uint8Array, seed: number): Case {
  const tree = copyOf(stand)
  const { witness } = witnessOf(tree, segment, stand.inbox, stand.config)
  grindAround(tree, witness.keys, createRandom(seed))
  const made = caseOf(name, { ...stand, tree }, segment)
  for (const outcome of made.result.outcomes) {
    if (outcome.included ? outcome.error !== undefined : outcome.reason !== 'Undecodable') throw new CaseError(`${name}: ${textOf(outcome)}`)
  }
  return made
}

/** Filled to the last byte by an item that cannot be decoded. */
function padded(items: readonly Uint8Array[], t: bigint, most: number = SEGMENT.maxBytes): Uint8Array {
  const used = encodeTransactionSegment({ last: true, inbox: false, t }, items).length
  if (used + 2 > most) throw new CaseError(`${used} bytes do not fit into ${most}`)
  const filler = new Uint8Array(most - used - 2).fill(0xab)
  return encodeTransactionSegment({ last: true, inbox: false, t }, items.length < SEGMENT.transactions ? [...items, filler] : items)
}

const itemsOf = (stand: Stand, deeds: readonly Deed[]): Promise<readonly Uint8Array[]> => Promise.all(deeds.map((one) => itemOf(stand, one)))
const T = START + 16_100n

/** Forced transactions to be put into the inbox, each of the longest that it can be and still succeed, in the state after `before`. */
async function forcedItems(stand: Stand): Promise<readonly Uint8Array[]> {
  return itemsOf(stand, [0, 1, 2, 3].map((project) => listing(project, MAX_TASKS)))
}

export interface WorstScene {
  readonly genesis: Genesis
  /** For the inbox, in this order. */
  readonly forced: readonly Uint8Array[]
  /** `entries` as L1 has them. */
  cases(entries: readonly InboxEntry[]): Promise<readonly Case[]>
  /** Those that fill a run of a blob. */
  blobCases(entries: readonly InboxEntry[]): Promise<readonly Case[]>
}

/** The dearest whole segments that rules let a sequencer post, over trees that somebody has ground for it (rollup.md section 4). */
export async function worstScene(): Promise<WorstScene> {
  const genesis = worstGenesis()
  const waiting = await community(genesis)
  const staked = standOn(copyOf(waiting), genesis)
  await act(staked, 16_050n, [0, 1, 2, 3].flatMap((project) => [completing(project), listing(project, 2)]))
  const forced = await forcedItems(staked)
  return { genesis, forced, cases: (entries) => casesOf(waiting, staked, entries), blobCases: (entries) => blobCasesOf(waiting, entries) }
}

const inboxOf = (entries: readonly InboxEntry[]): Inbox => ({ length: BigInt(entries.length), entry: (index) => entries[Number(index)] })

/** The dearest of all in calldata, with shorter texts: so many records fit into half of the bytes. */
async function blobCasesOf(waiting: Stand, entries: readonly InboxEntry[]): Promise<readonly Case[]> {
  const stand = { ...waiting, inbox: inboxOf(entries) }
  const uri = URI.subarray(0, 32)
  const deeds = [...projects.slice(0, 6).map(completing), proposing(PROPOSER + 6, uri), proposing(PROPOSER + 7, uri), ...minting(7)]
  return [groundCase('6 last stakes, 2 proposals, 7 mints', stand, padded(await itemsOf(stand, deeds), T, SEGMENT.headBytes + SEGMENT.blobBytes), 6)]
}

const minting = (count: number): readonly Deed[] => Array.from({ length: count }, (_, i) => deed(OTHERS + i, 'mint', [ETHER], ETHER))

async function casesOf(waiting: Stand, staked: Stand, entries: readonly InboxEntry[]): Promise<readonly Case[]> {
  const inbox = inboxOf(entries)
  const [first, second] = [{ ...waiting, inbox }, { ...staked, inbox }]
  const transfers = await Promise.all(
    Array.from({ length: SEGMENT.transactions }, (_, i) =>
      signedItem(waiting.config.genesis, personAt(OTHERS + i), { kind: 'send', args: [] }, { value: ETHER, to: at(OTHERS + SEGMENT.transactions + i) })),
  )
  const stakes = (count: number): readonly Deed[] => projects.slice(0, count).map(completing)
  return [
    groundCase('16 plain transfers', first, padded(transfers, T), 1),
    groundCase('8 last stakes and a proposal', first, padded(await itemsOf(first, [...stakes(8), proposing(PROPOSER + 8)]), T), 2),
    groundCase('6 last stakes, 2 proposals, 7 mints', first, padded(await itemsOf(first, [...stakes(6), proposing(PROPOSER + 6), proposing(PROPOSER + 7), ...minting(7)]), T), 3),
    groundCase('3 task lists of 32 tasks, 4 last stakes', second, padded(await itemsOf(second, [...[0, 1, 2].map((i) => listing(i, MAX_TASKS)), ...[4, 5, 6, 7].map(completing)]), T), 4),
    groundCase('an inbox segment of 4 forced task lists', second, encodeInboxSegment({ last: true, inbox: true, t: T }, SEGMENT.entries), 5),
  ]
}
