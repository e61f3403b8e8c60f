import {
  Address as addressFrom, concat, createTree, decodeRecord, decodeSegment, encodeInboxSegment, encodeOperation, encodeRecord, encodeTransactionSegment, ENTRIES,
  executeSegment, keccak256, KINDS, recordKey, ZERO_HASH,
} from '@distribute/state-machine'
import type { Argument, Bytes32, Genesis, InboxEntry, KindName, Tree } from '@distribute/state-machine'
import { KIND_NAMES } from './arbitraries.ts'
import { outcomeBytes } from './executor-harness.ts'
import type { Rerun } from './executor-harness.ts'
import { ACTORS, createHistory, deposit, ETHER, forced, segmentOf, send, START, tokenDeposit } from './history.ts'
import type { History } from './history.ts'
import { itemsOf, tellStory } from './story.ts'
import type { Deed } from './story.ts'

/** A segment of one item or entry. */
export interface Proof {
  readonly name: string
  readonly rerun: Rerun
  /** The state before. */
  readonly before: Tree
  readonly right: Bytes32
  /** What the state would be had nothing come of it. */
  readonly idle: Bytes32
  /** A byte for each item or entry, as hex. */
  readonly outcomes: string
}

/** Runs a segment, and says of it what a proof has to say. */
export function provenIn(history: History, name: string, segment: Uint8Array): Proof {
  const before = copyOf(history.tree)
  const idle = idleRoot(history, segment)
  const { rerun, result, rootAfter } = history.run(segment)
  return { name, rerun, before, right: rootAfter, idle, outcomes: outcomeBytes(result) }
}

function copyOf(tree: Tree): Tree {
  const copy = createTree()
  copy.apply([...tree.entries()])
  return copy
}

/** The block was made, and of what stands in it nothing was executed. */
function idleRoot({ tree, entries, config }: History, segment: Uint8Array): Bytes32 {
  const idle = copyOf(tree)
  const inbox = { length: BigInt(entries.length), entry: (index: bigint) => entries[Number(index)] }
  const { t } = decodeSegment(segment).head
  idle.apply(executeSegment(idle, encodeTransactionSegment({ last: true, inbox: false, t }, []), inbox, config).writes)
  const key = recordKey('chain')
  const chain = decodeRecord('chain', idle.get(key))
  idle.apply([{ key, words: encodeRecord('chain', { ...chain, bodyHash: keccak256(concat(ZERO_HASH, keccak256(segment))) }) }])
  return idle.root()
}

const reading = (t: bigint): Uint8Array => encodeInboxSegment({ last: true, inbox: true, t }, 1)

/** Has nothing. */
const STRANGER = addressFrom(`0x${'5e'.repeat(20)}`)

/** Everybody has ether. */
export function fundedHistory(genesis: Genesis): History {
  const history = createHistory(genesis)
  history.entries.push(...ACTORS.map((actor) => deposit(actor, 100n * ETHER)))
  for (const count of [4, 2]) history.run(encodeInboxSegment({ last: true, inbox: true, t: START }, count))
  return history
}

const OF_NO_USE: Readonly<Record<string, Argument>> = {
  address: ACTORS[1]!, bool: true, bytes32: new Uint8Array(32), 'bytes32[5]': Array.from({ length: 5 }, () => new Uint8Array(32)), '(uint16,bytes32)[]': [],
  bytes: new Uint8Array(65), string: new Uint8Array(0),
}

/** Breaks a rule in a community where nothing has happened yet. */
const brokenDeed = (kind: KindName): Deed => {
  const args = KINDS[kind].inputs.map((type) => OF_NO_USE[type] ?? 2n ** 8n - 1n)
  const value = KINDS[kind].payable ? 10n ** 24n : ALWAYS_RIGHT.includes(kind) ? 1n : 0n
  return { actor: 0, kind, args, value }
}

/** With any arguments: a value alone is refused. */
const ALWAYS_RIGHT: readonly KindName[] = ['tokenApprove', 'collectDividend']

/** Each kind, done; those that nobody can do break their rule here as well. */
export async function proofsOfKinds(genesis: Genesis): Promise<readonly Proof[]> {
  const history = fundedHistory(genesis)
  const proofs = new Map<KindName, Proof>()
  const play = async (t: bigint, deeds: readonly Deed[]): Promise<void> => {
    for (const deed of deeds) {
      const proof = provenIn(history, deed.kind, segmentOf(await itemsOf(history, [deed]), START + t))
      if (!proofs.has(deed.kind)) proofs.set(deed.kind, proof)
    }
  }
  await play(0n, [{ actor: 0, kind: 'send', args: [], value: 1n, to: ACTORS[1]! }])
  await tellStory(genesis, play)
  return [...proofs.values()]
}

/** Each kind, with a broken rule. */
export async function proofsOfFailures(genesis: Genesis): Promise<readonly Proof[]> {
  const history = fundedHistory(genesis)
  const proofs: Proof[] = []
  for (const kind of KIND_NAMES) {
    proofs.push(provenIn(history, `${kind}, broken`, segmentOf(await itemsOf(history, [brokenDeed(kind)]), history.now() + 1n)))
  }
  return proofs
}

/** A signature that is nobody's: 5 is no x coordinate of the curve. */
const unsigned = (bytes: Uint8Array): Uint8Array => {
  const r = bytes.length - 64
  return bytes.map((byte, i) => (i < r || i >= r + 32 ? byte : i === r + 31 ? 5 : 0))
}

/** An item for each reason to skip it, by the reason; `OverLimits` is the last of seventeen. */
export async function proofsOfSkips(genesis: Genesis): Promise<readonly Proof[]> {
  const history = fundedHistory(genesis)
  const call = { kind: 'send', args: [] } as const
  const to = ACTORS[1]!
  const nonce = history.nonceOf(0)
  const signed = (options: object = {}): Promise<Uint8Array> => history.signed(0, call, { to, ...options })
  const alone: readonly (readonly [string, Uint8Array])[] = [
    ['Undecodable', Uint8Array.of(0x80, 0x13, 0)],
    ['BadSignature', unsigned(await signed())],
    ['WrongNonce', await signed({ nonce: nonce + 1n })],
    ['GasTooLow', await signed({ gas: 20_999n })],
    ['FeeTooLow', await signed({ feeCap: 0n, tipCap: 0n })],
    ['NoEffect', encodeOperation({ call: { kind: 'advance', args: [1n] } })],
  ]
  const proofs = alone.map(([name, item]) => provenIn(history, name, segmentOf([item], history.now() + 1n)))
  proofs.push(provenIn(history, 'OverLimits', segmentOf(Array.from({ length: 17 }, () => encodeOperation({ call: { kind: 'advance', args: [1n] } })), history.now() + 1n)))
  const poor = createHistory(genesis)
  // Enough for a fee, and too little for credits.
  poor.entries.push(deposit(ACTORS[0]!, 30_000n))
  poor.run(reading(START))
  for (const [name, actor] of [['NoCredits', 0], ['CannotPayFee', 1]] as const) {
    proofs.push(provenIn(poor, name, segmentOf([await poor.signed(actor, call, { to })], START + 1n)))
  }
  return proofs
}

/** Every kind of entry, with what may come of it. */
export async function proofsOfEntries(genesis: Genesis): Promise<readonly Proof[]> {
  const history = fundedHistory(genesis)
  const [sender, to] = [ACTORS[0]!, ACTORS[1]!]
  const bridging: readonly Deed[] = [
    { actor: 2, kind: 'mint', args: [ETHER], value: ETHER }, { actor: 2, kind: 'withdrawTokens', args: [to, 10n] }, { actor: 2, kind: 'send', args: [], value: 1n, to },
  ]
  history.run(segmentOf(await itemsOf(history, bridging), START + 1n))
  const call = { kind: 'send', args: [] } as const
  const nonce = history.nonceOf(0)
  const entries: readonly (readonly [string, InboxEntry])[] = [
    ['a deposit', deposit(sender, 5n)],
    ['a deposit to nobody', { ...deposit(sender, 5n), payload: new Uint8Array(3) }],
    ['a forced transaction', forced(await history.signed(0, call, { to, value: 1n }))],
    ['a forced transaction that breaks a rule', forced(await history.signed(0, call, { to, value: 10n ** 24n, nonce: nonce + 1n }))],
    ['a forced transaction with a wrong nonce', forced(await history.signed(0, call, { to, nonce: nonce + 9n }))],
    ['a forced transaction of nobody', forced(unsigned(await history.signed(0, call, { to })))],
    ['a forced garbage', forced(Uint8Array.of(1, 2, 3))],
    ['a call from L1', send(sender, call, { to, value: 1n })],
    ['a mint from L1', send(sender, { kind: 'mint', args: [1n] }, { value: ETHER })],
    ['a call from L1 that breaks a rule', send(sender, call, { to, value: 10n ** 24n })],
    ['a call from L1 of who has nothing', send(STRANGER, call, { to, value: 1n })],
    ['a garbage from L1', { ...send(sender, call, { to }), payload: new Uint8Array(7) }],
    ['a deposit of tokens', tokenDeposit(sender, 5n)],
    ['a deposit of more tokens than are out there', tokenDeposit(to, 10n ** 20n)],
    ['a deposit of tokens where none are out there', tokenDeposit(to, 1n)],
    ['a deposit of tokens to nobody', { ...tokenDeposit(to, 1n), payload: new Uint8Array(25) }],
    ['an entry of no kind', { ...deposit(sender, 5n), kind: Object.keys(ENTRIES).length }],
  ]
  return entries.map(([name, entry]) => {
    history.entries.push(entry)
    return provenIn(history, name, reading(history.now() + 1n))
  })
}

