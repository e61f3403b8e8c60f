import { createClient, http } from 'viem'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { encodeInboxSegment, encodeRecord, recordKey, ZERO_ADDRESS, type Address } from '@distribute/state-machine'
import { readConvictions, readRollupFacts, type RollupFacts } from '@distribute/bridge-contracts'
import { convict, createRunner, getConviction, openBatch, prepareConviction, readDistributeChain, rerunBatch, type CheckParties, type OpenStep } from '@distribute/client'
import { createForge, emptyBlock } from '../testing/forge.ts'
import { ETHER, eventually, member, startRig, type Rig, type RigNode } from '../testing/rig.ts'

// What the members' page does with an L1 of the member's own and a node that proves nothing itself; the page's own tests go on from here.

const MEMBER = 5
const MINE_MS = 50

let rig: Rig
let facts: RollupFacts

beforeEach(async () => {
  rig = await startRig({ window: 600n })
  facts = await readRollupFacts(rig.l1.reader, rig.rollup.contracts.rollup)
})
afterEach(() => rig.close())

const partiesOf = async ({ node: { rpcUrl } }: RigNode): Promise<Required<CheckParties>> =>
  ({ l1: rig.l1.reader, l2: createClient({ transport: http(rpcUrl) }), chain: await readDistributeChain(rpcUrl) })

/** A segment that is right, and one over two entries whose root has a withdrawal that nobody made. */
const lie = async (): Promise<void> => {
  for (const account of [0, 1]) await rig.deposit(member(account), ETHER)
  const t = (await rig.l1.reader.getBlock()).timestamp
  const forge = createForge(rig)
  const thief = (tree: typeof forge.tree): void =>
    void tree.apply([{ key: recordKey('withdrawal', 1n), words: encodeRecord('withdrawal', { to: ZERO_ADDRESS, value: ETHER }) }])
  expect((await rig.post(await forge.batch([emptyBlock(t), encodeInboxSegment({ last: true, inbox: true, t }, 4)], thief))).status).toBe('success')
}
/** The node has to have taken the batch in. */
const open = (from: CheckParties, steps: OpenStep[] = []) => eventually('the batch', () => openBatch(from, 1n, (step) => steps.push(step)).catch((error: unknown) => {
  if (error instanceof Error && 'code' in error && error.code === 'NoBatch') return undefined
  throw error
}))
/** L1 goes on, a block at a time, until something is done. */
const whileMining = async (work: Promise<unknown>): Promise<void> => {
  let isDone = false
  const done = work.finally(() => (isDone = true))
  done.catch(() => undefined)
  while (!isDone) {
    await rig.l1.mine()
    await new Promise((resolve) => setTimeout(resolve, MINE_MS))
  }
  await done
}
const run = async (from: CheckParties) => {
  const batch = await open(from)
  const runner = createRunner(batch.genesis)
  return { batch, verdict: await rerunBatch(batch, { run: async (segment) => runner(segment) }) }
}

test('a false root is found by running the batch again, convicted with the reward, and nothing is left to be run', async () => {
  await lie()
  const parties = await partiesOf(await rig.start('replica', { flags: { prover: false } }))
  const { l2, chain } = parties
  expect((await run({ l2, chain })).verdict).toEqual({ kind: 'wrong-somewhere' })
  const { batch, verdict } = await run(parties)
  expect(verdict).toMatchObject({ kind: 'wrong', wrong: { segment: 1 } })
  if (verdict.kind !== 'wrong') return
  const beneficiary = rig.l1.wallet(MEMBER).account.address
  const prosecution = { ...parties, beneficiary }
  const proof = await prepareConviction(batch, verdict.wrong, prosecution)
  expect(proof).toMatchObject({ claimant: facts.sequencer.staker, stake: facts.requiredStake, prepared: { parts: [] } })
  await whileMining(convict(rig.l1.wallet(MEMBER), proof, prosecution, { forReward: true }))
  await eventually('the conviction', async () => (await getConviction(parties, proof.claimId)) !== undefined)
  const own = beneficiary.toLowerCase() as Address
  const range = { fromBlock: 0n, toBlock: await rig.l1.reader.getBlockNumber() }
  expect(await readConvictions(rig.l1.reader, facts.contracts.challenges, range)).toMatchObject([{ index: 1n, segment: 1, prover: own, beneficiary: own }])
  await expect(openBatch(parties, 1n)).rejects.toMatchObject({ code: 'VoidRoots' })
  await expect(openBatch(parties, 2n)).rejects.toMatchObject({ code: 'NoBatch' })
  await expect(prepareConviction(batch, verdict.wrong, prosecution)).rejects.toMatchObject({ code: 'AlreadyConvicted' })
})
