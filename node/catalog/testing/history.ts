import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  accountOf, Address, addressFromBytes, addressToBytes, ballotSecret, callView, decodeGenesis, decodeRecord, encodeCalldata, ENTRIES, keccak256,
  kindGas, recordKey, systemAddress, targetOf, taskListRoot, taskProof, UNIT, ZERO_ADDRESS, ZERO_HASH,
} from '@distribute/state-machine'
import type { Argument, BlockBuilder, Call, ExecutedBlock, Item, KindName, Recover, Task } from '@distribute/state-machine'
import { openChain } from '../../chain/chain.ts'
import type { Chain, ChainOptions } from '../../chain/chain.ts'

/** Random histories of whole communities on a real chain, with signatures that say who signed instead of proving it. */
export const START = 1_700_000_000n
export const MEMBERS: readonly Address[] = Array.from({ length: 5 }, (_, i) => Address(`0x${(0xa0000 + i).toString(16).padStart(40, '0')}`))
const L1_SENDER = Address(`0x${'1a'.repeat(20)}`)

const recoverFromR: Recover = (_hash, r) => addressFromBytes(r, 12)

const GENESIS = decodeGenesis(JSON.stringify({
  name: 'Random', tokenName: 'Random', tokenSymbol: 'RND', chainId: '4242', timestamp: START.toString(), registrar: ZERO_ADDRESS,
  operator: `0x${'77'.repeat(20)}`,
  parameters: {
    minStakingPeriod: '10', staked: '40', active: '60', turnover: '25', validation: '40', counterPeriod: '5', commit: '30', reveal: '30',
    inboxDelay: '15', poolMemory: '0', recoveryDelay: '20', dividendPeriod: '200', unstakeFreeze: '3', registrationGrant: (100n * UNIT).toString(),
  },
}))

export type Random = (below: number) => number

/** A small generator: the same seed gives the same history. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)]!

const hashOf = (number: number): Uint8Array => keccak256(Uint8Array.of(number))
export const LISTS: readonly (readonly Task[])[] = [
  [{ weight: 10_000n, contentHash: hashOf(1) }],
  [{ weight: 7_000n, contentHash: hashOf(2) }, { weight: 3_000n, contentHash: hashOf(3) }],
]

interface Wish {
  readonly call: Call
  readonly value: bigint
  readonly to: Address
}

interface Scene {
  readonly random: Random
  readonly chain: Chain
  readonly sender: Address
  readonly projects: bigint
}

type Arguments = (scene: Scene) => readonly Argument[]

const someone = ({ random }: Scene): Address => pick(random, MEMBERS)
const amount = ({ random }: Scene): bigint => (BigInt(1 + random(40)) * UNIT) / 4n
/** Mostly one of the newest: older ones have ended. */
const project = ({ random, projects }: Scene): bigint => {
  if (random(20) === 0) return projects + 1n
  const newest = projects - BigInt(random(random(6) === 0 ? 12 : 3))
  return newest < 1n ? 1n : newest
}
const task = ({ random }: Scene): bigint => BigInt(random(random(12) === 0 ? 33 : 2))
const currency = ({ random }: Scene): bigint => BigInt(random(2))

const claim: Arguments = (scene) => {
  const [list, index] = [pick(scene.random, LISTS), Number(task(scene))]
  const { weight, contentHash } = list[index] ?? list[0]!
  return [project(scene), BigInt(index), weight, contentHash, taskProof(list, index % 2)]
}

const ballot: Arguments = (scene) => {
  const place = { id: project(scene), index: task(scene), currency: currency(scene) }
  const secret = ballotSecret(GENESIS.chainId, place, scene.sender, scene.random(2) === 0, ZERO_HASH)
  return [place.id, place.index, place.currency, secret, amount(scene)]
}

const ARGUMENTS: { readonly [kind in KindName]?: Arguments } = {
  send: () => [],
  tokenTransfer: (scene) => [someone(scene), amount(scene) / 8n],
  tokenApprove: (scene) => [someone(scene), amount(scene)],
  tokenTransferFrom: (scene) => [someone(scene), someone(scene), amount(scene) / 8n],
  mint: (scene) => [amount(scene) * 100n],
  burn: (scene) => [amount(scene), 0n],
  donate: () => [],
  register: (scene) => [someone(scene), hashOf(scene.random(12)), 2n ** 40n, new Uint8Array(0)],
  finishRecovery: (scene) => [someone(scene)],
  propose: (scene) => [amount(scene) / 50n, 20n + BigInt(scene.random(30)), currency(scene), hashOf(9), Buffer.from('ipfs://project')],
  advance: (scene) => [project(scene)],
  stake: (scene) => [project(scene), currency(scene), amount(scene) * 4n],
  unstake: (scene) => [project(scene), currency(scene), amount(scene)],
  submitTaskList: (scene) => [project(scene), pick(scene.random, LISTS)],
  supportTaskList: (scene) => [project(scene), taskListRoot(pick(scene.random, LISTS))],
  claimTask: claim,
  submitEvidence: (scene) => [project(scene), task(scene), hashOf(8), Buffer.from('ipfs://evidence')],
  validate: (scene) => [project(scene), task(scene), scene.random(2) === 0],
  settleTask: (scene) => [project(scene), task(scene)],
  settleValidation: (scene) => [project(scene), task(scene), someone(scene)],
  settleStake: (scene) => [project(scene), someone(scene)],
  requestRights: (scene) => [currency(scene), amount(scene) * 2n],
  withdrawRights: (scene) => [currency(scene), amount(scene)],
  commit: ballot,
  reveal: (scene) => [project(scene), task(scene), currency(scene), scene.random(2) === 0, ZERO_HASH],
  settleBallot: (scene) => [project(scene), task(scene), someone(scene), currency(scene)],
  payDividend: () => [],
  collectDividend: (scene) => [someone(scene)],
  withdraw: (scene) => [someone(scene)],
  withdrawTokens: (scene) => [someone(scene), amount(scene)],
}
const KIND_NAMES = Object.keys(ARGUMENTS) as KindName[]
const RICH: readonly KindName[] = ['mint', 'donate']
const PAYING: readonly KindName[] = ['send', 'mint', 'donate', 'payDividend', 'withdraw']
/** What brings a project on: asked for more often than the rest. */
const PROJECT_CONTRACTS = [systemAddress('projects'), systemAddress('voting')]
const WORK = KIND_NAMES.filter((kind) => PROJECT_CONTRACTS.includes(targetOf({ kind, args: [] }, ZERO_ADDRESS)))

function kindOf(random: Random): KindName {
  const kind = pick(random, random(12) > 0 ? WORK : KIND_NAMES)
  return RARE.includes(kind) && random(12) > 0 ? kindOf(random) : kind
}

function wishOf(scene: Scene, kind: KindName): Wish {
  const call: Call = { kind, args: ARGUMENTS[kind]?.(scene) ?? [] }
  const sum = RICH.includes(kind) ? amount(scene) : amount(scene) / 50n
  return { call, value: PAYING.includes(kind) ? sum : 0n, to: targetOf(call, someone(scene)) }
}

const RARE: readonly KindName[] = ['propose', 'requestRights', 'withdrawRights', 'burn', 'unstake']
/** For the arguments of one kind, before another kind is tried. */
const GUESSES = 15
const KINDS_TRIED = 8
const OPERATIONS: readonly KindName[] = ['register', 'advance', 'settleTask', 'settleValidation', 'settleStake', 'settleBallot']

const succeeds = ({ chain }: Scene, from: Address, { call, value, to }: Wish, time: bigint): boolean =>
  callView(chain.state, chain.config, { from, to, value, data: encodeCalldata(call), time }).ok

const word = (last: Uint8Array): Uint8Array => Uint8Array.from({ length: 32 }, (_, i) => (i < 32 - last.length ? 0 : last[i - 32 + last.length]!))

function itemOf(sender: Address, nonce: bigint, { call, value, to }: Wish): Item {
  const prices = { type: 2, gas: kindGas(call.kind), feeCap: 2n, tipCap: 0n } as const
  const signature = { yParity: 0, r: word(addressToBytes(sender)), s: word(Uint8Array.of(1)) } as const
  return { type: 'transaction', transaction: { ...prices, ...signature, nonce, value, to, call } }
}

interface Attempt {
  readonly wish: Wish
  readonly from: Address
}

/** Something that would succeed, from many guesses; now and then the first guess as it is: calls that fail are part of life. */
function attemptOf(scene: Scene, time: bigint): Attempt | undefined {
  const { random } = scene
  const anything = random(8) === 0
  let kind = kindOf(random)
  for (let guess = 0; guess < KINDS_TRIED * GUESSES; guess++) {
    if (guess % GUESSES === 0) kind = kindOf(random)
    const sender = pick(random, MEMBERS)
    const wish = wishOf({ ...scene, sender }, kind)
    const from = OPERATIONS.includes(wish.call.kind) && random(2) === 0 ? ZERO_ADDRESS : sender
    if (anything || succeeds(scene, from, wish, time)) return { wish, from }
  }
  return undefined
}

function addOne(scene: Scene, builder: BlockBuilder, nonces: Map<Address, bigint>): void {
  const attempt = attemptOf(scene, builder.time)
  if (attempt === undefined) return
  const { from, wish } = attempt
  if (from === ZERO_ADDRESS) {
    builder.add({ type: 'operation', operation: { call: wish.call } })
    return
  }
  const nonce = nonces.get(from) ?? accountOf(scene.chain.state, from).nonce
  if (builder.add(itemOf(from, nonce, wish)).included) nonces.set(from, nonce + 1n)
}

/** A block with one call of a member; whether it kept the rules. */
export async function appendCall(chain: Chain, sender: Address, call: Call): Promise<boolean> {
  const builder = chain.begin(chain.head().header.time + 1n)
  builder.add(itemOf(sender, accountOf(chain.state, sender).nonce, { call, value: 0n, to: targetOf(call, sender) }))
  const block = builder.seal()
  await chain.append(block)
  return block.outcomes.every(({ success }) => success)
}

const projectsIn = ({ state }: Chain): bigint => decodeRecord('pool', state.get(recordKey('pool'))).projects

/** Ether for everybody, from L1; some of it comes with the history. */
async function deposit(chain: Chain, random: Random): Promise<number> {
  const isFirst = chain.head().header.number === 0n
  const receivers = isFirst ? MEMBERS : random(6) === 0 ? [pick(random, MEMBERS)] : []
  const time = chain.head().header.time
  await chain.inbox.append(receivers.map((to) => ({
    entry: { kind: ENTRIES.deposit, time, from: random(2) === 0 ? to : L1_SENDER, value: 500n * UNIT, payload: addressToBytes(to) },
    meta: { l1Block: 1n, l1Hash: ZERO_HASH, transactionHash: ZERO_HASH },
  })))
  return receivers.length
}

/** The next block: a few calls of random members, some time after the last. */
export async function appendRandomBlock(chain: Chain, random: Random, calls = 5): Promise<ExecutedBlock> {
  const entries = await deposit(chain, random)
  const builder = chain.begin(chain.head().header.time + BigInt(1 + random(random(12) === 0 ? 25 : 5)))
  builder.readEntries(entries)
  const projects = projectsIn(chain)
  const nonces = new Map<Address, bigint>()
  for (let i = 0; i < calls; i++) addOne({ random, chain, sender: pick(random, MEMBERS), projects }, builder, nonces)
  const block = builder.seal()
  await chain.append(block)
  return block
}

export interface RandomPlace {
  readonly directory: string
  open(options?: Partial<ChainOptions>): Promise<Chain>
  remove(): void
}

export function createRandomPlace(): RandomPlace {
  const directory = mkdtempSync(join(tmpdir(), 'distribute-catalog-'))
  return {
    directory,
    open: (options = {}) => openChain({ directory, genesis: GENESIS, recover: recoverFromR, ...options }),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}
