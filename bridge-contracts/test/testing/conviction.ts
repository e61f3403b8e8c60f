import {
  claimId, createTree, encodeEntry, executeSegment, genesisRecords, keccak256, merkleRoot, proveInclusion, recordKey, witnessOf,
} from '@distribute/state-machine'
import type { BatchClaim, BatchData, ChainConfig, Genesis, PostedBatch, Tree } from '@distribute/state-machine'
import { postRootsCall, proveFraudCall, takePenaltyCall } from '../../client/fraud-calls.ts'
import { readRollupLogs } from '../../client/rollup-logs.ts'
import type { LoggedBatch } from '../../client/rollup-logs.ts'
import { addressOfWallet } from './anvil.ts'
import type { Anvil, Wallet } from './anvil.ts'
import { run } from './community.ts'
import type { Community } from './community.ts'

/** No transaction is signed here. */
const NOBODY: ChainConfig['recover'] = () => undefined
const NO_INBOX = { length: 0n, entry: () => undefined }

export function genesisTree(genesis: Genesis): Tree {
  const made = createTree()
  made.apply(genesisRecords(genesis))
  return made
}

/** A batch of one segment on genesis, whose root is made up as all of `community.prepare` are. */
export interface FirstBatch {
  readonly logged: LoggedBatch<PostedBatch>
  readonly claim: BatchClaim
  readonly parent: BatchClaim
}

export async function postFirst(community: Community): Promise<FirstBatch> {
  const parent = community.head()
  const logged = await community.post(await community.prepare())
  return { logged, claim: community.head(), parent }
}

const dataOf = (batch: PostedBatch): BatchData =>
  ({ ...batch, dataRoot: merkleRoot(batch.segments.map(keccak256)), segments: BigInt(batch.segments.length) })

/** Convicts the root of a first batch: its roots and all after are void. */
export async function convictFirst(anvil: Anvil, community: Community, { logged: { batch }, claim, parent }: FirstBatch): Promise<void> {
  const state = genesisTree(community.genesis)
  const [segment] = batch.segments
  const { witness } = witnessOf(state, segment!, NO_INBOX, { genesis: community.genesis, recover: NOBODY })
  const proof = {
    data: dataOf(batch), claim, parent, index: 0, segment: segment!, segmentPath: [], rootBefore: state.root(), rootBeforePath: [],
    rootAfter: claim.lastRoot, rootAfterPath: [], witness: { keys: witness.keys, proof: witness.proof },
    inbox: { length: batch.inboxLength, first: 0n, entries: witness.entries.list.map(encodeEntry) }, staged: [],
  }
  await run(anvil, anvil.wallet(5), proveFraudCall(community.deployment.contracts.challenges, addressOfWallet(anvil.wallet(5)), proof))
}

/** Claims the right root for it, by a wallet with a stake. */
export async function repairFirst(anvil: Anvil, community: Community, first: FirstBatch, wallet: Wallet): Promise<FirstBatch & { readonly state: Tree }> {
  const state = genesisTree(community.genesis)
  state.apply(executeSegment(state, first.logged.batch.segments[0]!, NO_INBOX, { genesis: community.genesis, recover: NOBODY }).writes)
  return { ...(await repairFirstWith(anvil, community, first, wallet, state)), state }
}

/** The same with any state. */
export async function repairFirstWith(anvil: Anvil, { deployment }: Community, first: FirstBatch, wallet: Wallet, state: Tree): Promise<FirstBatch> {
  const { rollup } = deployment.contracts
  const { logged: { batch }, parent } = first
  const roots = { data: dataOf(batch), parent, chain: proveInclusion(state, recordKey('chain')), roots: [state.root()] }
  const { blockNumber } = await run(anvil, wallet, postRootsCall(rollup, roots))
  const { events: [logged] } = await readRollupLogs(anvil.reader, rollup, { fromBlock: blockNumber, toBlock: blockNumber })
  if (logged?.kind !== 'roots') throw new TypeError('no roots were logged')
  return { ...first, claim: logged.claim }
}

export const takePenalty = (anvil: Anvil, community: Community, { claim }: FirstBatch) =>
  run(anvil, anvil.wallet(5), takePenaltyCall(community.deployment.contracts.challenges, claimId(claim)))
