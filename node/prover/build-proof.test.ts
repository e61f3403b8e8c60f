import { afterEach, beforeEach, expect, test } from 'vitest'
import { encodeInboxSegment, encodeRecord, recordKey, toHex, ZERO_ADDRESS, type Address } from '@distribute/state-machine'
import { commitProofCall, commitmentOf, dryRun, proveFraudCall, readBatch, readConvictions, readRollupFacts, type FraudProof, type RollupFacts } from '@distribute/bridge-contracts'
import { openChain, type Chain } from '../chain/chain.ts'
import { recoverNative } from '../recovery/native.ts'
import { createForge, emptyBlock, type Forge } from '../testing/forge.ts'
import { ETHER, eventually, member, startRig, type Rig, type RigNode } from '../testing/rig.ts'
import { buildProof } from './build-proof.ts'
import { readEvidence } from './evidence.ts'

let rig: Rig
let replica: RigNode
let forge: Forge
let facts: RollupFacts

beforeEach(async () => {
  rig = await startRig({ window: 600n })
  replica = await rig.start('replica')
  forge = createForge(rig)
  facts = await readRollupFacts(rig.l1.reader, rig.rollup.contracts.rollup)
})
afterEach(() => rig.close())

const now = async (): Promise<bigint> => (await rig.l1.reader.getBlock()).timestamp
const me = (): Address => member(5).toLowerCase() as Address

const proofOf = async (batch: bigint): Promise<FraudProof | undefined> => {
  await eventually('the batch', async () => {
    const { lastBatch } = await replica.call<{ readonly lastBatch: { readonly index: string } | null }>('rollup_status')
    return Number(lastBatch?.index ?? 0) >= Number(batch)
  })
  await replica.close()
  const chain: Chain = await openChain({ directory: `${replica.directory}/chain`, genesis: rig.genesis, recover: recoverNative })
  try {
    const kept = await readBatch(rig.l1.reader, facts.contracts.rollup, batch)
    const stored = await chain.batches.get(batch)
    const place = { batch, claimId: kept?.claimId ?? new Uint8Array(32), l1Block: stored?.l1Block ?? 0n }
    const evidence = await readEvidence(place, { reader: rig.l1.reader, contracts: facts.contracts, batchOf: chain.batches.get })
    return await buildProof(evidence, { chain, reader: rig.l1.reader, contracts: facts.contracts })
  } finally {
    await chain.close()
  }
}

test('a lie about the last state, over entries that were read, is convicted', async () => {
  await rig.deposit(member(0), ETHER)
  await rig.deposit(member(1), ETHER)
  const t = await now()
  const thief = (tree: typeof forge.tree): void =>
    void tree.apply([{ key: recordKey('withdrawal', 1n), words: encodeRecord('withdrawal', { to: ZERO_ADDRESS, value: ETHER }) }])
  const read = encodeInboxSegment({ last: true, inbox: true, t }, 4)
  expect((await rig.post(await forge.batch([emptyBlock(t), read], thief))).status).toBe('success')
  const proof = await proofOf(1n)
  expect(proof).toMatchObject({ index: 1, rootAfter: forge.tree.root(), inbox: { length: 2n, first: 0n } })
  if (proof === undefined) return
  const call = proveFraudCall(facts.contracts.challenges, me(), proof)
  await rig.run(5, commitProofCall(facts.contracts.challenges, commitmentOf(call, me())))
  await dryRun(rig.l1.reader, call, me())
  const receipt = await rig.run(5, call)
  expect(receipt.status).toBe('success')
  const [conviction] = await readConvictions(rig.l1.reader, facts.contracts.challenges, { fromBlock: 0n, toBlock: receipt.blockNumber })
  expect(conviction).toMatchObject({ index: 1n, segment: 1, beneficiary: me(), claimedRoot: forge.tree.root() })
  expect(toHex(conviction?.actualRoot ?? new Uint8Array(0))).not.toBe(toHex(forge.tree.root()))
})

test('of right roots there is no proof', async () => {
  await rig.deposit(member(0), ETHER)
  const t = await now()
  expect((await rig.post(await forge.batch([emptyBlock(t), encodeInboxSegment({ last: true, inbox: true, t }, 4)]))).status).toBe('success')
  expect(await proofOf(1n)).toBeUndefined()
})
