import type { Address } from '../codec/address.ts'
import type { Argument } from '../codec/argument.ts'
import { KINDS, STAGES, type KindName } from '../params.ts'
import { lowestEther } from '../rules/pool.ts'
import { taskListRoot, taskProof, type Task } from '../rules/task-lists.ts'
import { isDisputed } from '../rules/validation.ts'
import { ballotSecret } from '../rules/voting.ts'
import type { RecordOf } from '../state/layout.ts'
import type { Random } from '../tree/testing/scenario.ts'
import { personOf } from './chain.ts'
import type { Settlings } from './settlings.ts'
import { KIND_NAMES, oneIn, pick, randomAmount, randomCall, randomValue } from './traffic.ts'
import { MAX, REGISTRAR, sealOf, type World } from './world.ts'

/** What somebody does next. */
export interface Deed {
  readonly sender: Address
  readonly kind: KindName
  readonly args: readonly Argument[]
  readonly value: bigint
}

export const PEOPLE = Array.from({ length: 9 }, (_, i) => personOf(i))
/** Few claim, so that others may validate. */
const WORKERS = PEOPLE.slice(0, 3)
const hash = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const listOf = (byte: number, weights: readonly bigint[]): readonly Task[] => weights.map((weight, i) => ({ weight, contentHash: hash(byte + i) }))
const LISTS = [listOf(1, [10_000n]), listOf(20, [5_000n, 3_000n, 2_000n]), listOf(40, [3_333n, 3_333n, 3_334n])]
const ROOTS = LISTS.map((tasks) => taskListRoot(tasks))
const PROOFS = LISTS.map((tasks) => tasks.map((_, i) => taskProof(tasks, i)))
const SALT = hash(0x5a)
const NOTHING = new Uint8Array(0)
const PROJECT_KINDS = (Object.keys(KINDS) as KindName[]).filter((kind) => ['projects', 'voting'].includes(KINDS[kind].contract))

interface Place {
  readonly world: World
  readonly random: Random
  readonly id: bigint
}

/** How somebody votes: it can be worked out again at the reveal. */
const choiceOf = (voter: Address, id: bigint, currency: bigint): boolean => (BigInt(voter) * 7n + id + currency) % 3n > 0n

/** A small number of tasks: the last index is wrong in most lists. */
const indexOf = (random: Random): bigint => (oneIn(random, 30) ? pick(random, [3n, 31n, 32n, 2n ** 64n]) : BigInt(random(3)))

const SEEKS: { readonly [kind in KindName]?: (task: RecordOf<'task'>) => boolean } = {
  submitEvidence: ({ claimer, validationStake }) => BigInt(claimer) > 0n && validationStake === 0n,
  validate: ({ validationStake }) => validationStake > 0n,
  commit: isDisputed,
  reveal: isDisputed,
  settleBallot: isDisputed,
  settleTask: ({ settled, claimer }) => settled === 0n && BigInt(claimer) > 0n,
  settleValidation: ({ approvals, rejections }) => approvals + rejections > 0n,
}

/** A task for which the call may make sense, or any. */
function taskFor({ world, random, id }: Place, kind: KindName): bigint {
  const fits = SEEKS[kind]
  if (fits === undefined || oneIn(random, 8)) return indexOf(random)
  const found = [0n, 1n, 2n].filter((index) => fits(world.ledger.get('task', id, index)))
  return found.length === 0 ? indexOf(random) : pick(random, found)
}

/** Somebody of whom a record says that the call is hers to make, or anybody. */
function personWith(random: Random, has: (person: Address) => boolean): Address {
  const found = oneIn(random, 8) ? [] : PEOPLE.filter(has)
  return pick(random, found.length > 0 ? found : PEOPLE)
}

const currencyOf = (random: Random): bigint => (oneIn(random, 40) ? 2n : BigInt(random(2)))
const amountOf = (random: Random): bigint => (oneIn(random, 2) ? randomAmount(random) : MAX >> BigInt(random(40)))

function proposal({ world, random }: Place): readonly Argument[] {
  const { parameters } = world.config.genesis
  const lowest = lowestEther(world.pool(), world.now, parameters)
  // Most cost up to 15 % of the pool, or what the community allows.
  const share = parameters.maxCostShare < 1_500n ? parameters.maxCostShare : 1_500n
  const cost = oneIn(random, 12) ? randomAmount(random) : (lowest * share * BigInt(1 + random(150))) / 1_500_000n + BigInt(random(3))
  const shortest = parameters.minStakingPeriod < 86_400n && !oneIn(random, 20) ? 86_400n : parameters.minStakingPeriod
  const period = oneIn(random, 20) ? BigInt(random(90)) * 86_400n : shortest * BigInt(1 + random(4))
  return [cost, period, currencyOf(random), hash(3), oneIn(random, 40) ? new Uint8Array(257) : NOTHING]
}

function claim({ world, random, id }: Place): readonly Argument[] {
  const { leader } = world.ledger.get('project', id)
  const list = Math.max(0, ROOTS.findIndex((root) => root.every((byte, i) => byte === leader[i])))
  const index = indexOf(random)
  const task = LISTS[list]?.[Number(index)]
  return [id, index, task?.weight ?? 1n, task?.contentHash ?? hash(0), PROOFS[list]?.[Number(index)] ?? [hash(0), hash(0), hash(0), hash(0), hash(0)]]
}

/** What is missing more of, from all that she has. */
function stakeArguments({ world, random, id }: Place, currency: bigint, sender: Address): readonly Argument[] {
  const { stakedTokens, stakedReputation } = world.ledger.get('project', id)
  const { requiredTokens, requiredReputation } = world.ledger.get('proposal', id)
  const missing = stakedTokens < requiredTokens ? 0n : stakedReputation < requiredReputation ? 1n : currency
  const { tokens, reputation } = world.account(sender)
  const all = missing === 0n ? tokens : reputation
  return oneIn(random, 8) ? [id, currency, amountOf(random)] : [id, missing, oneIn(random, 3) ? all / 3n + 1n : all + 1n - BigInt(random(2))]
}

/** The list that leads, one that somebody chose, or any. */
function supported({ world, random, id }: Place): Uint8Array {
  if (oneIn(random, 30)) return hash(0)
  const chosen = ROOTS.filter((root) => world.ledger.get('taskList', id, root).count > 0n)
  return chosen.length === 0 || oneIn(random, 8) ? pick(random, ROOTS) : chosen[0] ?? hash(0)
}

/** All or a part of the rights, or something else. */
function rightsOr({ world, random }: Place, currency: bigint, sender: Address): bigint {
  const { tokens, reputation } = world.ledger.get('rights', sender)
  const all = currency === 0n ? tokens : reputation
  return all === 0n || oneIn(random, 10) ? amountOf(random) : (all * BigInt(1 + random(4))) / 4n
}

/** All or a part of her stake, or something else. */
function stakedOr({ world, random, id }: Place, currency: bigint, sender: Address): bigint {
  const { tokens, reputation } = world.ledger.get('stake', id, sender)
  const all = currency === 0n ? tokens : reputation
  return all === 0n || oneIn(random, 10) ? amountOf(random) : all / BigInt(1 + random(4))
}

/** Arguments of a call on a project that often make sense; `sender` is who makes it. */
function argumentsOf(place: Place, kind: KindName, sender: Address): readonly Argument[] {
  const { world, random, id } = place
  const index = taskFor(place, kind)
  const currency = currencyOf(random)
  switch (kind) {
    case 'propose': return proposal(place)
    case 'advance': return [id]
    case 'stake': return stakeArguments(place, currency, sender)
    case 'unstake': return [id, currency, stakedOr(place, currency, sender)]
    case 'withdrawRights': return [currency, rightsOr(place, currency, sender)]
    case 'submitTaskList': return [id, oneIn(random, 40) ? [] : pick(random, LISTS)]
    case 'supportTaskList': return [id, supported(place)]
    case 'claimTask': return claim(place)
    case 'validate': return [id, index, random(3) > 0]
    case 'settleTask': return [id, index]
    case 'settleValidation': return [id, index, personWith(random, (person) => isTask(index) && world.ledger.get('seat', id, index, person).side > 0n)]
    case 'settleStake': return [id, personWith(random, (person) => hasStake(place, person))]
    case 'settleBallot': return [id, index, personWith(random, (person) => hasBallot(world, id, index, person, currency)), currency]
    default: return [currency, amountOf(random)]
  }
}

const PROPOSE: readonly KindName[] = ['propose']
const BY_STAGE: { readonly [stage: string]: readonly KindName[] } = {
  0: PROPOSE,
  1: ['stake', 'stake', 'stake', 'stake', 'stake', 'stake', 'stake', 'stake', 'unstake', 'advance'],
  2: ['submitTaskList', 'supportTaskList', 'supportTaskList', 'supportTaskList', 'supportTaskList', 'supportTaskList', 'supportTaskList', 'advance'],
  3: ['claimTask', 'claimTask', 'claimTask', 'submitEvidence', 'submitEvidence', 'submitEvidence', 'settleTask', 'advance'],
  4: ['validate', 'validate', 'validate', 'validate', 'validate', 'requestRights', 'settleTask', 'advance'],
  5: ['requestRights', 'requestRights', 'commit', 'commit', 'commit', 'reveal', 'reveal', 'reveal', 'reveal', 'reveal', 'settleTask', 'settleValidation', 'settleBallot', 'withdrawRights'],
  6: ['settleStake', 'settleValidation', 'settleBallot', 'withdrawRights', 'withdrawRights', 'settleTask', 'advance', 'burn', 'mint', 'mint', 'donate'],
  7: ['settleStake', 'settleValidation', 'settleBallot', 'withdrawRights', 'withdrawRights', 'settleTask', 'advance', 'burn', 'mint', 'mint', 'donate'],
  8: ['settleStake', 'settleTask', 'withdrawRights', 'burn', 'mint', 'mint'],
}

const LISTED: ReadonlySet<KindName> = new Set(['submitTaskList', 'supportTaskList', 'unstake'])

const hasStake = ({ world, id }: Place, person: Address): boolean => {
  const { tokens, reputation } = world.ledger.get('stake', id, person)
  return tokens + reputation > 0n
}
const hasRights = ({ world }: Place, person: Address): boolean => {
  const { tokens, reputation } = world.ledger.get('rights', person)
  return tokens + reputation > 0n
}
const stakersOf = (place: Place): readonly Address[] => PEOPLE.filter((person) => hasStake(place, person))

/** Who does it: workers claim, stakers decide, anybody does anything at times. */
function senderOf(place: Place, kind: KindName): Address {
  const { random } = place
  if (oneIn(random, 12)) return pick(random, PEOPLE)
  if (kind === 'withdrawRights') return personWith(random, (person) => hasRights(place, person))
  if (kind === 'claimTask') return pick(random, WORKERS)
  const stakers = LISTED.has(kind) ? stakersOf(place) : []
  return pick(random, stakers.length > 0 ? stakers : PEOPLE)
}

const isTask = (index: bigint): boolean => index < 32n
const hasBallot = ({ ledger }: World, id: bigint, index: bigint, voter: Address, currency: bigint): boolean =>
  isTask(index) && currency < 2n && ledger.get('ballot', id, index, voter, currency).amount > 0n

/** What only one person can do: hand in her evidence, commit her rights, reveal her ballot. */
function ownDeed(place: Place, kind: 'submitEvidence' | 'commit' | 'reveal', anybody: Address): Deed {
  const { world, random, id } = place
  const index = taskFor(place, kind)
  const currency = currencyOf(random)
  if (kind === 'submitEvidence') {
    const { claimer } = world.ledger.get('task', id, isTask(index) ? index : 0n)
    const sender = BigInt(claimer) === 0n || oneIn(random, 12) ? anybody : claimer
    return { sender, kind, args: [id, index, oneIn(random, 30) ? hash(0) : hash(5), NOTHING], value: 0n }
  }
  const rightsIn = (person: Address): bigint => world.ledger.get('rights', person)[currency === 0n ? 'tokens' : 'reputation']
  const sender = personWith(random, (person) => (kind === 'commit' ? rightsIn(person) > 0n : hasBallot(world, id, index, person, currency)))
  const secret = ballotSecret(world.config.genesis.chainId, { id, index, currency }, sender, choiceOf(sender, id, currency), SALT)
  if (kind === 'commit') return { sender, kind, args: [id, index, currency, secret, rightsOr(place, currency, sender)], value: 0n }
  return { sender, kind, args: [id, index, currency, choiceOf(sender, id, currency) !== oneIn(random, 12), SALT], value: 0n }
}

const OPEN_AT_ONCE = 3

/** A project to do something on: mostly one that still runs, or that has not settled all. */
function someProject({ world, settlings }: Scene, random: Random, projects: bigint): bigint {
  const running: bigint[] = []
  const held: bigint[] = []
  for (let id = projects; id > 0n && id + 12n > projects; id--) {
    if (!isEnded(world.ledger.get('project', id).stage)) running.push(id)
    else if (settlings.isOpen(id)) held.push(id)
  }
  const isNew = running.length < OPEN_AT_ONCE && oneIn(random, 12)
  if (projects === 0n || isNew || oneIn(random, 200)) return projects + 1n
  if (running.length > 0 && !oneIn(random, 4)) return pick(random, running)
  return held.length > 0 && !oneIn(random, 8) ? pick(random, held) : projects - BigInt(random(Number(projects < 12n ? projects : 12n)))
}

/** A member loses her key, finds it again, or moves. */
function recovery(world: World, random: Random): Deed {
  const isMember = (person: Address): boolean => world.account(person).member === 1n
  const pending = (person: Address): boolean => world.ledger.get('recovery', person).state > 0n
  const kind = pick<KindName>(random, ['startRecovery', 'cancelRecovery', 'finishRecovery', 'finishRecovery'])
  const from = personWith(random, kind === 'startRecovery' ? isMember : pending)
  const to = personWith(random, (person) => !isMember(person))
  const args = kind === 'cancelRecovery' ? [] : kind === 'finishRecovery' ? [from] : [from, to, world.now + 9n, sealOf(REGISTRAR)]
  return { sender: kind === 'cancelRecovery' ? from : pick(random, PEOPLE), kind, args, value: 0n }
}

/** What the next deed is drawn from, beside chance. */
export interface Scene {
  readonly world: World
  readonly settlings: Settlings
}

/** Somebody settles what an ended project still holds. */
function settlingDeed({ settlings }: Scene, { random, id }: Place): Deed | undefined {
  const open = settlings.of(id)
  if (open.length === 0 || oneIn(random, 3)) return undefined
  const { kind, args } = pick(random, open)
  return { sender: pick(random, PEOPLE), kind, args, value: 0n }
}

/** A call of the books of money, membership and dividends. */
function moneyDeed(world: World, random: Random, kind: KindName): Deed {
  return { sender: pick(random, PEOPLE), kind, args: randomCall(random, kind, world.now).args, value: randomValue(random, kind) }
}

/** A deed drawn from `random`: most are what somebody might do at this moment, some are anything at all. */
export function nextDeed(scene: Scene, random: Random): Deed {
  const { world } = scene
  if (oneIn(random, 80)) return recovery(world, random)
  if (oneIn(random, 9)) return moneyDeed(world, random, pick(random, KIND_NAMES))
  const id = someProject(scene, random, world.pool().projects)
  const place = { world, random, id }
  const { stage } = world.ledger.get('project', id)
  const settling = isEnded(stage) ? settlingDeed(scene, place) : undefined
  return settling ?? projectDeed(place, stage)
}

/** What has to come first: a list before support, a claim before evidence, rights before ballots, which come before they are revealed. */
function sensible({ world, random, id }: Place, kind: KindName): KindName {
  if (oneIn(random, 8)) return kind
  const { commitEnd } = world.ledger.get('project', id)
  if (kind === 'supportTaskList') return ROOTS.some((root) => world.ledger.get('taskList', id, root).count > 0n) ? kind : 'submitTaskList'
  const isClaimed = SEEKS.submitEvidence ?? (() => true)
  if (kind === 'submitEvidence') return [0n, 1n, 2n].some((index) => isClaimed(world.ledger.get('task', id, index))) ? kind : 'claimTask'
  if (kind !== 'commit' && kind !== 'reveal') return kind
  return world.now < commitEnd ? 'commit' : 'reveal'
}

function projectDeed(place: Place, stage: bigint): Deed {
  const { random } = place
  const kind = oneIn(random, 15) ? pick(random, PROJECT_KINDS) : sensible(place, pick(random, BY_STAGE[`${stage}`] ?? PROPOSE))
  if (KIND_NAMES.includes(kind)) return moneyDeed(place.world, random, kind)
  const sender = senderOf(place, kind)
  if (kind === 'submitEvidence' || kind === 'reveal' || kind === 'commit') return ownDeed(place, kind, sender)
  const args = argumentsOf(place, kind, sender)
  return { sender, kind, args, value: oneIn(random, 300) ? 1n : 0n }
}

/** Just before, at or just after something ends: the next deadline of a project, or the end of a commit period. */
function untilDeadline(world: World, random: Random): bigint {
  const { projects } = world.pool()
  const ends: bigint[] = []
  for (let id = projects; id > 0n && id + 12n > projects; id--) {
    const { stage, deadline, commitEnd } = world.ledger.get('project', id)
    if (!isEnded(stage)) ends.push(deadline, commitEnd)
  }
  const ahead = ends.filter((end) => end > world.now)
  if (ahead.length === 0) return 0n
  const next = ahead.reduce((a, b) => (a < b ? a : b))
  return next - world.now + BigInt(random(3)) - 1n
}

/** How long until then, in seconds: mostly none, at times days or right to the edge of a deadline. */
export function nextWait(world: World, random: Random): bigint {
  const draw = random(200)
  if (draw < 140) return 0n
  if (draw < 184) return BigInt(random(7_200))
  if (draw === 184) return untilDeadline(world, random)
  return BigInt(random(draw < 196 ? 86_400 : 4 * 86_400))
}

export const isEnded = (stage: bigint): boolean => stage >= STAGES.complete
