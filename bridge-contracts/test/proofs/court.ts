import {
  bigintToBytes, BLOB, blobDataRoot, blobHeadOf, encodeEntry, encodeInboxSegment, ENTRIES, isSealed, keccak256, merkleProof, merkleRoot, proveInclusion, recordKey,
} from '@distribute/state-machine'
import type { BatchClaim, BatchData, Genesis, InboxEntry, SegmentWitness } from '@distribute/state-machine'
import { setTimeout } from 'node:timers/promises'
import { hexToBytes, TransactionReceiptNotFoundError } from 'viem'
import type { Hex, TransactionReceipt } from 'viem'
import { readInboxRolling } from '../../client/bridge-reads.ts'
import { calldataOf, submit } from '../../client/call.ts'
import type { L1Call } from '../../client/call.ts'
import { deployCommunity } from '../../client/deploy-community.ts'
import type { Deployment } from '../../client/deploy-community.ts'
import { claimOf, genesisClaim } from '../../client/claims.ts'
import { proveFraudCall } from '../../client/fraud-calls.ts'
import { enqueueCall } from '../../client/inbox-calls.ts'
import { depositStakeCall, postBatchCall, postBlobBatchCall } from '../../client/rollup-calls.ts'
import { readPostedBatches } from '../../client/rollup-logs.ts'
import { addressOf, bytesOf, hexOfAddress } from '../../client/values.ts'
import { START } from '../machine/testing/history.ts'
import { addressOfWallet, startAnvil } from '../testing/anvil.ts'
import type { Anvil } from '../testing/anvil.ts'
import { emptyBlock, filler, run, stateOf, TERMS } from '../testing/community.ts'
import { openSegment, sendInBlobs } from './blobs.ts'
import { CaseError } from './case.ts'
import type { Case } from './case.ts'

/** What one whole proof costs on L1. */
export interface Verdict {
  readonly name: string
  /** of the transaction, as its receipt has it */
  readonly gas: number
  /** of the transaction's calldata */
  readonly bytes: number
  /** least gas of its calldata under EIP-7623, the transaction's 21,000 included */
  readonly floor: number
  readonly records: number
  readonly seconds: number
}

export interface Court {
  readonly anvil: Anvil
  readonly deployment: Deployment
  /** Forced transactions, in this order, and the entries that L1 has of them. */
  enqueue(transactions: readonly Uint8Array[]): Promise<readonly InboxEntry[]>
  /** What posting these segments costs, as a batch of its own behind a first one. */
  postingGas(segments: readonly Uint8Array[], inBlobs?: boolean): Promise<number>
  /** Posts all of them in one batch of at least so many segments, whose roots are claimed falsely, and convicts it by each in turn. */
  prove(cases: readonly Case[], segments?: number, onProven?: (verdict: Verdict) => void): Promise<readonly Verdict[]>
  /** The same of a batch of six full blobs, whose segments' bodies are opened. */
  proveInBlobs(cases: readonly Case[], onProven?: (verdict: Verdict) => void): Promise<readonly Verdict[]>
  close(): Promise<void>
}

/** More than a transaction may have (EIP-7825): what needs more fails. */
const GAS = 16_777_216n
const TRANSACTION_GAS = 21_000
/** EIP-7623: of a byte that is not zero, and of one that is. */
const FLOOR = [40, 10] as const
/** As small as a segment can be that says something. */
const EMPTY = encodeInboxSegment({ last: true, inbox: true, t: START }, 0)
const BENEFICIARY = addressOf(`0x${'a1'.repeat(20)}`)

/** An L1 whose every block is a second after the one before, so that the same proofs have the same bytes. */
async function startL1(): Promise<Anvil> {
  const anvil = await startAnvil()
  await anvil.clock.setBlockTimestampInterval({ interval: 1 })
  await anvil.clock.setNextBlockTimestamp({ timestamp: START + 100_000n })
  await anvil.clock.mine({ blocks: 1 })
  return anvil
}

/** A community on an L1 of its own: account 1 posts, 2 stakes, 5 proves. */
export async function openCourt(genesis: Genesis): Promise<Court> {
  const anvil = await startL1()
  const [poster, staker] = [anvil.wallet(1), anvil.wallet(2)]
  const sequencer = { poster: addressOfWallet(poster), staker: addressOfWallet(staker), signer: addressOfWallet(anvil.wallet(3)) }
  const deployment = await deployCommunity({ genesis, sequencer, terms: TERMS }, { walletClient: anvil.wallet(0), publicClient: anvil.reader })
  const { stakes } = deployment.contracts
  await run(anvil, staker, depositStakeCall(stakes, { staker: sequencer.staker, amount: TERMS.requiredStake }))
  const parent = genesisClaim({ ...deployment, rollup: deployment.contracts.rollup, genesis })
  const bench = { anvil, deployment, parent }
  const proveAll = async (from: Bench, cases: readonly Case[], count: number, onProven: (verdict: Verdict) => void): Promise<readonly Verdict[]> => {
    const snapshot = await anvil.clock.snapshot()
    const posted = await post(from, cases, count)
    const verdicts: Verdict[] = []
    for (const [place, one] of cases.entries()) {
      const verdict = await convict(bench, posted, one, 2 * place + 1)
      onProven(verdict)
      verdicts.push(verdict)
    }
    await anvil.clock.revert({ id: snapshot })
    return verdicts
  }
  return {
    anvil,
    deployment,
    enqueue: (transactions) => enqueue(anvil, deployment, transactions),
    postingGas: (segments, inBlobs = false) => postingGas({ ...bench, inBlobs }, segments),
    prove: (cases, segments = 0, onProven = () => undefined) => proveAll(bench, cases, segments, onProven),
    proveInBlobs: (cases, onProven = () => undefined) => proveAll({ ...bench, inBlobs: true }, cases, BLOB.runs * BLOB.most, onProven),
    close: () => anvil.close(),
  }
}

interface Bench {
  readonly anvil: Anvil
  readonly deployment: Deployment
  readonly parent: BatchClaim
  /** Instead of calldata. */
  readonly inBlobs?: boolean
}

interface Posted {
  readonly data: BatchData
  readonly claim: BatchClaim
  readonly segments: readonly Uint8Array[]
  readonly roots: readonly Uint8Array[]
  /** Versioned hashes of the blobs that the segments' bodies lie in. */
  readonly blobs?: readonly Uint8Array[]
}

interface ClaimedSegment {
  readonly segment: Uint8Array
  readonly root: Uint8Array
}

/** Before each segment an empty one that is claimed to lead to the state which the segment starts from. Nobody has to look at that one. */
async function post(bench: Bench, cases: readonly Case[], count: number): Promise<Posted> {
  const pairs = cases.flatMap(({ segment, rootBefore, claimed }) => [{ segment: EMPTY, root: rootBefore }, { segment, root: claimed }])
  const fillers = Array.from({ length: Math.max(0, count - pairs.length - 1) }, () => ({ segment: EMPTY, root: filler(1) }))
  return (await postAll(bench, [...pairs, ...fillers])).posted
}

/** With a last block that brings the chain up to L1's time. */
async function postAll({ anvil, deployment, parent, inBlobs = false }: Bench, claimed: readonly ClaimedSegment[]): Promise<{ readonly posted: Posted; readonly gas: number }> {
  const { number, hash, timestamp } = await anvil.reader.getBlock()
  const { rollup, inbox } = deployment.contracts
  const length = await inboxLength(anvil, deployment)
  const state = stateOf({ time: timestamp, cursor: length })
  const all = [...claimed, { segment: emptyBlock(timestamp), root: state.root() }]
  const [segments, roots] = [all.map(({ segment }) => segment), all.map(({ root }) => root)]
  const inboxRolling = await readInboxRolling(anvil.reader, inbox, length)
  const chain = proveInclusion(state, recordKey('chain'))
  const batch = { parent, l1Block: { number, hash: bytesOf(hash) }, inboxRolling, chain, segments, roots }
  const { blockNumber, gasUsed } = inBlobs
    ? await mined(anvil, await sendInBlobs(anvil, 1, postBlobBatchCall(rollup, batch), segments))
    : await send(anvil, 1, postBatchCall(rollup, batch))
  const [logged] = await readPostedBatches(anvil.reader, rollup, { fromBlock: blockNumber, toBlock: blockNumber })
  if (logged === undefined || isSealed(logged.batch) !== inBlobs) throw new CaseError('the batch was not logged')
  const blobs = isSealed(logged.batch) ? { blobs: logged.batch.blobs } : {}
  const dataRoot = isSealed(logged.batch) ? blobDataRoot(segments.map(blobHeadOf), logged.batch.blobs) : merkleRoot(segments.map(keccak256))
  const data = { ...logged.batch, dataRoot, segments: BigInt(segments.length) }
  return { posted: { data, claim: claimOf(logged.batch), segments, roots, ...blobs }, gas: Number(gasUsed) }
}

/** The first batch of a rollup fills storage that later ones only change: it is not the one that is measured. */
async function postingGas(bench: Bench, segments: readonly Uint8Array[]): Promise<number> {
  const snapshot = await bench.anvil.clock.snapshot()
  const { posted } = await postAll({ ...bench, inBlobs: false }, [])
  // In the second of the batch before, the stake's lock would not have to be written anew.
  await bench.anvil.clock.mine({ blocks: 2 })
  const { gas } = await postAll({ ...bench, parent: posted.claim }, segments.map((segment, i) => ({ segment, root: keccak256(bigintToBytes(BigInt(i), 32)) })))
  await bench.anvil.clock.revert({ id: snapshot })
  return gas
}

async function enqueue(anvil: Anvil, { contracts }: Deployment, transactions: readonly Uint8Array[]): Promise<readonly InboxEntry[]> {
  const sender = anvil.wallet(4)
  const entries: InboxEntry[] = []
  for (const transaction of transactions) {
    const { blockNumber } = await run(anvil, sender, enqueueCall(contracts.inbox, { transaction, fee: TERMS.inboxFee }))
    const { timestamp } = await anvil.reader.getBlock({ blockNumber })
    entries.push({ kind: ENTRIES.forced, time: timestamp, from: addressOfWallet(sender), value: TERMS.inboxFee, payload: transaction })
  }
  return entries
}

async function inboxLength(anvil: Anvil, { contracts }: Deployment): Promise<bigint> {
  const abi = [{ type: 'function', name: 'length', stateMutability: 'view', inputs: [], outputs: [{ type: 'uint64' }] }] as const
  return anvil.reader.readContract({ address: hexOfAddress(contracts.inbox), abi, functionName: 'length' })
}

async function convict({ anvil, deployment, parent }: Bench, { data, claim, segments, roots, blobs }: Posted, one: Case, index: number): Promise<Verdict> {
  const shown = blobs === undefined
    ? { segmentPath: merkleProof(segments.map(keccak256), index) }
    : { segmentPath: [], opening: await openSegment(segments, blobs, index) }
  const call = proveFraudCall(deployment.contracts.challenges, BENEFICIARY, {
    data, claim, parent, index,
    segment: one.segment, ...shown,
    rootBefore: one.rootBefore, rootBeforePath: merkleProof(roots, index - 1),
    rootAfter: one.claimed, rootAfterPath: merkleProof(roots, index),
    witness: { keys: one.witness.keys, proof: one.witness.proof },
    inbox: inboxOf(one.witness, data.inboxLength),
    staged: [],
  })
  const snapshot = await anvil.clock.snapshot()
  const { gasUsed } = await send(anvil, 5, call)
  await anvil.clock.revert({ id: snapshot })
  const calldata = hexToBytes(calldataOf(call).data)
  const zeros = calldata.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0)
  const floor = TRANSACTION_GAS + FLOOR[0] * (calldata.length - zeros) + FLOOR[1] * zeros
  return { name: one.name, gas: Number(gasUsed), bytes: calldata.length, floor, records: one.witness.keys.length, seconds: one.seconds }
}

const inboxOf = ({ entries: { first, list } }: SegmentWitness, length: bigint) => ({ length, first, entries: list.map(encodeEntry) })

async function send(anvil: Anvil, account: number, call: L1Call) {
  return mined(anvil, await submit(anvil.wallet(account), call, { gas: GAS }))
}

async function mined(anvil: Anvil, hash: Hex): Promise<TransactionReceipt> {
  const receipt = await receiptOf(anvil, hash)
  if (receipt.status !== 'success') throw new CaseError(`${hash} was refused`)
  return receipt
}

const POLLS = 3_000
const POLL_MS = 20

/** viem waits for a block number that it has not seen; one that has been reverted to comes a second time. */
async function receiptOf(anvil: Anvil, hash: Hex): Promise<TransactionReceipt> {
  for (let poll = 0; poll < POLLS; poll++) {
    const receipt = await anvil.reader.getTransactionReceipt({ hash }).catch(notYet)
    if (receipt !== undefined) return receipt
    await setTimeout(POLL_MS)
  }
  throw new CaseError(`${hash} was not mined`)
}

function notYet(error: unknown): undefined {
  if (!(error instanceof TransactionReceiptNotFoundError)) throw error
}
