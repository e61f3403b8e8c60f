import type { Address, Bytes32, PromiseHeader, Tree } from '@distribute/state-machine'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { commitmentOf, commitProofCall } from '../client/fraud-calls.ts'
import { proveAbandonedPromiseCall, proveBrokenPromiseCall, proveEquivocationCall, takeBreachPenaltyCall, type ClaimedBlock, type SignedPromise } from '../client/promise-calls.ts'
import { readBreaches, readPenalty } from '../client/promise-reads.ts'
import { depositStakeCall, keepBlockHashCall, withdrawStakeCall } from '../client/rollup-calls.ts'
import { readStake, type SequencerKeys } from '../client/rollup-reads.ts'
import { offerHandOverCall, takeoverCall } from '../client/succession-calls.ts'
import { readSuccession } from '../client/succession-reads.ts'
import { addressOf, bytesOf, hexOf, hexOfAddress } from '../client/values.ts'
import { addressOfWallet, deployTestContract, startAnvil } from './testing/anvil.ts'
import type { Anvil, Wallet } from './testing/anvil.ts'
import { filler, l1Time, pass, run, startCommunity, stateOf, TERMS } from './testing/community.ts'
import type { Community } from './testing/community.ts'
import { convictFirst, genesisTree, postFirst, repairFirst, repairFirstWith, takePenalty } from './testing/conviction.ts'
import { claimedBlock, founderKey, headerOf, idOf, malleated, sign, signingKey } from './testing/promises.ts'
import type { SigningKey } from './testing/promises.ts'
import { expectRevert } from './testing/reverts.ts'

const { requiredStake: STAKE, window: WINDOW, takeoverDelay: DELAY, grace: GRACE } = TERMS
const BURNED = addressOf('0x000000000000000000000000000000000000dEaD')
/** EIP-2935. */
const HISTORY = '0x0000F90827F1C53a10cb7A02335B175320002935'
const EVA = addressOf(`0x${'e4'.repeat(20)}`)

let anvil: Anvil
let community: Community
let rollup: Address
let stakes: Address
let promises: Address
let founder: SequencerKeys
const key = founderKey()
let ava: Wallet
let ben: Wallet
const prover = (): Wallet => anvil.wallet(5)

beforeAll(async () => {
  anvil = await startAnvil()
  ;[ava, ben] = [anvil.wallet(6), anvil.wallet(7)]
})
afterAll(() => anvil.close())
beforeEach(async () => {
  community = await startCommunity(anvil)
  ;({ rollup, stakes, promises } = community.deployment.contracts)
  founder = community.deployment.sequencer
  for (const wallet of [ava, ben]) await run(anvil, wallet, depositStakeCall(stakes, { staker: addressOfWallet(wallet), amount: STAKE }))
})

const promise = async (fields: Partial<PromiseHeader> = {}, by = key) => sign(community, by, await headerOf(anvil, community, fields))
const equivocation = (a: SignedPromise, b: SignedPromise, term = 0n, beneficiary = EVA) => run(anvil, prover(), proveEquivocationCall(promises, term, [a, b], beneficiary))
const broken = (signed: SignedPromise, posted: ClaimedBlock, term = 0n, beneficiary = EVA) =>
  run(anvil, prover(), proveBrokenPromiseCall(promises, term, { signed, posted }, beneficiary))
const abandoned = (signed: SignedPromise, last: ClaimedBlock, term = 0n) => run(anvil, prover(), proveAbandonedPromiseCall(promises, term, { signed, last }))
const take = (id: Bytes32) => run(anvil, prover(), takeBreachPenaltyCall(promises, id))
const penalty = (id: Bytes32) => readPenalty(anvil.reader, promises, id)
const amountOf = async (staker: Address) => (await readStake(anvil.reader, stakes, staker)).amount
const burned = () => anvil.reader.getBalance({ address: hexOfAddress(BURNED) })
const succession = async () => readSuccession(anvil.reader, rollup, await anvil.reader.getBlockNumber())

/** A batch of one block whose claimed state holds this number. */
async function postBlock(number: bigint): Promise<{ readonly state: Tree; readonly posted: ClaimedBlock }> {
  const options = { number, time: await l1Time(anvil) }
  const { batch } = await community.post(await community.prepare({ state: options }))
  const state = stateOf({ ...options, cursor: 0n })
  return { state, posted: claimedBlock(state, community.head(), batch.index) }
}

/** Gives the place to `ava`, with a key of this name. */
async function handOver(name: string, next = ava): Promise<SigningKey> {
  const signer = signingKey(`${name} ${rollup}`)
  const keys = { poster: addressOfWallet(next), signer: signer.address, staker: addressOfWallet(next) }
  const { number, hash } = await anvil.reader.getBlock()
  await run(anvil, community.staker, offerHandOverCall(rollup, keys, { number, hash: bytesOf(hash) }))
  await run(anvil, next, takeoverCall(rollup, keys))
  return signer
}

test('two headers for one place convict, whatever field differs, and the stake is frozen at once', async () => {
  const first = await promise()
  await anvil.clock.mine({ blocks: 2 })
  const changes: readonly Partial<PromiseHeader>[] = [
    { stateRoot: filler(9) }, { bodyHash: filler(9) }, { time: 1n }, await headerOf(anvil, community, { stateRoot: first.header.stateRoot }),
  ]
  for (const change of changes) {
    const second = await sign(community, key, { ...first.header, ...change })
    const { gasUsed } = await equivocation(first, second)
    expect(gasUsed).toBeLessThan(330_000n)
    expect(await penalty(idOf(community, 'equivocation', second, first))).toMatchObject({ breach: 'equivocation', staker: founder.staker, rests: undefined, isFrozen: true })
  }
  expect(await succession()).toMatchObject({ opensAt: 0n })
  const [log] = await readBreaches(anvil.reader, promises, { fromBlock: community.deployment.blockNumber, toBlock: await anvil.reader.getBlockNumber() })
  expect(log).toMatchObject({ breach: 'equivocation', term: 0n, staker: founder.staker, number: 1n, prover: addressOfWallet(prover()), beneficiary: undefined })
})

test('without a commitment the whole stake is burned, a window later, once', async () => {
  const [a, b] = [await promise(), await promise({ stateRoot: filler(9) })]
  await equivocation(a, b)
  const id = idOf(community, 'equivocation', a, b)
  await expectRevert(equivocation(b, a), 'AlreadyProven', [hexOf(id)])
  await expectRevert(take(id), 'NothingDue')
  await pass(anvil, WINDOW)
  const before = await burned()
  await take(id)
  expect([await amountOf(founder.staker), (await burned()) - before]).toEqual([0n, STAKE])
  await expectRevert(take(id), 'NothingDue')
  await expectRevert(equivocation(a, b), 'AlreadyProven')
})

test('half is the beneficiary’s who committed first, and a copied proof opens nothing', async () => {
  const [a, b] = [await promise(), await promise({ stateRoot: filler(9) })]
  const commit = (beneficiary: Address) => {
    const call = proveEquivocationCall(promises, 0n, [a, b], beneficiary)
    return run(anvil, prover(), commitProofCall(community.deployment.contracts.challenges, commitmentOf(call, beneficiary)))
  }
  const dan = addressOf(`0x${'d4'.repeat(20)}`)
  await commit(EVA)
  await commit(dan)
  await equivocation(a, b, 0n, addressOfWallet(ben))
  await equivocation(a, b, 0n, dan)
  await equivocation(a, b, 0n, EVA)
  await expectRevert(equivocation(a, b, 0n, dan), 'AlreadyProven')
  await pass(anvil, WINDOW)
  await take(idOf(community, 'equivocation', a, b))
  expect([await amountOf(EVA), await amountOf(dan), await amountOf(addressOfWallet(ben))]).toEqual([STAKE / 2n, 0n, STAKE])
})

test('one header twice, another number or another parent is no equivocation', async () => {
  const a = await promise()
  await expectRevert(equivocation(a, a), 'NoEquivocation')
  await expectRevert(equivocation(a, await promise({ number: 2n })), 'NoEquivocation')
  await expectRevert(equivocation(a, await promise({ parentHash: filler(9) })), 'NoEquivocation')
})

test('headers of another chain, rollup or key, and other forms of a signature, bind nobody', async () => {
  const a = await promise()
  await expectRevert(equivocation(a, await promise({ chainId: 7n })), 'WrongChain', [7n])
  await expectRevert(equivocation(a, await promise({ stateRoot: filler(9) }, signingKey('stranger'))), 'NotTheSigner')
  const b = await promise({ stateRoot: filler(9) })
  for (const signature of [malleated(b).signature, b.signature.subarray(0, 64), Uint8Array.of(...b.signature, 0), new Uint8Array(65), new Uint8Array(0)]) {
    await expectRevert(equivocation(a, { ...b, signature }), 'NotTheSigner')
  }
  const here = community
  const there = await startCommunity(anvil)
  const elsewhere = await sign(there, key, b.header)
  community = here
  await expectRevert(equivocation(a, elsewhere), 'NotTheSigner')
  await expectRevert(equivocation(a, b, 1n), 'TermNotBegun', [1n])
})

test('an L1 block that is not L1’s, or is not there yet, binds nobody', async () => {
  const a = await promise()
  const { l1Number } = a.header
  await expectRevert(equivocation(a, await promise({ l1Hash: filler(9) })), 'OriginNotCanonical', [l1Number, hexOf(filler(9))])
  for (const odd of [l1Number + 100n, 2n ** 64n, 2n ** 64n + l1Number, 2n ** 256n - 1n]) {
    await expectRevert(equivocation(a, await promise({ l1Number: odd })), 'OriginNotCanonical')
  }
  await expectRevert(equivocation(a, await promise({ ...(await originAt(community.deployment.blockNumber - 1n)), stateRoot: filler(9) })), 'OriginNotCanonical')
})

const originAt = async (blockNumber: bigint) => {
  const { number, hash } = await anvil.reader.getBlock({ blockNumber })
  return { l1Number: number, l1Hash: bytesOf(hash) }
}

test('who signs again after an L1 reorg is not convicted by what was signed before, and the other branch’s is forgotten both ways', async () => {
  const snapshot = await anvil.clock.snapshot()
  await anvil.clock.mine({ blocks: 3 })
  const before = await promise()
  await anvil.clock.mine({ blocks: 1 })
  await anvil.clock.revert({ id: snapshot })
  // Another block at each of the heights.
  await pass(anvil, 7n)
  await anvil.clock.mine({ blocks: 5 })
  const after = await promise({ stateRoot: filler(9) })
  await anvil.clock.mine({ blocks: 1 })
  await expectRevert(equivocation(before, after), 'OriginNotCanonical')
  await expectRevert(equivocation(after, before), 'OriginNotCanonical')
  const { posted } = await postBlock(1n)
  await expectRevert(broken(before, posted), 'OriginNotCanonical')
})

test('an origin that L1 forgets is provable where somebody kept it', async () => {
  const [a, b] = [await promise(), await promise({ stateRoot: filler(9) })]
  const forgotten = await promise({ ...(await originAt(a.header.l1Number - 1n)), stateRoot: filler(8) })
  await run(anvil, prover(), keepBlockHashCall(rollup, a.header.l1Number))
  await anvil.clock.mine({ blocks: 300 })
  const code = await anvil.reader.getCode({ address: HISTORY })
  await anvil.clock.setCode({ address: HISTORY, bytecode: '0x' })
  try {
    await expectRevert(equivocation(a, forgotten), 'UnknownL1Block', [forgotten.header.l1Number])
    await equivocation(a, b)
  } finally {
    await anvil.clock.setCode({ address: HISTORY, bytecode: code! })
  }
})

test('a header that the posted block is not convicts: by state root or by body', async () => {
  const { posted, state } = await postBlock(1n)
  const kept = await promise({ stateRoot: state.root() })
  await expectRevert(broken(kept, posted), 'PromiseKept', [1n])
  for (const change of [{ stateRoot: filler(9) }, { stateRoot: state.root(), bodyHash: filler(9) }]) {
    const lie = await promise(change)
    const { gasUsed } = await broken(lie, posted)
    expect(gasUsed).toBeLessThan(330_000n)
    expect(await penalty(idOf(community, 'broken', lie))).toMatchObject({ breach: 'broken', rests: { index: 1n }, isFrozen: true, isSettled: false })
  }
  const lie = await promise({ stateRoot: filler(8) })
  await broken(lie, posted)
  await expectRevert(broken(lie, posted), 'AlreadyProven')
})

test('evidence of another block, claim, root or record reverts, field by field', async () => {
  const { posted, state } = await postBlock(1n)
  const { posted: second } = await postBlock(2n)
  const lie = await promise({ stateRoot: filler(9) })
  const wrong: readonly (readonly [string, ClaimedBlock])[] = [
    ['WrongBlock', second],
    ['NotOfTheTerm', { ...posted, index: 0n }],
    ['NotStanding', { ...posted, index: 2n }],
    ['NotStanding', { ...posted, index: 9n }],
    ['NotStanding', { ...posted, claim: { ...posted.claim, claimant: EVA } }],
    ['RootNotPosted', { ...posted, root: filler(9) }],
    ['RootNotPosted', { ...posted, segment: 1 }],
    ['RootNotPosted', { ...posted, path: [filler(9)] }],
    ['RootNotPosted', { ...posted, chain: second.chain }],
    ['RootNotPosted', { ...posted, chain: { ...posted.chain, words: Uint8Array.of(...posted.chain.words.subarray(0, 32), ...filler(9)) } }],
  ]
  for (const [name, given] of wrong) await expectRevert(broken(lie, given), name)
  expect(await amountOf(founder.staker)).toBe(STAKE)
  expect((await succession()).opensAt).not.toBe(0n)
  await expectRevert(broken(await promise({ number: 3n, stateRoot: state.root() }), posted), 'WrongBlock', [1n])
})

test('a header above a term’s last block costs half of the stake, burned, and pays nobody', async () => {
  const { posted, state } = await postBlock(1n)
  const above = await promise({ number: 2n })
  const last = await promise({ number: 1n, stateRoot: state.root() })
  await expectRevert(abandoned(above, posted), 'TermNotOver')
  await handOver('next')
  await expectRevert(abandoned(last, posted), 'PromiseKept')
  await expectRevert(abandoned(above, { ...posted, index: 0n }), 'NotOfTheTerm')
  await expectRevert(abandoned(above, { ...posted, root: filler(9) }), 'RootNotPosted')
  const { gasUsed } = await abandoned(above, posted)
  expect(gasUsed).toBeLessThan(330_000n)
  await expectRevert(abandoned(above, posted), 'AlreadyProven')
  const id = idOf(community, 'abandoned', above)
  await pass(anvil, WINDOW)
  const before = await burned()
  await take(id)
  expect([await amountOf(founder.staker), (await burned()) - before]).toEqual([STAKE - STAKE / 2n, STAKE / 2n])
  await pass(anvil, 3n * WINDOW)
  await run(anvil, community.staker, withdrawStakeCall(stakes, { amount: STAKE / 2n, to: EVA }))
})

test('a term without a batch: what it signed above genesis is abandoned', async () => {
  const above = await promise()
  const genesis = claimedGenesis()
  await handOver('next')
  await abandoned(above, genesis)
  expect(await penalty(idOf(community, 'abandoned', above))).toMatchObject({ isFrozen: true, rests: { index: 0n } })
})

const claimedGenesis = (): ClaimedBlock => {
  const state = genesisTree(community.genesis)
  return { ...claimedBlock(state, community.head(), 0n), path: [] }
}

test('another’s block breaks nobody’s promise: the next term’s is no evidence', async () => {
  await postBlock(1n)
  const early = await promise({ number: 2n })
  const next = await handOver('next')
  const options = { number: 2n, time: await l1Time(anvil) }
  const { batch } = await community.postAs(ava, await community.prepare({ state: options }))
  const theirs = claimedBlock(stateOf({ ...options, cursor: 0n }), community.head(), batch.index)
  await expectRevert(broken(early, theirs), 'NotOfTheTerm', [2n])
  await expectRevert(broken(early, theirs, 1n), 'NotTheSigner')
  const own = await promise({ number: 2n, stateRoot: filler(9) }, next)
  await broken(own, theirs, 1n)
  expect(await penalty(idOf(community, 'broken', own))).toMatchObject({ staker: addressOfWallet(ava) })
})

test('what a taker signed before it took over, or names an older L1 block, binds nobody', async () => {
  const signer = signingKey(`early ${rollup}`)
  const early = await promise({}, signer)
  await anvil.clock.mine({ blocks: 1 })
  await pass(anvil, DELAY)
  await run(anvil, ava, takeoverCall(rollup, { poster: addressOfWallet(ava), signer: signer.address, staker: addressOfWallet(ava) }))
  const called = await promise({ stateRoot: filler(9) }, signer)
  await expectRevert(equivocation(called, called, 1n), 'TermNotBegun')
  await pass(anvil, GRACE)
  await expectRevert(equivocation(early, called, 1n), 'OriginNotCanonical')
  await equivocation(called, await promise({}, signer), 1n)
})

test('the key of a cancelled takeover binds nobody, ever', async () => {
  const signer = signingKey(`cancelled ${rollup}`)
  await pass(anvil, DELAY)
  await run(anvil, ava, takeoverCall(rollup, { poster: addressOfWallet(ava), signer: signer.address, staker: addressOfWallet(ava) }))
  const [a, b] = [await promise({}, signer), await promise({ stateRoot: filler(9) }, signer)]
  await postBlock(1n)
  await pass(anvil, GRACE)
  await expectRevert(equivocation(a, b, 1n), 'TermNotBegun')
})

test('void roots are no evidence: a breach that rests on them is cancelled, and the stake released', async () => {
  const first = await postFirst(community)
  const lie = await promise({ stateRoot: filler(9) })
  const state = stateOf({ time: timeOf(first), cursor: 0n })
  await broken(lie, claimedBlock(state, first.claim, 1n))
  const id = idOf(community, 'broken', lie)
  await convictFirst(anvil, community, first)
  await expectRevert(broken(lie, claimedBlock(state, first.claim, 1n)), 'NotStanding')
  await take(id)
  expect(await penalty(id)).toBeUndefined()
  await pass(anvil, WINDOW)
  // The lie about the root costs the stake all the same.
  await takePenalty(anvil, community, first)
  expect(await amountOf(founder.staker)).toBe(0n)
  await expectRevert(broken(lie, claimedBlock(state, first.claim, 1n)), 'NotStanding')
})

/** The time that `prepare` puts into state and segment. */
const timeOf = ({ logged }: Awaited<ReturnType<typeof postFirst>>): bigint => BigInt(hexOf(logged.batch.segments[0]!.subarray(1, 6)))

test('another’s false claim freezes nobody, takes nobody’s place, and is worth nothing once it is convicted', async () => {
  const first = await postFirst(community)
  await handOver('next')
  await convictFirst(anvil, community, first)
  await pass(anvil, WINDOW)
  await takePenalty(anvil, community, first)
  await run(anvil, community.staker, depositStakeCall(stakes, { staker: founder.staker, amount: STAKE }))
  const honest = await promise({ stateRoot: filler(5) })
  const lie = await repairFirstWith(anvil, community, first, ben, stateOf({ time: timeOf(first), cursor: 0n }))
  await broken(honest, { ...claimedBlock(stateOf({ time: timeOf(first), cursor: 0n }), lie.claim, 1n) })
  const id = idOf(community, 'broken', honest)
  expect(await penalty(id)).toMatchObject({ isFrozen: false, staker: founder.staker })
  expect(await frozen(founder.staker)).toBe(false)
  await convictFirst(anvil, community, lie)
  await take(id)
  expect(await penalty(id)).toBeUndefined()
  expect(await amountOf(founder.staker)).toBe(STAKE)
  await repairFirst(anvil, community, first, ava)
})

test('another’s right claim convicts all the same, when it is final', async () => {
  const first = await postFirst(community)
  await handOver('next')
  await convictFirst(anvil, community, first)
  await pass(anvil, WINDOW)
  await takePenalty(anvil, community, first)
  await run(anvil, community.staker, depositStakeCall(stakes, { staker: founder.staker, amount: STAKE }))
  const lie = await promise({ stateRoot: filler(5) })
  const { claim, state } = await repairFirst(anvil, community, first, ben)
  await broken(lie, claimedBlock(state, claim, 1n))
  await expectRevert(run(anvil, community.staker, withdrawStakeCall(stakes, { amount: STAKE, to: EVA })), 'StakeLocked')
  await pass(anvil, WINDOW)
  await take(idOf(community, 'broken', lie))
  expect(await amountOf(founder.staker)).toBe(0n)
})

const frozen = (staker: Address) =>
  anvil.reader.readContract({ address: hexOfAddress(stakes), abi: IS_FROZEN, functionName: 'isFrozen', args: [hexOfAddress(staker)] })
const IS_FROZEN = [{ type: 'function', name: 'isFrozen', stateMutability: 'view', inputs: [{ type: 'address' }], outputs: [{ type: 'bool' }] }] as const

test('a wrong root’s penalty comes first: a decoy does not empty its reward', async () => {
  const [a, b] = [await promise(), await promise({ stateRoot: filler(9) })]
  const first = await postFirst(community)
  await equivocation(a, b)
  const id = idOf(community, 'equivocation', a, b)
  await pass(anvil, WINDOW / 2n)
  await convictFirst(anvil, community, first)
  await pass(anvil, WINDOW / 2n + 10n)
  await expectRevert(take(id), 'FraudFirst')
  await pass(anvil, WINDOW / 2n)
  await takePenalty(anvil, community, first)
  await take(id)
  expect(await penalty(id)).toMatchObject({ isSettled: true })
  expect(await frozen(founder.staker)).toBe(false)
})

test('a stake that has left answers for nothing, one that is locked does', async () => {
  await postBlock(1n)
  const [a, b, c] = [await promise(), await promise({ stateRoot: filler(9) }), await promise({ stateRoot: filler(8) })]
  await handOver('next')
  await pass(anvil, WINDOW - 100n)
  await expectRevert(run(anvil, community.staker, withdrawStakeCall(stakes, { amount: 1n, to: EVA })), 'StakeLocked')
  const snapshot = await anvil.clock.snapshot()
  await equivocation(a, b)
  await pass(anvil, 9n * WINDOW)
  await expectRevert(run(anvil, community.staker, withdrawStakeCall(stakes, { amount: 1n, to: EVA })), 'StakeIsFrozen')
  await anvil.clock.revert({ id: snapshot })
  await pass(anvil, 2n * WINDOW)
  await run(anvil, community.staker, withdrawStakeCall(stakes, { amount: STAKE, to: EVA }))
  await expectRevert(equivocation(a, c), 'NothingStaked')
})

test('two terms with one staker: the earlier one’s breach costs the stake of the later one', async () => {
  await postBlock(1n)
  const [a, b] = [await promise({ number: 2n }), await promise({ number: 2n, stateRoot: filler(9) })]
  const signer = signingKey(`rotated ${rollup}`)
  const keys = { poster: founder.poster, signer: signer.address, staker: founder.staker }
  const { number, hash } = await anvil.reader.getBlock()
  await run(anvil, community.staker, offerHandOverCall(rollup, keys, { number, hash: bytesOf(hash) }))
  await run(anvil, community.staker, takeoverCall(rollup, keys))
  await equivocation(a, b)
  await expectRevert(equivocation(a, b, 1n), 'NotTheSigner')
  expect(await succession()).toMatchObject({ current: { number: 1n }, opensAt: 0n })
  await expectRevert(postBlock(2n), 'StakeIsFrozen')
  await pass(anvil, WINDOW)
  await take(idOf(community, 'equivocation', a, b))
  expect(await amountOf(founder.staker)).toBe(0n)
})

test('several breaches: each penalty takes what is there then, and none keeps the stake frozen', async () => {
  const signed = [await promise(), await promise({ stateRoot: filler(8) }), await promise({ stateRoot: filler(9) })]
  await equivocation(signed[0]!, signed[1]!)
  await equivocation(signed[0]!, signed[2]!)
  await pass(anvil, WINDOW)
  await take(idOf(community, 'equivocation', signed[0]!, signed[1]!))
  expect(await frozen(founder.staker)).toBe(true)
  await take(idOf(community, 'equivocation', signed[0]!, signed[2]!))
  expect([await frozen(founder.staker), await amountOf(founder.staker)]).toEqual([false, 0n])
})

test('burned ether that calls back takes nothing twice', async () => {
  const place = await deployTestContract(anvil, 'Reentrant')
  const [a, b] = [await promise(), await promise({ stateRoot: filler(9) })]
  await equivocation(a, b)
  await pass(anvil, WINDOW)
  const before = [await burned(), await anvil.reader.getBalance({ address: hexOfAddress(stakes) })] as const
  await anvil.clock.setCode({ address: hexOfAddress(BURNED), bytecode: (await anvil.reader.getCode({ address: place }))! })
  try {
    await take(idOf(community, 'equivocation', a, b))
  } finally {
    await anvil.clock.setCode({ address: hexOfAddress(BURNED), bytecode: '0x' })
  }
  expect((await burned()) - before[0]).toBe(STAKE)
  expect(before[1] - (await anvil.reader.getBalance({ address: hexOfAddress(stakes) }))).toBe(STAKE)
})
