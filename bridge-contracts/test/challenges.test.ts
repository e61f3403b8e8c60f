import {
  batchIds, claimId, createTree, dataId as dataIdOf, encodeEntry, encodeInboxSegment, encodeRecord, executeSegment, genesisRecords, keccak256, merkleProof, merkleRoot, proveInclusion,
  recordKey, witnessOf, ZERO_ADDRESS,
} from '@distribute/state-machine'
import type { Address, BatchClaim, BatchData, Bytes32, ChainConfig, Genesis, Tree } from '@distribute/state-machine'
import { afterAll, beforeEach, beforeAll, expect, test } from 'vitest'
import { challengesAbi } from '../client/generated/challenges.ts'
import {
  commitmentOf, commitProofCall, postRootsCall, proveFraudCall, stageWitnessCall, takePenaltyCall,
} from '../client/fraud-calls.ts'
import { takeoverCall } from '../client/succession-calls.ts'
import type { FraudProof } from '../client/fraud-calls.ts'
import { submit } from '../client/call.ts'
import { depositCall } from '../client/inbox-calls.ts'
import { readInboxEntries } from '../client/bridge-reads.ts'
import { depositStakeCall, withdrawStakeCall } from '../client/rollup-calls.ts'
import { readBatchCounts, readIsFinal, readRollupFacts, readStake } from '../client/rollup-reads.ts'
import { addressOf, hexOf, hexOfAddress } from '../client/values.ts'
import { addressOfWallet, startAnvil } from './testing/anvil.ts'
import type { Anvil, Wallet } from './testing/anvil.ts'
import { emptyBlock, filler, l1Time, pass, run, startCommunity, TERMS } from './testing/community.ts'
import type { Community } from './testing/community.ts'
import { expectRevert } from './testing/reverts.ts'

const BURNED = addressOf('0x000000000000000000000000000000000000dEaD')
/** No transaction is signed here. */
const NOBODY: ChainConfig['recover'] = () => undefined
const NO_INBOX = { length: 0n, entry: () => undefined }
const THIEF = addressOf(`0x${'bb'.repeat(20)}`)

let anvil: Anvil
let community: Community
let config: ChainConfig
let rollup: Address
let challenges: Address
let stakes: Address
/** The state behind all that was posted, as it should be. */
let tree: Tree

beforeAll(async () => {
  anvil = await startAnvil()
})
afterAll(() => anvil.close())
beforeEach(async () => {
  community = await startCommunity(anvil)
  ;({ rollup, challenges, stakes } = community.deployment.contracts)
  config = { genesis: community.genesis, recover: NOBODY }
  tree = genesisTree(community.genesis)
})

function genesisTree(genesis: Genesis): Tree {
  const made = createTree()
  made.apply(genesisRecords(genesis))
  return made
}

/** A batch whose roots somebody claims, and what shows which of them are right. */
interface Posted {
  readonly data: BatchData
  readonly claim: BatchClaim
  readonly parent: BatchClaim
  readonly segments: readonly Uint8Array[]
  readonly roots: readonly Bytes32[]
  /** The claimed state before each segment. */
  readonly before: readonly Tree[]
}

/** Another withdrawal in a state, for nothing. */
const steal = (state: Tree, id = 1n): void =>
  void state.apply([{ key: recordKey('withdrawal', id), words: encodeRecord('withdrawal', { to: THIEF, value: 1n }) }])

const copyOf = (state: Tree): Tree => {
  const copy = createTree()
  copy.apply([...state.entries()])
  return copy
}

const twoEmpty = (t: bigint): readonly Uint8Array[] => [emptyBlock(t), emptyBlock(t)]

/** Runs two blocks on `state`, empty ones unless told otherwise, with what `lie` adds to the claimed state after the second. */
async function claimed(state: Tree, lie: (state: Tree) => void, blocksAt = twoEmpty): Promise<Pick<Posted, 'segments' | 'roots' | 'before'> & { readonly after: Tree }> {
  const t = await l1Time(anvil)
  const segments = blocksAt(t)
  const before: Tree[] = []
  const roots = segments.map((segment, i) => {
    before.push(copyOf(state))
    state.apply(executeSegment(state, segment, NO_INBOX, config).writes)
    if (i === 1) lie(state)
    return state.root()
  })
  return { segments, roots, before, after: state }
}

const honest = (): void => undefined

async function post(lie: (state: Tree) => void, state = tree, blocksAt = twoEmpty): Promise<Posted> {
  const parent = community.head()
  const { segments, roots, before, after } = await claimed(state, lie, blocksAt)
  const { batch } = await community.post({ ...(await community.prepare()), chain: proveInclusion(after, recordKey('chain')), segments, roots })
  const data = { ...batch, dataRoot: merkleRoot(segments.map(keccak256)), segments: 2n }
  expect(claimId(community.head())).toEqual(batchIds(batch).claimId)
  return { data, claim: community.head(), parent, segments, roots, before }
}

function proofOf({ data, claim, parent, segments, roots, before }: Posted, index = 1): FraudProof {
  const state = before[index]!
  const { witness } = witnessOf(state, segments[index]!, NO_INBOX, config)
  return {
    data, claim, parent, index,
    segment: segments[index]!, segmentPath: merkleProof(segments.map(keccak256), index),
    rootBefore: state.root(), rootBeforePath: index === 0 ? [] : merkleProof(roots, index - 1),
    rootAfter: roots[index]!, rootAfterPath: merkleProof(roots, index),
    witness: { keys: witness.keys, proof: witness.proof },
    inbox: { length: data.inboxLength, first: 0n, entries: witness.entries.list.map(encodeEntry) },
    staged: [],
  }
}

const prover = (): Wallet => anvil.wallet(5)
const [AVA, BEN] = [addressOf(`0x${'a1'.repeat(20)}`), addressOf(`0x${'b2'.repeat(20)}`)]
const prove = (proof: FraudProof, beneficiary = AVA, wallet = prover()) => run(anvil, wallet, proveFraudCall(challenges, beneficiary, proof))
const commit = (proof: FraudProof, beneficiary: Address) =>
  run(anvil, prover(), commitProofCall(challenges, commitmentOf(proveFraudCall(challenges, beneficiary, proof), beneficiary)))
const stakeOf = async (staker: Address) => (await readStake(anvil.reader, stakes, staker)).amount
const convictionOf = (claim: BatchClaim) =>
  anvil.reader.readContract({ address: hexOfAddress(challenges), abi: challengesAbi, functionName: 'convictionOf', args: [hexOf(claimId(claim))] })
const staker = (): Address => addressOfWallet(community.staker)

/** A stake of another account's, who then answers for roots. */
async function staked(account: number): Promise<Wallet> {
  const wallet = anvil.wallet(account)
  await run(anvil, wallet, depositStakeCall(stakes, { staker: addressOfWallet(wallet), amount: TERMS.requiredStake }))
  return wallet
}

async function postRoots({ data, parent }: Posted, state: Tree, lie: (state: Tree) => void, wallet: Wallet, segments: readonly Uint8Array[]) {
  const before: Tree[] = []
  const roots = segments.map((segment, i) => {
    before.push(copyOf(state))
    state.apply(executeSegment(state, segment, NO_INBOX, config).writes)
    if (i === 1) lie(state)
    return state.root()
  })
  await run(anvil, wallet, postRootsCall(rollup, { data, parent, chain: proveInclusion(state, recordKey('chain')), roots }))
  const claimTime = await l1Time(anvil)
  const round = await anvil.reader.readContract({ address: hexOfAddress(rollup), abi: roundAbi, functionName: 'round' })
  const last = { rootsRoot: merkleRoot(roots), lastRoot: roots[1]!, cursor: 0n, segments: 2n }
  const claim: BatchClaim = { dataId: dataIdOf(data), round, claimant: addressOfWallet(wallet), claimTime, ...last }
  return { data, parent, claim, segments, roots, before }
}
const roundAbi = [{ type: 'function', name: 'round', stateMutability: 'view', inputs: [], outputs: [{ type: 'uint64' }] }] as const


test('a right root is no fraud, whichever segment is asked about', async () => {
  const posted = await post(honest)
  for (const index of [0, 1]) await expectRevert(prove(proofOf(posted, index)), 'NoFraud', [hexOf(posted.roots[index]!)])
})

test('an entry that comes later turns no right root wrong: who asked for more entries than there were read those that there were', async () => {
  const posted = await post(honest, tree, (t) => [emptyBlock(t), encodeInboxSegment({ last: true, inbox: true, t }, 4)])
  const { inbox } = community.deployment.contracts
  const { blockNumber } = await run(anvil, anvil.wallet(6), depositCall(inbox, { to: AVA, value: 5n }))
  const [added] = await readInboxEntries(anvil.reader, inbox, { fromBlock: blockNumber, toBlock: blockNumber })
  const proof = proofOf(posted)
  await expectRevert(prove(proof), 'NoFraud', [hexOf(posted.roots[1]!)])

  // With it the segment would lead elsewhere; but it was not there.
  const { witness } = witnessOf(posted.before[1]!, posted.segments[1]!, { length: 1n, entry: () => added!.entry }, config)
  const later = { ...proof, witness: { keys: witness.keys, proof: witness.proof }, inbox: { length: 1n, first: 0n, entries: [encodeEntry(added!.entry)] } }
  await expectRevert(prove(later), 'WrongInboxLength')
  await expectRevert(prove({ ...later, data: { ...proof.data, inboxLength: 1n } }), 'WrongData')
  await expectRevert(prove({ ...later, inbox: { ...later.inbox, length: 0n } }), 'EntriesNotInInbox')
})

test('a wrong root is convicted in one transaction: its roots and those after it are void, the order stands', async () => {
  await post(honest)
  const lie = await post(steal)
  const after = await post(honest)
  await expectRevert(prove(proofOf(lie, 0)), 'NoFraud')
  await prove(proofOf(lie))
  expect(await readBatchCounts(anvil.reader, rollup)).toEqual({ batches: 4n, claims: 2n })
  await pass(anvil, TERMS.window)
  for (const [index, { claim }] of [[2n, lie], [3n, after]] as const) {
    expect(await readIsFinal(anvil.reader, rollup, { index, claimId: claimId(claim) })).toBe(false)
  }
  await expectRevert(post(honest), 'RootsMissing', [2n, 4n])
})

test('without a commitment the whole stake is burned, a window later', async () => {
  const lie = await post(steal)
  await prove(proofOf(lie))
  expect(await convictionOf(lie.claim)).toMatchObject({ beneficiary: ZERO_ADDRESS, committedAt: 0n, settled: false })
  const take = () => run(anvil, prover(), takePenaltyCall(challenges, claimId(lie.claim)))
  await expectRevert(take(), 'NothingDue')
  await pass(anvil, 10n * TERMS.window)
  await expectRevert(run(anvil, community.staker, withdrawStakeCall(stakes, { amount: 1n, to: staker() })), 'StakeIsFrozen')
  const burned = await anvil.reader.getBalance({ address: hexOfAddress(BURNED) })
  await take()
  expect(await stakeOf(staker())).toBe(0n)
  expect(await stakeOf(AVA)).toBe(0n)
  expect((await anvil.reader.getBalance({ address: hexOfAddress(BURNED) })) - burned).toBe(TERMS.requiredStake)
  await expectRevert(take(), 'NothingDue')
})

test('half of it is the beneficiary’s whose commitment, opened, is the earliest', async () => {
  const lie = await post(steal)
  const proof = proofOf(lie)
  await commit(proof, AVA)
  await expectRevert(commit(proof, AVA), 'AlreadyCommitted')
  await commit(proof, BEN)
  // Who copies a proof has no commitment to it, and who is second in line loses to who was first.
  await prove(proof, BEN)
  expect((await convictionOf(lie.claim)).beneficiary.toLowerCase()).toBe(BEN)
  await expectRevert(prove(proof, THIEF), 'AlreadyConvicted')
  await prove(proof, AVA)
  await expectRevert(prove(proof, BEN), 'AlreadyConvicted')
  await pass(anvil, TERMS.window)
  await expectRevert(prove(proof, AVA), 'WindowOver')
  await run(anvil, anvil.wallet(7), takePenaltyCall(challenges, claimId(lie.claim)))
  expect([await stakeOf(staker()), await stakeOf(AVA), await stakeOf(BEN)]).toEqual([0n, TERMS.requiredStake / 2n, 0n])
})

test('a commitment of the same L1 block opens nothing', async () => {
  const lie = await post(steal)
  const proof = proofOf(lie)
  const call = proveFraudCall(challenges, AVA, proof)
  await anvil.clock.setAutomine(false)
  try {
    const gas = 8_000_000n
    const wallet = prover()
    const nonce = await anvil.reader.getTransactionCount({ address: wallet.account.address })
    const hashes = [
      await submit(wallet, commitProofCall(challenges, commitmentOf(call, AVA)), { nonce, gas }),
      await submit(wallet, call, { nonce: nonce + 1, gas }),
    ]
    await anvil.clock.mine({ blocks: 1 })
    const receipts = await Promise.all(hashes.map((hash) => anvil.reader.getTransactionReceipt({ hash })))
    expect(receipts.map(({ status }) => status)).toEqual(['success', 'success'])
    expect(receipts[0]?.blockNumber).toBe(receipts[1]?.blockNumber)
  } finally {
    await anvil.clock.setAutomine(true)
  }
  expect(await convictionOf(lie.claim)).toMatchObject({ beneficiary: ZERO_ADDRESS })
})

test('evidence that does not fit reverts, field by field', async () => {
  const lie = await post(steal)
  const proof = proofOf(lie)
  const wrong: readonly (readonly [string, Partial<FraudProof>])[] = [
    ['NotStanding', { claim: { ...proof.claim, claimant: AVA } }],
    ['NotStanding', { data: { ...proof.data, index: 2n } }],
    ['WrongData', { data: { ...proof.data, inboxLength: 1n } }],
    ['WrongParent', { parent: { ...proof.parent, lastRoot: filler(1) } }],
    ['SegmentNotPosted', { segment: Uint8Array.of(...proof.segment, 0) }],
    ['SegmentNotPosted', { segmentPath: [...proof.segmentPath, filler(1)] }],
    ['SegmentNotPosted', { index: 2 }],
    ['RootNotPosted', { rootBefore: filler(1) }],
    ['RootNotPosted', { rootAfter: filler(1) }],
    ['RootNotPosted', { rootAfterPath: [] }],
    ['WrongInboxLength', { inbox: { ...proof.inbox, length: 1n } }],
    ['EntriesNotInInbox', { inbox: { ...proof.inbox, entries: [filler(1)] } }],
    ['NotStaged', { staged: [AVA] }],
    ['BadWitness', { witness: { ...proof.witness, keys: [] } }],
    ['BadWitness', { witness: { ...proof.witness, proof: proof.witness.proof.slice(1) } }],
  ]
  for (const [name, change] of wrong) await expectRevert(prove({ ...proof, ...change }), name)
  expect((await convictionOf(lie.claim)).due).toBe(0n)
  await pass(anvil, TERMS.window)
  await expectRevert(prove(proof), 'WindowOver')
})

test('a witness can be staged in parts', async () => {
  const lie = await post(steal)
  const proof = proofOf(lie)
  const whole = proof.witness.proof
  const cut = Math.floor(whole.length / 2)
  const parts = [whole.subarray(0, 7), whole.subarray(7, cut)]
  const staged: Address[] = []
  for (const part of parts) {
    const { result } = await anvil.reader.simulateContract({
      address: hexOfAddress(challenges), abi: challengesAbi, functionName: 'stageWitness', args: [hexOf(part)],
    })
    await run(anvil, prover(), stageWitnessCall(challenges, part))
    staged.push(addressOf(result))
  }
  const rest = { ...proof, witness: { ...proof.witness, proof: whole.subarray(cut) } }
  await expectRevert(prove({ ...rest, staged: [...staged].reverse() }), 'BadWitness')
  await prove({ ...rest, staged })
  expect((await convictionOf(lie.claim)).index).toBe(1n)
})

test('anybody with a stake posts the right roots; a new window begins, and the chain goes on under who took over', async () => {
  const lie = await post(steal)
  const own = await staked(8)
  const roots = (wallet: Wallet) => postRoots(lie, genesisTree(community.genesis), honest, wallet, lie.segments)
  await expectRevert(roots(own), 'NoRootsMissing')
  await expectRevert(run(anvil, own, takeoverCall(rollup, keysOf(own))), 'SequencerStands')
  await prove(proofOf(lie))
  await expectRevert(roots(anvil.wallet(9)), 'StakeTooLow')
  await expectRevert(roots(community.staker), 'StakeIsFrozen')
  const again = await roots(own)
  expect(again.claim.round).toBe(1n)
  expect(await readBatchCounts(anvil.reader, rollup)).toEqual({ batches: 2n, claims: 2n })
  for (const index of [0, 1]) await expectRevert(prove(proofOf(again, index)), 'NoFraud')
  expect(await readIsFinal(anvil.reader, rollup, { index: 1n, claimId: claimId(again.claim) })).toBe(false)

  await expectRevert(run(anvil, anvil.wallet(9), takeoverCall(rollup, keysOf(own))), 'NotTheStaker')
  await run(anvil, own, takeoverCall(rollup, keysOf(own)))
  expect((await readRollupFacts(anvil.reader, rollup)).sequencer).toEqual(keysOf(own))
  await expectRevert(run(anvil, own, takeoverCall(rollup, keysOf(own))), 'SequencerStands')
  await pass(anvil, TERMS.window)
  expect(await readIsFinal(anvil.reader, rollup, { index: 1n, claimId: claimId(again.claim) })).toBe(true)
})

const keysOf = (wallet: Wallet) => ({ poster: addressOfWallet(anvil.wallet(6)), signer: addressOfWallet(anvil.wallet(6)), staker: addressOfWallet(wallet) })

test('who built right on a false root, or wrong, was judged on it: an earlier conviction of another cancels the later one', async () => {
  const first = await post(steal)
  const second = await post((state) => steal(state, 2n))
  await prove(proofOf(second))
  const other = await staked(8)
  const onTheLie = await postRoots(second, copyOf(second.before[0]!), (state) => steal(state, 3n), other, second.segments)
  await prove(proofOf(onTheLie))
  await prove(proofOf(first))
  expect(await convictionOf(onTheLie.claim)).toMatchObject({ cancelled: true })
  // The same claimant stays convicted: she told both lies.
  expect(await convictionOf(second.claim)).toMatchObject({ cancelled: false })
  await pass(anvil, TERMS.window)
  await expectRevert(run(anvil, prover(), takePenaltyCall(challenges, claimId(onTheLie.claim))), 'NothingDue')
  await run(anvil, prover(), takePenaltyCall(challenges, claimId(first.claim)))
  expect(await stakeOf(addressOfWallet(other))).toBe(TERMS.requiredStake)
  await pass(anvil, 2n * TERMS.window)
  await run(anvil, other, withdrawStakeCall(stakes, { amount: TERMS.requiredStake, to: AVA }))
})
