import { ZERO_ADDRESS } from '@distribute/state-machine'
import type { Address } from '@distribute/state-machine'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { l1Call, submit } from '../client/call.ts'
import type { L1Call } from '../client/call.ts'
import { deployCommunity } from '../client/deploy-community.ts'
import { rollupAbi } from '../client/generated/rollup.ts'
import { stakesAbi } from '../client/generated/stakes.ts'
import { depositStakeCall, postBatchCall, withdrawStakeCall } from '../client/rollup-calls.ts'
import { readRollupLogs } from '../client/rollup-logs.ts'
import { readBatchCounts, readRollupFacts, readStake } from '../client/rollup-reads.ts'
import type { SequencerKeys } from '../client/rollup-reads.ts'
import { offerHandOverCall, takeoverCall, withdrawOfferCall } from '../client/succession-calls.ts'
import { readIsOffered, readSuccession, readTerm, readTermOfSigner } from '../client/succession-reads.ts'
import { addressOf, bytesOf, hexOfAddress } from '../client/values.ts'
import { addressOfWallet, deployTestContract, startAnvil } from './testing/anvil.ts'
import type { Anvil, Wallet } from './testing/anvil.ts'
import { filler, l1Time, pass, run, startCommunity, TERMS } from './testing/community.ts'
import type { Community } from './testing/community.ts'
import { convictFirst, postFirst, repairFirst, takePenalty } from './testing/conviction.ts'
import { expectRevert } from './testing/reverts.ts'

const { takeoverDelay: DELAY, grace: GRACE, requiredStake: STAKE, window: WINDOW } = TERMS
const BURNED = addressOf('0x000000000000000000000000000000000000dEaD')
const YEAR = 365n * 86_400n

let anvil: Anvil
let community: Community
let rollup: Address
let stakes: Address
let founder: SequencerKeys
/** of the taker and of another one */
let ava: Wallet
let ben: Wallet

beforeAll(async () => {
  anvil = await startAnvil()
  ;[ava, ben] = [anvil.wallet(6), anvil.wallet(7)]
})
afterAll(() => anvil.close())
beforeEach(async () => {
  community = await startCommunity(anvil)
  ;({ rollup, stakes } = community.deployment.contracts)
  founder = community.deployment.sequencer
  for (const wallet of [ava, ben]) await run(anvil, wallet, depositStakeCall(stakes, { staker: addressOfWallet(wallet), amount: STAKE }))
})

/** A signing key that nobody has used. */
let names = 0n
const freshKey = (): Address => addressOf(`0x${(++names).toString(16).padStart(40, 'c')}`)
const keysOf = (wallet: Wallet, signer = freshKey()): SequencerKeys =>
  ({ poster: addressOfWallet(wallet), signer, staker: addressOfWallet(wallet) })
const takeover = (wallet: Wallet, next = keysOf(wallet)) => run(anvil, wallet, takeoverCall(rollup, next))
const newest = async () => {
  const { number, hash } = await anvil.reader.getBlock()
  return { number, hash: bytesOf(hash) }
}
/** A block of now is known by its hash only one block later. */
const offer = async (next: SequencerKeys, wallet = community.staker) => run(anvil, wallet, offerHandOverCall(rollup, next, await newest()))
const current = async () => (await readRollupFacts(anvil.reader, rollup)).sequencer
const succession = async () => readSuccession(anvil.reader, rollup, await anvil.reader.getBlockNumber())
const amountOf = async (wallet: Wallet) => (await readStake(anvil.reader, stakes, addressOfWallet(wallet))).amount
const lockOf = async (staker: Address) => (await readStake(anvil.reader, stakes, staker)).lockedUntil
const post = async () => community.post(await community.prepare())
const postBy = async (wallet: Wallet) => run(anvil, wallet, postBatchCall(rollup, await community.prepare()))
const eventsOf = async (kind: string) => {
  const toBlock = await anvil.reader.getBlockNumber()
  const { events } = await readRollupLogs(anvil.reader, rollup, { fromBlock: community.deployment.blockNumber, toBlock })
  return events.filter((event) => event.kind === kind)
}
const at = (timestamp: bigint) => anvil.clock.setNextBlockTimestamp({ timestamp })
/** Mines calls in one block, in this order; answers which succeeded. */
async function together(...calls: readonly (readonly [Wallet, L1Call])[]): Promise<readonly string[]> {
  await anvil.clock.setAutomine(false)
  try {
    const hashes: `0x${string}`[] = []
    let fee = 100n * 10n ** 9n
    for (const [wallet, call] of calls) {
      fee -= 10n ** 9n
      hashes.push(await submit(wallet, call, { gas: 3_000_000n, maxFeePerGas: fee * 2n, maxPriorityFeePerGas: fee }))
    }
    await anvil.clock.mine({ blocks: 1 })
    const receipts = await Promise.all(hashes.map((hash) => anvil.reader.getTransactionReceipt({ hash })))
    expect(new Set(receipts.map(({ blockNumber }) => blockNumber)).size).toBe(1)
    expect(receipts.map(({ transactionIndex }) => transactionIndex)).toEqual(calls.map((_, i) => i))
    return receipts.map(({ status }) => status)
  } finally {
    await anvil.clock.setAutomine(true)
  }
}

test('term 0 is the deployment’s, and knows its block', async () => {
  const { blockNumber } = community.deployment
  const term = await readTerm(anvil.reader, rollup, 0n)
  expect(term).toMatchObject({ number: 0n, keys: founder, firstBatch: 1n, l1Block: blockNumber })
  expect(await readTerm(anvil.reader, rollup, 1n)).toBeUndefined()
  expect(await readTermOfSigner(anvil.reader, rollup, founder.signer)).toBe(0n)
  expect(await readTermOfSigner(anvil.reader, rollup, freshKey())).toBeUndefined()
  expect(await succession()).toEqual({ current: term, pending: undefined, opensAt: term!.since + DELAY })
})

test('who posts within the delay cannot be replaced', async () => {
  await pass(anvil, DELAY - 10n)
  await post()
  await pass(anvil, 20n)
  await expectRevert(takeover(ava), 'SequencerStands', [anyCase(founder.staker)])
})

test('after silence a takeover waits for the grace, and then holds without a further call', async () => {
  const { batch } = await post()
  const next = keysOf(ava)
  await at(batch.l1Time + DELAY - 1n)
  await expectRevert(run(anvil, ava, takeoverCall(rollup, next)), 'SequencerStands')
  await at(batch.l1Time + DELAY)
  await takeover(ava, next)
  const since = (await l1Time(anvil)) + GRACE
  expect(await current()).toEqual(founder)
  expect(await succession()).toMatchObject({ current: { number: 0n }, pending: { number: 1n, keys: next, since, firstBatch: 2n }, opensAt: undefined })
  await expectRevert(takeover(ben), 'TakeoverPending', [since])
  await expectRevert(postBy(ava), 'NotThePoster')
  await at(since)
  await anvil.clock.mine({ blocks: 1 })
  expect(await current()).toEqual(next)
  await expectRevert(post(), 'NotThePoster')
  await postBy(ava)
  expect(await readBatchCounts(anvil.reader, rollup)).toMatchObject({ batches: 3n })
  expect(await eventsOf('sequencer')).toMatchObject([{ term: 1n, cause: 'silence', previous: founder, current: next, since, firstBatch: 2n }])
})

test('a batch in the grace cancels a takeover: the clock starts again, and the key that was named serves nowhere else', async () => {
  await pass(anvil, DELAY)
  const next = keysOf(ava)
  await takeover(ava, next)
  await pass(anvil, GRACE - 10n)
  const { batch } = await post()
  expect(await current()).toEqual(founder)
  expect(await eventsOf('takeoverCancelled')).toMatchObject([{ term: 1n, cancelled: next, current: founder }])
  expect(await succession()).toMatchObject({ current: { number: 0n }, pending: undefined, opensAt: batch.l1Time + DELAY })
  expect(await readTermOfSigner(anvil.reader, rollup, next.signer)).toBeUndefined()
  await pass(anvil, DELAY)
  await expectRevert(takeover(ava, next), 'SignerUsed', [anyCase(next.signer)])
  await takeover(ben)
  expect(await succession()).toMatchObject({ pending: { number: 1n, firstBatch: 2n } })
})

/** viem writes addresses with a checksum. */
const anyCase = (address: Address): unknown => expect.stringMatching(new RegExp(`^${address}$`, 'i'))

test('in one block: whoever comes first, the batch or the takeover, an honest batch keeps its sequencer in place', async () => {
  const gas = async () => postBatchCall(rollup, await community.prepare())
  await pass(anvil, DELAY)
  expect(await together([community.poster, await gas()], [ava, takeoverCall(rollup, keysOf(ava))])).toEqual(['success', 'reverted'])
  expect(await current()).toEqual(founder)
  community = await startCommunity(anvil)
  ;({ rollup, stakes } = community.deployment.contracts)
  founder = community.deployment.sequencer
  await run(anvil, ava, depositStakeCall(stakes, { staker: addressOfWallet(ava), amount: STAKE }))
  await pass(anvil, DELAY)
  expect(await together([ava, takeoverCall(rollup, keysOf(ava))], [community.poster, await gas()])).toEqual(['success', 'success'])
  await pass(anvil, GRACE)
  expect(await current()).toEqual(founder)
})

test('who front-runs a taker gains nothing that a taker would not have, and the other loses nothing', async () => {
  await pass(anvil, DELAY)
  const next = keysOf(ava)
  // The same signing key, as seen in the pool: it now serves, if at all, for the stake of who named it.
  await takeover(ben, keysOf(ben, next.signer))
  await expectRevert(takeover(ava, next), 'TakeoverPending')
  await pass(anvil, GRACE)
  expect(await current()).toMatchObject({ staker: addressOfWallet(ben) })
  await run(anvil, ava, withdrawStakeCall(stakes, { amount: STAKE, to: addressOfWallet(ava) }))
  await expectRevert(run(anvil, ava, takeoverCall(rollup, keysOf(ben))), 'NotTheStaker')
})

test('another’s signing key: one that was ever named is refused, whoever it belongs to', async () => {
  await pass(anvil, DELAY)
  await expectRevert(takeover(ava, keysOf(ava, founder.signer)), 'SignerUsed', [anyCase(founder.signer)])
  await takeover(ava, { ...keysOf(ava), poster: founder.poster })
  // Naming another's posting key gives its batches to nobody: in the grace they are still the old term's.
  await post()
  expect(await current()).toEqual(founder)
})

test('a taker that posts nothing loses half of its stake, burned, and the next one needs no delay', async () => {
  await pass(anvil, DELAY)
  await takeover(ava)
  const { since } = (await succession()).pending!
  await at(since + GRACE - 1n)
  await expectRevert(takeover(ben), 'SequencerStands')
  await at(since + GRACE)
  const burned = await anvil.reader.getBalance({ address: hexOfAddress(BURNED) })
  await takeover(ben)
  expect(await current()).toMatchObject({ staker: addressOfWallet(ben) })
  expect([await amountOf(ava), await amountOf(ben)]).toEqual([STAKE / 2n, STAKE])
  expect((await anvil.reader.getBalance({ address: hexOfAddress(BURNED) })) - burned).toBe(STAKE / 2n)
  // Half of a stake is none.
  await pass(anvil, GRACE)
  await expectRevert(takeover(ava), 'StakeTooLow')
})

test('a taker that posts in time is a sequencer as any other', async () => {
  await pass(anvil, DELAY)
  await takeover(ava)
  await pass(anvil, GRACE)
  await postBy(ava)
  await pass(anvil, GRACE + 10n)
  await expectRevert(takeover(ben), 'SequencerStands')
  expect(await amountOf(ava)).toBe(STAKE)
})

test('hand-over: at once, to exactly the keys that were offered, and the stake that leaves is locked a window more', async () => {
  await post()
  const next = keysOf(ava)
  await expectRevert(offer(next, ava), 'NotTheStaker')
  await offer(next)
  expect(await readIsOffered(anvil.reader, rollup, next)).toBe(true)
  await expectRevert(takeover(ava, { ...next, signer: freshKey() }), 'SequencerStands')
  await pass(anvil, 2n * WINDOW)
  await post()
  await pass(anvil, 10n)
  await takeover(ava, next)
  const now = await l1Time(anvil)
  expect(await current()).toEqual(next)
  expect(await readIsOffered(anvil.reader, rollup, next)).toBe(false)
  expect(await lockOf(founder.staker)).toBeGreaterThanOrEqual(now + WINDOW)
  expect(await eventsOf('sequencer')).toMatchObject([{ term: 1n, cause: 'handOver', since: now, firstBatch: 3n }])
  await postBy(ava)
})

test('an offer can be taken back, and a later one takes its place', async () => {
  const [first, second] = [keysOf(ava), keysOf(ava)]
  await offer(first)
  await offer(second)
  await expectRevert(takeover(ava, first), 'SequencerStands')
  await expectRevert(run(anvil, ava, withdrawOfferCall(rollup)), 'NotTheStaker')
  await run(anvil, community.staker, withdrawOfferCall(rollup))
  await expectRevert(takeover(ava, second), 'SequencerStands')
  await expectRevert(offer({ ...first, poster: ZERO_ADDRESS }), 'BadSequencer')
})

test('an offer stands on the L1 block that it names: without the last batch there is none', async () => {
  const { number, hash } = await newest()
  const wrong = offerHandOverCall(rollup, keysOf(ava), { number, hash: filler(1) })
  await expectRevert(run(anvil, community.staker, wrong), 'WrongL1Block')
  await expectRevert(run(anvil, community.staker, offerHandOverCall(rollup, keysOf(ava), { number: number + 9n, hash })), 'UnknownL1Block')
})

test('silence cannot be handed on: a hand-over does not set the clock back', async () => {
  const { batch } = await post()
  await pass(anvil, DELAY - 100n)
  const next = keysOf(ava)
  await offer(next)
  await takeover(ava, next)
  expect(await succession()).toMatchObject({ current: { number: 1n }, opensAt: batch.l1Time + DELAY })
  await pass(anvil, 100n)
  await takeover(ben)
  expect(await succession()).toMatchObject({ pending: { number: 2n } })
})

test('nor can a first batch: who owes one has no place to offer', async () => {
  await pass(anvil, DELAY)
  await takeover(ava)
  await pass(anvil, GRACE)
  const next = keysOf(ben)
  await offer(next, ava)
  await expectRevert(takeover(ben, next), 'SequencerStands')
  await pass(anvil, GRACE)
  await takeover(ben, next)
  expect(await amountOf(ava)).toBe(STAKE / 2n)
})

test('two terms with one staker: keys change, the stake stays and is locked as for any other', async () => {
  await post()
  const next = { poster: addressOfWallet(ava), signer: freshKey(), staker: founder.staker }
  await offer(next)
  await takeover(community.staker, next)
  const now = await l1Time(anvil)
  expect(await current()).toEqual(next)
  expect(await lockOf(founder.staker)).toBe(now + 2n * WINDOW)
  expect(await readTermOfSigner(anvil.reader, rollup, founder.signer)).toBe(0n)
  expect(await readTermOfSigner(anvil.reader, rollup, next.signer)).toBe(1n)
  await expectRevert(takeover(community.staker, { ...next, signer: founder.signer }), 'SequencerStands')
})

test('void roots: no takeover after silence while they are missing, and a moment more once they are there', async () => {
  const first = await postFirst(community)
  await pass(anvil, WINDOW - 100n)
  // The founder hands over, so that whose roots are void is not who sequences.
  const next = keysOf(ben)
  await offer(next)
  await takeover(ben, next)
  await convictFirst(anvil, community, first)
  expect(await succession()).toMatchObject({ opensAt: undefined })
  await expectRevert(takeover(ava), 'SequencerStands')
  await repairFirst(anvil, community, first, ava)
  const there = await l1Time(anvil)
  expect(await succession()).toMatchObject({ opensAt: there + GRACE })
  await at(there + GRACE - 1n)
  await expectRevert(takeover(ava), 'SequencerStands')
  await at(there + GRACE)
  await takeover(ava)
  expect(await succession()).toMatchObject({ pending: { number: 2n } })
})

test('void roots while a takeover is under way cancel it: the sequencer could not answer', async () => {
  const first = await postFirst(community)
  const next = keysOf(ben)
  await offer(next)
  await takeover(ben, next)
  await pass(anvil, DELAY)
  await takeover(ava)
  await convictFirst(anvil, community, first)
  expect(await eventsOf('takeoverCancelled')).toMatchObject([{ term: 2n }])
  await pass(anvil, GRACE)
  expect(await current()).toEqual(next)
})

test('while roots are missing a taker’s clock stands', async () => {
  const first = await postFirst(community)
  await convictFirst(anvil, community, first)
  // At once, as the stake of the one before answers for a conviction; but no batch is possible.
  await takeover(ava)
  await pass(anvil, 10n * GRACE)
  await expectRevert(takeover(ben), 'SequencerStands')
  await repairFirst(anvil, community, first, ben)
  const there = await l1Time(anvil)
  await at(there + GRACE - 1n)
  await expectRevert(takeover(ben), 'SequencerStands')
  await at(there + GRACE)
  await takeover(ben)
  expect(await amountOf(ava)).toBe(STAKE / 2n)
})

test('a convicted sequencer is replaced at once, and its frozen stake is not halved before its penalty', async () => {
  await pass(anvil, DELAY)
  await takeover(ava)
  await pass(anvil, GRACE)
  const parent = community.head()
  const logged = await community.postAs(ava, await community.prepare())
  const first = { logged, claim: community.head(), parent }
  await convictFirst(anvil, community, first)
  await takeover(ben)
  expect(await amountOf(ava)).toBe(STAKE)
  await pass(anvil, WINDOW)
  await takePenalty(anvil, community, first)
  expect(await amountOf(ava)).toBe(0n)
})

test('burned ether that calls back finds everything decided', async () => {
  const place = await deployTestContract(anvil, 'Reentrant')
  const code = await anvil.reader.getCode({ address: place })
  await anvil.clock.setCode({ address: hexOfAddress(BURNED), bytecode: code! })
  try {
    await pass(anvil, DELAY)
    await takeover(ava)
    await pass(anvil, 2n * GRACE)
    // It calls takeover again, as the staker it is paid for: whatever it tries, one half is burned once.
    const { logs } = await takeover(ben)
    expect(logs.length).toBeGreaterThan(0)
    expect(await amountOf(ava)).toBe(STAKE / 2n)
    expect(await current()).toMatchObject({ staker: addressOfWallet(ben) })
    expect((await succession()).current.number).toBe(2n)
  } finally {
    await anvil.clock.setCode({ address: hexOfAddress(BURNED), bytecode: '0x' })
  }
})

function callOf(name: 'keep' | 'burnHalf' | 'freeze' | 'release' | 'slash', staker: `0x${string}`): L1Call {
  if (name === 'keep') return l1Call(stakes, { abi: stakesAbi, name, args: [staker, 2n ** 63n] })
  if (name === 'slash') return l1Call(stakes, { abi: stakesAbi, name, args: [staker, staker] })
  return l1Call(stakes, { abi: stakesAbi, name, args: [staker] })
}

test('nobody keeps, freezes or takes a stake but the contracts of the rollup', async () => {
  for (const name of ['keep', 'burnHalf', 'freeze', 'release', 'slash'] as const) {
    const staker = hexOfAddress(founder.staker)
    await expectRevert(run(anvil, ava, callOf(name, staker)), 'MayNotPunish')
  }
})

test('odd terms: at their limits no clock runs over, and beyond them there is no community', async () => {
  const deploy = (terms: object) => {
    const options = { genesis: community.genesis, sequencer: founder, terms: { ...TERMS, ...terms } }
    return deployCommunity(options, { walletClient: anvil.wallet(0), publicClient: anvil.reader })
  }
  await expectRevert(deploy({ takeoverDelay: 0n }), 'BadTakeover', [0n, GRACE])
  await expectRevert(deploy({ grace: 0n }), 'BadTakeover')
  await expectRevert(deploy({ takeoverDelay: YEAR + 1n }), 'BadTakeover')
  await expectRevert(deploy({ grace: 2n ** 64n - 1n }), 'BadTakeover')
  const longest = { window: YEAR, takeoverDelay: YEAR, grace: YEAR, maxLag: 2n ** 64n - 1n, requiredStake: STAKE }
  community = await startCommunity(anvil, longest)
  ;({ rollup, stakes } = community.deployment.contracts)
  const { batch } = await post()
  expect(await lockOf(founder.staker)).toBe(batch.l1Time + 3n * YEAR)
  expect(await succession()).toMatchObject({ opensAt: batch.l1Time + YEAR })
  community = await startCommunity(anvil, { takeoverDelay: 1n, grace: 1n, window: 1n })
  expect((await readTerm(anvil.reader, community.deployment.contracts.rollup, 0n))?.firstBatch).toBe(1n)
})

test('who serves stays locked until a window after it could be replaced', async () => {
  community = await startCommunity(anvil, { window: 100n, takeoverDelay: 3_000n, grace: 300n })
  const { batch } = await post()
  const { stakes: own } = community.deployment.contracts
  expect((await readStake(anvil.reader, own, founder.staker)).lockedUntil).toBe(batch.l1Time + 3_000n + 300n + 100n)
})

test('only the rollup’s own calls change terms', () => {
  const writing = rollupAbi.filter((item) => item.type === 'function' && item.stateMutability !== 'view').map((item) => ('name' in item ? item.name : ''))
  expect(writing.sort()).toEqual(['keepBlockHash', 'offerHandOver', 'postBatch', 'postBlobBatch', 'postRoots', 'takeover', 'voidRoots', 'withdrawOffer'])
})
