import {
  ballotSecret, concat, decodeRecord, keccak256, recordKey, STAGES, taskLeaf, taskListRoot, toHex, ZERO_ADDRESS, ZERO_HASH,
} from '@distribute/state-machine'
import type { Address, Argument, Id, KindName, RecordName, RecordOf, StateReader, Task } from '@distribute/state-machine'
import { addressOf, ETHER } from './world.ts'

/** A number below `below`; the same seed gives the same numbers. */
export type Random = (below: number) => number

/** mulberry32: a history must come out of its seed alone. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

export const MEMBERS = Array.from({ length: 8 }, (_, i) => addressOf(0x100 + i))
/** Few claim, so that there are others to validate. */
const WORKERS = MEMBERS.slice(0, 3)

/** What a member does next. */
export interface Deed {
  readonly sender: Address
  readonly kind: KindName
  readonly args: readonly Argument[]
  readonly value: bigint
}

export type ReadRecord = <N extends RecordName>(name: N, ...ids: readonly Id[]) => RecordOf<N>

export const recordsOf = (state: StateReader): ReadRecord => (name, ...ids) => decodeRecord(name, state.get(recordKey(name, ...ids)))

const hashOf = (text: string): Uint8Array => keccak256(new TextEncoder().encode(text))
const listOf = (name: string, weights: readonly bigint[]): readonly Task[] =>
  weights.map((weight, i) => ({ weight, contentHash: hashOf(`${name} ${i}`) }))
const LISTS = [listOf('one', [10_000n]), listOf('three', [5_000n, 3_000n, 2_000n]), listOf('four', [2_500n, 2_500n, 2_500n, 2_500n])]

/** The five words that show that a task stands in its list. */
const proofOf = (tasks: readonly Task[], index: number): readonly Uint8Array[] => {
  const proof: Uint8Array[] = []
  let level: Uint8Array[] = Array.from({ length: 32 }, (_, i) => (tasks[i] === undefined ? ZERO_HASH : taskLeaf(tasks[i])))
  for (let at = index; level.length > 1; at >>= 1) {
    proof.push(level[at ^ 1] ?? ZERO_HASH)
    level = Array.from({ length: level.length / 2 }, (_, i) => {
      const [left = ZERO_HASH, right = ZERO_HASH] = [level[2 * i], level[2 * i + 1]]
      return [left, right].every((word) => word.every((byte) => byte === 0)) ? ZERO_HASH : keccak256(concat(Uint8Array.of(1), left, right))
    })
  }
  return proof
}

interface Scene {
  readonly random: Random
  readonly read: ReadRecord
  readonly chainId: bigint
  readonly sender: Address
}

const SALT = hashOf('salt')
const choiceOf = (voter: Address, id: bigint): boolean => (BigInt(voter) + id) % 3n !== 0n
const amountOf = (random: Random): bigint => (10n ** BigInt(random(23))) * BigInt(1 + random(9))

type Draft = Pick<Deed, 'kind' | 'args'> & Partial<Deed>
type Idea = (scene: Scene, id: bigint) => Draft

const listOfProject = (read: ReadRecord, id: bigint): readonly Task[] => {
  const leader = toHex(read('project', id).leader)
  return LISTS.find((tasks) => toHex(taskListRoot(tasks)) === leader) ?? LISTS[0]!
}

const claim: Idea = ({ random, read }, id) => {
  const tasks = listOfProject(read, id)
  const index = random(tasks.length)
  const { weight, contentHash } = tasks[index]!
  const args = [id, BigInt(index), weight, contentHash, proofOf(tasks, index)]
  return { sender: WORKERS[random(WORKERS.length)]!, kind: 'claimTask', args }
}
const hand: Idea = ({ random, read }, id) => {
  const index = BigInt(random(listOfProject(read, id).length))
  const { claimer } = read('task', id, index)
  return { sender: claimer, kind: 'submitEvidence', args: [id, index, hashOf('done'), new Uint8Array()] }
}
const stake: Idea = ({ random }, id) => ({ kind: 'stake', args: [id, BigInt(random(2)), 10n ** 24n] })
/** Mostly the same list for all, else none ever wins. */
const list: Idea = ({ random }, id) => ({
  kind: 'submitTaskList', args: [id, LISTS[random(6) === 0 ? random(LISTS.length) : Number(id) % LISTS.length]!],
})
const validate: Idea = ({ random, read }, id) => {
  const tasks = listOfProject(read, id)
  return { kind: 'validate', args: [id, BigInt(random(tasks.length)), random(2) > 0] }
}
const vote: Idea = ({ random, read, sender, chainId }, id) => {
  const place = { id, index: BigInt(random(listOfProject(read, id).length)), currency: BigInt(random(2)) }
  const rights = read('rights', sender)
  const isReady = (place.currency === 0n ? rights.tokens : rights.reputation) > 0n
  if (!isReady) return { kind: 'requestRights', args: [place.currency, ETHER * BigInt(1 + random(500))] }
  const secret = ballotSecret(chainId, place, sender, choiceOf(sender, id), SALT)
  return { kind: 'commit', args: [id, place.index, place.currency, secret, ETHER * BigInt(1 + random(500))] }
}
const reveal: Idea = ({ random, read, sender }, id) => {
  const places = [0n, 1n, 2n, 3n].flatMap((index) => MEMBERS.flatMap((voter) => [0n, 1n].map((currency) => ({ index, voter, currency }))))
  const hidden = places.filter(({ index, voter, currency }) => {
    const { amount, revealed } = read('ballot', id, index, voter, currency)
    return amount > 0n && revealed === 0n
  })
  const { index, voter, currency } = hidden[random(hidden.length + 1)] ?? { index: 0n, voter: sender, currency: 0n }
  return { sender: voter, kind: 'reveal', args: [id, index, currency, choiceOf(voter, id), SALT] }
}
const settle: Idea = ({ random }, id) => {
  const who = MEMBERS[random(MEMBERS.length)]!
  const index = BigInt(random(4))
  const drafts: readonly Draft[] = [
    { kind: 'advance', args: [id] },
    { kind: 'settleTask', args: [id, index] },
    { kind: 'settleValidation', args: [id, index, who] },
    { kind: 'settleStake', args: [id, who] },
    { kind: 'settleBallot', args: [id, index, who, BigInt(random(2))] },
  ]
  return drafts[random(drafts.length)]!
}

/** What makes sense in a stage, the likelier the oftener it stands here. */
const BY_STAGE: { readonly [stage: string]: readonly Idea[] } = {
  [`${STAGES.proposed}`]: [
    stake, stake, stake, ({ random }, id) => ({ kind: 'unstake', args: [id, BigInt(random(2)), amountOf(random)] }),
  ],
  [`${STAGES.staked}`]: [list, list, list, ({ random }, id) => ({ kind: 'supportTaskList', args: [id, taskListRoot(LISTS[random(3)]!)] })],
  [`${STAGES.active}`]: [claim, claim, hand, hand, hand],
  [`${STAGES.validation}`]: [validate, validate, validate, settle],
  [`${STAGES.voting}`]: [
    vote, vote, vote, reveal, reveal, reveal, settle,
  ],
}

const propose: Idea = ({ random, read }) => {
  const cost = (read('pool').ether * BigInt(1 + random(random(4) === 0 ? 45 : 12))) / 100n
  const period = BigInt(86_400 * (1 + random(4)))
  return { kind: 'propose', args: [cost, period, BigInt(random(2)), hashOf('a plan'), new Uint8Array()] }
}

/** What has nothing to do with a project, but moves the pool, supplies and rights. */
const MONEY: readonly Idea[] = [
  ({ random }) => ({ kind: 'mint', args: [amountOf(random)], value: ETHER * BigInt(1 + random(40)) }),
  ({ random }) => ({ kind: 'burn', args: [amountOf(random), 0n] }),
  ({ random }) => ({ kind: 'donate', args: [], value: ETHER * BigInt(1 + random(60)) }),
  ({ random }) => ({ kind: 'tokenTransfer', args: [MEMBERS[random(MEMBERS.length)]!, amountOf(random)] }),
  ({ random }) => ({ kind: 'payDividend', args: [], value: ETHER * BigInt(1 + random(5)) }),
  ({ random }) => ({ kind: 'requestRights', args: [BigInt(random(2)), amountOf(random)] }),
  ({ random }) => ({ kind: 'withdrawRights', args: [BigInt(random(2)), amountOf(random)] }),
  ({ sender }) => ({ kind: 'collectDividend', args: [sender] }),
]

/** One more deed of a history: mostly what makes sense now, sometimes what does not. */
export function nextDeed(random: Random, state: StateReader, chainId: bigint): Deed {
  const sender = MEMBERS[random(MEMBERS.length)]!
  const read = recordsOf(state)
  const { projects } = read('pool')
  const stageOf = (id: bigint): bigint => read('project', id).stage
  const all = Array.from({ length: Number(projects) }, (_, i) => BigInt(i + 1))
  const open = all.filter((id) => stageOf(id) < STAGES.complete)
  const among = open.length > 0 && random(10) > 0 ? open : [...all, projects + 1n]
  const id = among[random(among.length)]!
  const isNew = open.length < 2 && random(6) === 0
  const ideas = isNew ? [propose] : random(6) === 0 ? MONEY : (BY_STAGE[stageOf(id).toString()] ?? [settle, propose])
  const scene = { random, read, chainId, sender }
  const deed = { sender, value: 0n, ...ideas[random(ideas.length)]!(scene, id) }
  return deed.sender === ZERO_ADDRESS ? { ...deed, sender } : deed
}

/** How often of a hundred times a wait is at most so long, in seconds. */
const WAITS: readonly (readonly [number, number])[] = [[40, 0], [20, 60], [20, 3_600], [12, 5 * 3_600], [5, 86_400], [2, 5 * 86_400], [1, 20 * 86_400]]

/** Seconds until the next deed: mostly little, sometimes weeks. */
export const nextWait = (random: Random): bigint => {
  let place = random(100)
  const [, longest] = WAITS.find(([share]) => (place -= share) < 0) ?? [0, 0]
  return longest === 0 ? 0n : BigInt(random(longest))
}
