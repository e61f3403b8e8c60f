import { encodeTransactionSegment, keccak256Of, merkleProof, proveInclusion, recordKey } from '@distribute/state-machine'
import type { Address, BatchClaim, Bytes32, Tree } from '@distribute/state-machine'
import { encodeFunctionData, toHex } from 'viem'
import type { Hex, TransactionReceipt } from 'viem'
import { calldataOf, submit } from '../../client/call.ts'
import type { L1Call } from '../../client/call.ts'
import { claimOf, genesisClaim } from '../../client/claims.ts'
import { proveAbandonedPromiseCall, proveBrokenPromiseCall, proveEquivocationCall } from '../../client/promise-calls.ts'
import type { ClaimedBlock, SignedPromise } from '../../client/promise-calls.ts'
import { depositStakeCall, postBatchCall } from '../../client/rollup-calls.ts'
import { readPostedBatches } from '../../client/rollup-logs.ts'
import { offerHandOverCall, takeoverCall } from '../../client/succession-calls.ts'
import { bytesOf, hexOf, hexOfAddress } from '../../client/values.ts'
import { addressOfWallet } from './anvil.ts'
import type { Anvil, Wallet } from './anvil.ts'
import { filler, pass, stateOf, TERMS } from './community.ts'
import type { Community } from './community.ts'
import { genesisTree } from './conviction.ts'
import { claimedBlock, founderKey, headerOf, sign, signingKey } from './promises.ts'
import type { SigningKey } from './promises.ts'

/** A block as its sequencer has it. */
interface Block {
  readonly number: bigint
  readonly time: bigint
  readonly parentHash: Bytes32
  readonly hash: Bytes32
  readonly state: Tree
  readonly promise: SignedPromise
}

/** Everything that an L1 reorg takes back with L1. */
interface Scene {
  readonly term: bigint
  readonly key: SigningKey
  readonly poster: Wallet
  readonly head: BatchClaim
  readonly batches: bigint
  /** posted, the newest last */
  readonly posted: readonly (Block & { readonly at: ClaimedBlock; readonly term: bigint })[]
  /** by term that is over: its last block, as the next one's claim chain has it */
  readonly ends: readonly (ClaimedBlock | undefined)[]
}

export interface ScheduleOutcome {
  /** proofs against honest promises, all of which must fail */
  readonly tried: number
  readonly convicted: string | undefined
  /** of what was planted, what L1 would not convict */
  readonly missed: readonly string[]
  readonly planted: number
  readonly steps: readonly string[]
}

export type Random = () => number

/** A generator of numbers from 0 to 1 that a seed repeats (mulberry32). */
export const randomFrom = (seed: number): Random => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const TRIES = [{
  type: 'function', name: 'attempt', stateMutability: 'nonpayable',
  inputs: [{ name: 'to', type: 'address' }, { name: 'calls', type: 'bytes[]' }], outputs: [{ type: 'uint256' }, { type: 'uint256' }],
}] as const
const CALLS_AT_ONCE = 100
const GAS = 5_000_000n

/** With gas enough: an estimate of the second before can be too low where a stake's lock moves with time. */
async function send(anvil: Anvil, wallet: Wallet, call: L1Call): Promise<TransactionReceipt> {
  const receipt = await anvil.reader.waitForTransactionReceipt({ hash: await submit(wallet, call, { gas: GAS }) })
  if (receipt.status !== 'success') throw new ScheduleError(call.functionName)
  return receipt
}

/** A call of an honest party was refused: the schedule is wrong, or the contracts are. */
export class ScheduleError extends Error {
  readonly code = 'ScheduleError'
}

/** What all schedules share: they begin where it stands, and go back to there. */
export interface Stage {
  readonly anvil: Anvil
  readonly community: Community
  readonly tries: Hex
  /** who can take over, stakes paid in */
  readonly takers: readonly Wallet[]
}

export async function prepareStage(anvil: Anvil, community: Community, tries: Hex): Promise<Stage> {
  const takers = [6, 7, 8].map((place) => anvil.wallet(place))
  for (const wallet of takers) {
    const stake = { staker: addressOfWallet(wallet), amount: TERMS.requiredStake }
    await send(anvil, wallet, depositStakeCall(community.deployment.contracts.stakes, stake))
  }
  return { anvil, community, tries, takers }
}

/** One random history of an honest line of sequencers, and what dishonest ones would have signed in it. */
export async function runSchedule(stage: Stage, random: Random, length: number): Promise<ScheduleOutcome> {
  const { anvil } = stage
  const base = await anvil.clock.snapshot()
  try {
    const play = createPlay(stage, random)
    for (let i = 0; i < length; i++) await play.step()
    return await play.judge()
  } finally {
    await anvil.clock.revert({ id: base })
  }
}

function createPlay({ anvil, community, tries, takers }: Stage, random: Random) {
  const { rollup, promises } = community.deployment.contracts
  const steps: string[] = []
  let keys = 0
  /** Every honest promise ever given, with its key's term if it has one on this L1. */
  const given: { readonly signed: SignedPromise; readonly key: SigningKey }[] = []
  const snapshots: { readonly id: Hex; readonly scene: Scene }[] = []
  let unposted: readonly Block[] = []
  let scene: Scene = {
    term: 0n, key: founderKey(), poster: community.poster, batches: 1n, posted: [], ends: [],
    head: genesisClaim({ ...community.deployment, rollup, genesis: community.genesis }),
  }
  const pick = (count: number): number => Math.floor(random() * count)
  const keysOf = (wallet: Wallet, key: SigningKey) => ({ poster: addressOfWallet(wallet), signer: key.address, staker: addressOfWallet(wallet) })
  const tip = (): Block | undefined => unposted.at(-1) ?? scene.posted.at(-1)

  const signOne = async (): Promise<void> => {
    const parent = tip()
    const header = await headerOf(anvil, community)
    const number = (parent?.number ?? 0n) + 1n
    const parentHash = parent?.hash ?? filler(0)
    const state = stateOf({ number, time: header.time, others: 1 })
    const promise = await sign(community, scene.key, { ...header, number, parentHash, stateRoot: state.root() })
    given.push({ signed: promise, key: scene.key })
    const hash = keccak256Of(parentHash, state.root(), bytesOf(toHex(header.l1Number, { size: 32 })))
    const block = { number, time: header.time, parentHash, hash, state, promise }
    unposted = [...unposted, block]
    journal.set(scene.key.address, [...(journal.get(scene.key.address) ?? []), block])
  }

  const postAll = async (): Promise<void> => {
    await signOne()
    const blocks = unposted
    const { number, hash } = await anvil.reader.getBlock()
    const roots = blocks.map(({ state }) => state.root())
    const last = blocks.at(-1)!
    const batch = {
      parent: scene.head, l1Block: { number, hash: bytesOf(hash) }, inboxRolling: new Uint8Array(32), chain: proveInclusion(last.state, recordKey('chain')),
      segments: blocks.map(({ time }) => encodeTransactionSegment({ last: true, inbox: false, t: time }, [])), roots,
    }
    const { blockNumber } = await send(anvil, scene.poster, postBatchCall(rollup, batch))
    const [logged] = await readPostedBatches(anvil.reader, rollup, { fromBlock: blockNumber, toBlock: blockNumber })
    const claim = claimOf(logged!.batch)
    const posted = blocks.map((block, i) => ({
      ...block, term: scene.term,
      at: { index: scene.batches, claim, segment: i, root: roots[i]!, path: merkleProof(roots, i), chain: proveInclusion(block.state, recordKey('chain')) },
    }))
    scene = { ...scene, head: claim, batches: scene.batches + 1n, posted: [...scene.posted, ...posted] }
    unposted = []
  }

  /** What ends a term: the last block before the next one's first batch. */
  const endNow = (): ClaimedBlock => {
    const last = scene.posted.at(-1)
    return last === undefined ? { ...claimedBlock(genesisTree(community.genesis), scene.head, 0n), path: [] } : last.at
  }
  const begin = (wallet: Wallet, key: SigningKey): void => {
    scene = { ...scene, term: scene.term + 1n, key, poster: wallet, ends: [...scene.ends, endNow()] }
  }
  const nextTaker = (): readonly [Wallet, SigningKey] => [takers[pick(takers.length)]!, signingKey(`${rollup} ${keys++} ${random()}`)]

  const handOver = async (): Promise<void> => {
    await postAll()
    const [wallet, key] = nextTaker()
    await anvil.clock.mine({ blocks: 1 })
    const { number, hash } = await anvil.reader.getBlock()
    const staker = scene.term === 0n ? community.staker : scene.poster
    await send(anvil, staker, offerHandOverCall(rollup, keysOf(wallet, key), { number, hash: bytesOf(hash) }))
    await send(anvil, wallet, takeoverCall(rollup, keysOf(wallet, key)))
    begin(wallet, key)
  }

  const takeOver = async (): Promise<void> => {
    await postAll()
    await pass(anvil, TERMS.takeoverDelay + 1n)
    const [wallet, key] = nextTaker()
    await send(anvil, wallet, takeoverCall(rollup, keysOf(wallet, key)))
    if (random() < 0.3) return postAll()
    await pass(anvil, TERMS.grace)
    begin(wallet, key)
    // Who took over owes a batch.
    await postAll()
  }

  /** L1 goes back some steps, and on in another way. What rests on L1 blocks that are gone is given up, nothing else. */
  const reorg = async (): Promise<void> => {
    const back = 1 + pick(Math.min(4, snapshots.length))
    const to = snapshots[snapshots.length - back]!
    await anvil.clock.revert({ id: to.id })
    snapshots.length -= back
    scene = to.scene
    await pass(anvil, BigInt(1 + pick(30)))
    unposted = await promisedBehind()
  }
  /** All that a key ever signed: a promise on an L1 block that stands is kept, whatever else L1 has lost. */
  const journal = new Map<Address, readonly Block[]>()

  const promisedBehind = async (): Promise<readonly Block[]> => {
    const kept: Block[] = []
    let parent = scene.posted.at(-1)?.hash ?? filler(0)
    for (const block of journal.get(scene.key.address) ?? []) {
      if (hexOf(block.parentHash) !== hexOf(parent) || !(await isCanonical(block.promise))) continue
      kept.push(block)
      parent = block.hash
    }
    return kept
  }
  const isCanonical = async ({ header }: SignedPromise): Promise<boolean> => {
    const newest = await anvil.reader.getBlockNumber()
    if (header.l1Number > newest) return false
    return (await anvil.reader.getBlock({ blockNumber: header.l1Number })).hash === hexOf(header.l1Hash)
  }

  const DEEDS: readonly (readonly [string, number, () => Promise<void>])[] = [
    ['sign', 6, signOne],
    ['post', 4, postAll],
    ['delay', 2, () => pass(anvil, BigInt(1 + pick(600)))],
    ['reorg', 4, reorg],
    ['hand-over', 1, handOver],
    ['takeover', 1, takeOver],
  ]

  const step = async (): Promise<void> => {
    let place = random() * DEEDS.reduce((sum, [, weight]) => sum + weight, 0)
    const [name, , deed] = DEEDS.find(([, weight]) => (place -= weight) < 0) ?? DEEDS[0]!
    if (name === 'reorg' && snapshots.length === 0) return
    if (name !== 'reorg') {
      snapshots.push({ id: await anvil.clock.snapshot(), scene })
    }
    steps.push(name)
    await deed()
    if (random() < 0.5) await anvil.clock.mine({ blocks: 1 })
  }

  const attempt = async (calls: readonly L1Call[]): Promise<readonly [number, number]> => {
    const data = encodeFunctionData({ abi: TRIES, functionName: 'attempt', args: [hexOfAddress(promises), calls.map((call) => calldataOf(call).data)] })
    const answer = await anvil.reader.call({ to: tries, data, gas: 1_000_000_000n })
    return [Number(BigInt(answer.data!.slice(0, 66))), Number(BigInt(`0x${answer.data!.slice(66)}`))]
  }

  /** All proofs that anybody could make of what was honestly signed: every pair, every block that was posted, every end of a term, under every term. */
  const proofsAgainstHonest = (): L1Call[] => {
    const calls: L1Call[] = []
    const nobody: Address = addressOfWallet(community.poster)
    for (let term = 0n; term <= scene.term; term++) {
      given.forEach(({ signed }, i) => {
        for (const other of given.slice(i + 1)) calls.push(proveEquivocationCall(promises, term, [signed, other.signed], nobody))
        for (const { at } of scene.posted) calls.push(proveBrokenPromiseCall(promises, term, { signed, posted: at }, nobody))
        for (const end of scene.ends) if (end !== undefined) calls.push(proveAbandonedPromiseCall(promises, term, { signed, last: end }))
      })
    }
    return calls
  }

  /** What a dishonest sequencer of the current or an earlier term would sign, with the proof that must convict it. */
  const planted = async (): Promise<readonly (readonly [string, L1Call])[]> => {
    const nobody: Address = addressOfWallet(community.poster)
    const lies: (readonly [string, L1Call])[] = []
    const signed = unposted.at(-1)
    if (signed !== undefined) {
      const other = await sign(community, scene.key, { ...(await headerOf(anvil, community)), number: signed.number, parentHash: signed.parentHash, stateRoot: filler(3) })
      lies.push(['equivocation', proveEquivocationCall(promises, scene.term, [signed.promise, other], nobody)])
    }
    const block = scene.posted.findLast(({ term }) => term === scene.term)
    if (block !== undefined) {
      const header = { ...(await headerOf(anvil, community)), number: block.number, parentHash: filler(5) }
      const byRoot = await sign(community, scene.key, { ...header, stateRoot: filler(4) })
      const byBody = await sign(community, scene.key, { ...header, stateRoot: block.state.root(), bodyHash: filler(6) })
      for (const lie of [byRoot, byBody]) lies.push(['broken', proveBrokenPromiseCall(promises, scene.term, { signed: lie, posted: block.at }, nobody)])
    }
    const end = scene.ends.at(-1)
    const former = formerKey()
    if (end !== undefined && former !== undefined) {
      const above = await sign(community, former, { ...(await headerOf(anvil, community)), number: 10_000n })
      lies.push(['abandoned', proveAbandonedPromiseCall(promises, scene.term - 1n, { signed: above, last: end })])
    }
    return lies
  }
  const formerKey = (): SigningKey | undefined => (scene.term === 1n ? founderKey() : undefined)

  const judge = async (): Promise<ScheduleOutcome> => {
    // An L1 block's hash can be looked up from the next one on.
    const lies = await planted()
    await anvil.clock.mine({ blocks: 1 })
    const calls = proofsAgainstHonest()
    let convicted: string | undefined
    for (let from = 0; from < calls.length; from += CALLS_AT_ONCE) {
      const [succeeded, first] = await attempt(calls.slice(from, from + CALLS_AT_ONCE))
      if (succeeded > 0) convicted ??= `${calls[from + first]?.functionName} ${JSON.stringify(calls[from + first]?.args, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))}`
    }
    const missed: string[] = []
    for (const [name, call] of lies) if ((await attempt([call]))[0] !== 1) missed.push(name)
    return { tried: calls.length, convicted, missed, planted: lies.length, steps }
  }
  return { step, judge }
}
