import type { Address } from '../codec/address.ts'
import type { Argument } from '../codec/argument.ts'
import type { CallResult } from '../execute/call.ts'
import { keccak256 } from '../hash.ts'
import type { KindName, ParameterName } from '../params.ts'
import { taskListRoot, taskProof, type Task } from '../rules/task-lists.ts'
import { ballotSecret } from '../rules/voting.ts'
import {
  addressOf, ALICE, BOB, CAROL, createWorld, DAVE, DAY, enrolled, ETHER, genesisOf, giveTokens, START, type CallOptions, type World,
} from './world.ts'

/** Erin and Frank work; Gina and those behind her validate and are no members; the patron gives the pool its ether. */
export const [ERIN, FRANK, GINA, HUGO, IDA, JOHN, KIM, LEO] = [5, 6, 7, 8, 9, 10, 11, 12].map(addressOf) as [
  Address, Address, Address, Address, Address, Address, Address, Address,
]
export const PATRON = addressOf(99)
export const VALIDATORS = [GINA, HUGO, IDA, JOHN, KIM, LEO]
export const EVERYBODY = [ALICE, BOB, CAROL, DAVE, ERIN, FRANK, ...VALIDATORS, PATRON]

export const [TOKENS, REPUTATION] = [0n, 1n]
/** A tenth of the pool. */
export const COST = 10n * ETHER
export const PERIOD = 8n * DAY
const hash = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
export const TASKS: readonly Task[] = [
  { weight: 5_000n, contentHash: hash(1) }, { weight: 3_000n, contentHash: hash(2) }, { weight: 2_000n, contentHash: hash(3) },
]
export const ONE_TASK: readonly Task[] = [{ weight: 10_000n, contentHash: hash(9) }]
export const ROOT = taskListRoot(TASKS)
export const EVIDENCE = hash(0xee)
export const SALT = hash(0x5a)

/** A call that must succeed. */
export function did(world: World, sender: Address, kind: KindName, args: readonly Argument[] = [], options: CallOptions = {}): CallResult {
  const result = world.call(sender, kind, args, options)
  if (result.error !== undefined) throw new TypeError(`${kind}: ${result.error}`)
  return result
}

/**
 * 100 ether in the pool; 10,000 tokens (Alice 4,000, Bob 3,000, Carol 800, Dave 1,000, six validators 200 each); six members with
 * 10,000 reputation each. A project of COST needs 1,000 tokens, 6,000 reputation and 11.1 ether.
 */
export function community(parameters: { readonly [name in ParameterName]?: bigint } = {}): World {
  const world = createWorld(genesisOf({ registrationStipend: 0n, ...parameters }))
  world.deposit(PATRON, 100n * ETHER)
  const tokens: readonly [Address, bigint][] = [[ALICE, 4_000n], [BOB, 3_000n], [CAROL, 800n], [DAVE, 1_000n]]
  for (const [who, amount] of tokens) giveTokens(world, who, amount * ETHER)
  for (const who of VALIDATORS) giveTokens(world, who, 200n * ETHER)
  ;[ALICE, BOB, CAROL, DAVE, ERIN, FRANK].forEach((who, i) => enrolled(world, who, i + 1))
  did(world, PATRON, 'donate', [], { value: 100n * ETHER })
  // Two windows later the whole pool counts.
  world.now = START + 2n * DAY
  return world
}

export const ORIGIN = START + 2n * DAY

/** Project 1, proposed by Dave. */
export function proposed(world: World, { cost = COST, period = PERIOD, currency = TOKENS, proposer = DAVE } = {}): bigint {
  const { output } = did(world, proposer, 'propose', [cost, period, currency, hash(7), new Uint8Array(0)])
  return output.reduce((value, byte) => value * 256n + BigInt(byte), 0n)
}

/** Staked at once: Alice 600 and Bob 400 tokens, Carol 4,500 and Dave 1,500 reputation. */
export function staked(world: World, id = proposed(world)): bigint {
  did(world, ALICE, 'stake', [id, TOKENS, 600n * ETHER])
  did(world, BOB, 'stake', [id, TOKENS, 400n * ETHER])
  did(world, CAROL, 'stake', [id, REPUTATION, 4_500n * ETHER])
  did(world, DAVE, 'stake', [id, REPUTATION, 1_500n * ETHER])
  return id
}

/** Active at once, with the list TASKS. */
export function active(world: World, id = staked(world), tasks = TASKS): bigint {
  did(world, ALICE, 'submitTaskList', [id, tasks])
  for (const who of [BOB, CAROL, DAVE]) did(world, who, 'supportTaskList', [id, taskListRoot(tasks)])
  return id
}

export const claimArguments = (id: bigint, index: number, tasks = TASKS): readonly Argument[] => {
  const task = tasks[index]
  return [id, BigInt(index), task?.weight ?? 1n, task?.contentHash ?? hash(0), taskProof(tasks, index)]
}

export function claimed(world: World, id: bigint, index: number, who: Address = ERIN, tasks = TASKS): void {
  did(world, who, 'claimTask', claimArguments(id, index, tasks))
}

export function worked(world: World, id: bigint, index: number, who: Address = ERIN, tasks = TASKS): void {
  claimed(world, id, index, who, tasks)
  did(world, who, 'submitEvidence', [id, BigInt(index), EVIDENCE, new Uint8Array(0)])
}

/** In Validation at once: Erin did tasks 0 and 1, Frank task 2. */
export function inValidation(world: World, id = active(world)): bigint {
  worked(world, id, 0)
  worked(world, id, 1)
  worked(world, id, 2, FRANK)
  return id
}

export const seated = (world: World, id: bigint, index: bigint, who: Address, approve: boolean): CallResult =>
  did(world, who, 'validate', [id, index, approve])

/** Voting on task 0 (Gina for, Hugo against); Ida approved 1 and 2. At the Validation deadline. */
export function inVoting(world: World, id = inValidation(world)): bigint {
  seated(world, id, 0n, GINA, true)
  seated(world, id, 0n, HUGO, false)
  seated(world, id, 1n, IDA, true)
  seated(world, id, 2n, IDA, true)
  world.now += 7n * DAY
  did(world, PATRON, 'advance', [id])
  return id
}

export const secretOf = (world: World, id: bigint, index: bigint, voter: Address, currency: bigint, choice: boolean): Uint8Array =>
  ballotSecret(world.config.genesis.chainId, { id, index, currency }, voter, choice, SALT)

/** Requests rights and commits. */
export function voted(world: World, id: bigint, index: bigint, voter: Address, currency: bigint, choice: boolean, amount: bigint): void {
  did(world, voter, 'requestRights', [currency, amount])
  did(world, voter, 'commit', [id, index, currency, secretOf(world, id, index, voter, currency, choice), amount])
}

export const revealed = (world: World, id: bigint, index: bigint, voter: Address, currency: bigint, choice: boolean): CallResult =>
  did(world, voter, 'reveal', [id, index, currency, choice, SALT])

export const textHash = (text: string): Uint8Array => keccak256(Uint8Array.from(text, (letter) => letter.charCodeAt(0)))
export const projectOf = (world: World, id = 1n) => world.ledger.get('project', id)
export const proposalOf = (world: World, id = 1n) => world.ledger.get('proposal', id)
export const taskOf = (world: World, index: bigint, id = 1n) => world.ledger.get('task', id, index)
export const stakeOf = (world: World, who: Address, id = 1n) => world.ledger.get('stake', id, who)
