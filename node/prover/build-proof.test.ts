import { privateKeyToAccount } from 'viem/accounts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  claimId as claimIdOf, createTree, encodeInboxSegment, encodeRecord, executeSegment, genesisRecords, recordKey, toHex, ZERO_ADDRESS, type Address,
} from '@distribute/state-machine'
import {
  commitProofCall, commitmentOf, dryRun, prepareProof, proveFraudCall, isWhole, readBatch, readConvictions, readEvidence, readInboxEntries, readPostedBatches,
  readRollupFacts, stageWitnessCall,
  type FraudProof, type RollupFacts,
} from '@distribute/bridge-contracts'
import { createBlobParts } from '../blobs/parts.ts'
import { openChain, type Chain } from '../chain/chain.ts'
import { devnetAccount } from '../devnet/accounts.ts'
import { recoverNative } from '../recovery/native.ts'
import { createLoggerTo } from '../telemetry/logger.ts'
import { createForge, emptyBlock, type Forge } from '../testing/forge.ts'
import { ETHER, eventually, member, startRig, type Rig, type RigNode } from '../testing/rig.ts'
import { buildProof } from './build-proof.ts'
import type { Case } from './cases.ts'
import { moveCase } from './convict.ts'
import { createDryRun } from './dry-run.ts'
import { createPatientSend } from './send.ts'
import type { DryRun } from './verdict.ts'

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
  const blobs = createBlobParts({ da: 'calldata', dataDir: replica.directory, l1BeaconUrl: undefined, blobUrl: [] }, { reader: rig.l1.reader, log: createLoggerTo('silent', process.stderr) })
  const chain: Chain = await openChain({ directory: `${replica.directory}/chain`, genesis: rig.genesis, recover: recoverNative })
  try {
    const kept = await readBatch(rig.l1.reader, facts.contracts.rollup, batch)
    const stored = await chain.batches.get(batch)
    const place = { batch, claimId: kept?.claimId ?? new Uint8Array(32), l1Block: stored?.l1Block ?? 0n }
    const evidence = await readEvidence(place, { reader: rig.l1.reader, contracts: facts.contracts, batchOf: chain.batches.get, openBatch: blobs.reader.open })
    return await buildProof(evidence, { chain, reader: rig.l1.reader, contracts: facts.contracts, openSegment: blobs.openSegment })
  } finally {
    await chain.close()
  }
}

const lie = async (): Promise<void> => {
  await rig.deposit(member(0), ETHER)
  await rig.deposit(member(1), ETHER)
  const t = await now()
  const thief = (tree: typeof forge.tree): void =>
    void tree.apply([{ key: recordKey('withdrawal', 1n), words: encodeRecord('withdrawal', { to: ZERO_ADDRESS, value: ETHER }) }])
  const read = encodeInboxSegment({ last: true, inbox: true, t }, 4)
  expect((await rig.post(await forge.batch([emptyBlock(t), read], thief))).status).toBe('success')
}
const convictions = async () =>
  readConvictions(rig.l1.reader, facts.contracts.challenges, { fromBlock: 0n, toBlock: await rig.l1.reader.getBlockNumber() })

test('a lie about the last state, over entries that were read, is convicted', async () => {
  await lie()
  const proof = await proofOf(1n)
  expect(proof).toMatchObject({ index: 1, rootAfter: forge.tree.root(), inbox: { length: 2n, first: 0n } })
  if (proof === undefined) return
  const call = proveFraudCall(facts.contracts.challenges, me(), proof)
  await rig.run(5, commitProofCall(facts.contracts.challenges, commitmentOf(call, me())))
  await dryRun(rig.l1.reader, call, me())
  expect((await rig.run(5, call)).status).toBe('success')
  const [conviction] = await convictions()
  expect(conviction).toMatchObject({ index: 1n, segment: 1, beneficiary: me(), claimedRoot: forge.tree.root() })
  expect(toHex(conviction?.actualRoot ?? new Uint8Array(0))).not.toBe(toHex(forge.tree.root()))
})

test('of right roots there is no proof', async () => {
  await rig.deposit(member(0), ETHER)
  const t = await now()
  expect((await rig.post(await forge.batch([emptyBlock(t), encodeInboxSegment({ last: true, inbox: true, t }, 4)]))).status).toBe('success')
  expect(await proofOf(1n)).toBeUndefined()
})

const dependencies = (said: string[] = []) => {
  const { reader } = rig.l1
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: (_facts: object, message: string) => void said.push(message) }
  const account = privateKeyToAccount(devnetAccount(5).privateKey)
  const chainId = rig.rollup.l1ChainId
  const send = createPatientSend({ chainId, pollMs: 20, patienceMs: 5_000 }, { reader, account, log, signal: new AbortController().signal })
  return { reader, contracts: facts.contracts, account: me(), send, dryRun: createDryRun(rig.genesis), l1Time: () => 0n, log }
}

test('a witness that does not fit into one transaction is staged after the commitment, and convicts', async () => {
  await lie()
  const proof = await proofOf(1n)
  if (proof === undefined) return expect.unreachable()
  const claimId = claimIdOf(proof.claim)
  const prepare = async (maxCalldata: number): Promise<Case> => {
    const { challenges } = facts.contracts
    return { batch: 1n, claimId, step: 'found', ...(await prepareProof(rig.l1.reader, proof, { challenges, beneficiary: me(), maxCalldata })) }
  }
  const whole = await prepare(120_000)
  expect(whole.parts).toEqual([])
  let one: Case | undefined = await prepare(whole.data.length - 1)
  expect(one.parts).toHaveLength(1)
  one = await moveCase(one, dependencies())
  expect(one?.step).toBe('committed')
  // Somebody else's part takes the address: the proof has to be made anew.
  await rig.run(4, stageWitnessCall(facts.contracts.challenges, Uint8Array.of(1, 2, 3)))
  expect(one === undefined ? undefined : await moveCase(one, dependencies())).toBeUndefined()

  let again: Case | undefined = await prepare(whole.data.length - 1)
  for (let moves = 0; moves < 5 && again !== undefined && again.step !== 'proven'; moves++) {
    again = await moveCase(again, dependencies())
    await rig.l1.mine()
  }
  expect(again?.step).toBe('proven')
  expect(await convictions()).toMatchObject([{ index: 1n, beneficiary: me() }])
})

const preparedOf = async (proof: FraudProof): Promise<Case> => {
  const { challenges } = facts.contracts
  return { batch: 1n, claimId: claimIdOf(proof.claim), step: 'found', ...(await prepareProof(rig.l1.reader, proof, { challenges, beneficiary: me() })) }
}
const sentBy = (who: Address) => rig.l1.reader.getTransactionCount({ address: `0x${who.slice(2)}` })

test('a witness that was tampered with is refused in this process, and nothing is sent', async () => {
  await lie()
  const proof = await proofOf(1n)
  if (proof === undefined) return expect.unreachable()
  const dryRun = createDryRun(rig.genesis)
  expect(await dryRun(await preparedOf(proof))).toMatchObject({ kind: 'convicts' })
  const before = await sentBy(me())
  const { witness } = proof
  const place = witness.proof.length - 1
  const tampered = await Promise.all([
    { ...proof, witness: { ...witness, proof: witness.proof.map((byte, i) => (i === place ? byte ^ 1 : byte)) } },
    { ...proof, witness: { ...witness, proof: witness.proof.subarray(1) } },
    { ...proof, witness: { ...witness, keys: witness.keys.slice(1) } },
  ].map(preparedOf))
  for (const one of tampered) {
    const verdict = await dryRun(one)
    expect(verdict).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/^BadWitness/) as string })
    const said: string[] = []
    await expect(moveCase(one, dependencies(said))).rejects.toMatchObject({ code: 'WitnessRefused' })
    expect(said).toEqual([expect.stringContaining('nothing is sent, and the proof is made anew')])
  }
  expect(await sentBy(me())).toBe(before)
})

test('where this process and L1 differ it is said: nothing is sent where L1 refuses, and L1 counts where it convicts', async () => {
  await lie()
  const proof = await proofOf(1n)
  if (proof === undefined) return expect.unreachable()
  const said: string[] = []
  const { kind } = await createDryRun(rig.genesis)(await preparedOf({ ...proof, rootAfter: await rightRoot(proof) }))
  expect(kind).toBe('no-fraud')
  const broken = await preparedOf({ ...proof, witness: { ...proof.witness, keys: proof.witness.keys.slice(1) } })
  const convinced: DryRun = async () => Promise.resolve({ kind: 'convicts', gas: 1n })
  const before = await sentBy(me())
  await expect(moveCase(broken, { ...dependencies(said), dryRun: convinced })).rejects.toMatchObject({ code: 'DryRunsDisagree' })
  expect(await sentBy(me())).toBe(before)
  const doubting: DryRun = async () => Promise.resolve({ kind: 'refused', reason: 'a fault of the EVM' })
  expect((await moveCase(await preparedOf(proof), { ...dependencies(said), dryRun: doubting }))?.step).toBe('committed')
  expect(said).toEqual([expect.stringContaining('differ about a proof: nothing is sent'), expect.stringContaining('L1 counts')])
})

/** What the wrong segment leads to: the state that the thief has not changed. */
const rightRoot = async (proof: FraudProof): Promise<Uint8Array> => {
  const tree = createTree()
  tree.apply(genesisRecords(rig.genesis))
  const [posted] = await readPostedBatches(rig.l1.reader, facts.contracts.rollup, { fromBlock: 0n, toBlock: await rig.l1.reader.getBlockNumber() })
  const entries = await readInboxEntries(rig.l1.reader, facts.contracts.inbox, { fromBlock: 0n, toBlock: await rig.l1.reader.getBlockNumber() })
  const inbox = { length: proof.data.inboxLength, entry: (at: bigint) => entries[Number(at)]?.entry }
  for (const bytes of posted !== undefined && isWhole(posted) ? posted.batch.segments : []) tree.apply(executeSegment(tree, bytes, inbox, { genesis: rig.genesis, recover: recoverNative }).writes)
  return tree.root()
}
