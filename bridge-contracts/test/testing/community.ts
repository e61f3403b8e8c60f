import {
  createTree, encodeRecord, encodeTransactionSegment, parametersFrom, proveInclusion, recordKey, ZERO_ADDRESS,
} from '@distribute/state-machine'
import type { BatchClaim, Bytes32, Genesis, InclusionProof, PostedBatch, Tree } from '@distribute/state-machine'
import type { TransactionReceipt } from 'viem'
import { readInboxRolling } from '../../client/bridge-reads.ts'
import { encodedCall, estimateGas, submit } from '../../client/call.ts'
import type { L1Call } from '../../client/call.ts'
import { claimOf, genesisClaim } from '../../client/claims.ts'
import { deployCommunity } from '../../client/deploy-community.ts'
import type { Deployment, Terms } from '../../client/deploy-community.ts'
import { depositStakeCall, postBatchCall } from '../../client/rollup-calls.ts'
import type { BatchToPost } from '../../client/rollup-calls.ts'
import { isWhole, readPostedBatches } from '../../client/rollup-logs.ts'
import type { LoggedBatch } from '../../client/rollup-logs.ts'
import type { TokenWithdrawal, Withdrawal } from '../../client/withdrawal-calls.ts'
import { bytesOf } from '../../client/values.ts'
import { receiptOf } from '../../client/receipt.ts'
import { addressOfWallet, SOON } from './anvil.ts'
import type { Anvil, Wallet } from './anvil.ts'

export const TERMS: Terms = { window: 3_600n, maxLag: 86_400n, takeoverDelay: 3_000n, grace: 300n, requiredStake: 10n ** 18n, inboxFee: 10n ** 12n }
export const INBOX_DELAY = 600n

export interface Community {
  readonly deployment: Deployment
  readonly genesis: Genesis
  readonly poster: Wallet
  readonly staker: Wallet
  /** The claim of the last batch posted through `post`. */
  head(): BatchClaim
  /** A batch that would be accepted: one empty block, unless told otherwise. */
  prepare(options?: BatchOptions): Promise<BatchToPost>
  post(batch: BatchToPost): Promise<LoggedBatch<PostedBatch>>
  /** The same by another posting key. */
  postAs(wallet: Wallet, batch: BatchToPost): Promise<LoggedBatch<PostedBatch>>
}

export interface BatchOptions {
  readonly state?: StateOptions
  readonly segments?: readonly Uint8Array[]
}

export interface StateOptions {
  readonly number?: bigint
  readonly time?: bigint
  readonly cursor?: bigint
  readonly open?: bigint
  readonly withdrawals?: readonly Withdrawal[]
  readonly tokenWithdrawals?: readonly TokenWithdrawal[]
  /** other records, so that proofs have siblings */
  readonly others?: number
}

/** A community on `anvil`, its stake paid in: account 1 posts, 2 stakes, 3 signs. */
export async function startCommunity(anvil: Anvil, terms: Partial<Terms> = {}): Promise<Community> {
  const [poster, staker] = [anvil.wallet(1), anvil.wallet(2)]
  const genesis = genesisAt(await l1Time(anvil))
  const sequencer = { poster: addressOfWallet(poster), staker: addressOfWallet(staker), signer: addressOfWallet(anvil.wallet(3)) }
  const clients = { walletClient: anvil.wallet(0), publicClient: anvil.reader }
  const deployment = await deployCommunity({ genesis, sequencer, terms: { ...TERMS, ...terms } }, clients)
  const { rollup, stakes, inbox } = deployment.contracts
  await run(anvil, staker, depositStakeCall(stakes, { staker: sequencer.staker, amount: TERMS.requiredStake }))
  let head = genesisClaim({ ...deployment, rollup, genesis })
  const postAs = async (wallet: Wallet, batch: BatchToPost): Promise<LoggedBatch<PostedBatch>> => {
    const { blockNumber } = await run(anvil, wallet, postBatchCall(rollup, batch))
    const [logged] = await readPostedBatches(anvil.reader, rollup, { fromBlock: blockNumber, toBlock: blockNumber })
    if (logged === undefined || !isWhole(logged)) throw new TypeError('the batch is not in the log')
    head = claimOf(logged.batch)
    return logged
  }
  return {
    deployment,
    genesis,
    poster,
    staker,
    head: () => head,
    prepare: async (options = {}) => {
      const { number, hash, timestamp } = await anvil.reader.getBlock()
      const state = stateOf({ time: timestamp, cursor: head.cursor, ...options.state })
      const segments = options.segments ?? [emptyBlock(timestamp)]
      return {
        parent: head,
        l1Block: { number, hash: bytesOf(hash) },
        inboxRolling: await readInboxRolling(anvil.reader, inbox, options.state?.cursor ?? head.cursor),
        chain: proveInclusion(state, recordKey('chain')),
        segments,
        roots: segments.map((_, i) => (i + 1 < segments.length ? filler(i) : state.root())),
      }
    },
    post: (batch) => postAs(poster, batch),
    postAs,
  }
}

/** EIP-7825 */
const GAS_LIMIT = 16_777_216n

/** Sends a call and waits for it, with half as much gas again as it needs now: a second later a stake's lock may have to be written. */
export async function run(anvil: Anvil, wallet: Wallet, call: L1Call): Promise<TransactionReceipt> {
  const needed = ((await estimateGas(anvil.reader, encodedCall(call), wallet.account.address)) * 3n) / 2n
  const gas = needed < GAS_LIMIT ? needed : GAS_LIMIT
  return receiptOf(anvil.reader, await submit(wallet, call, { gas }), SOON)
}

export async function l1Time(anvil: Anvil): Promise<bigint> {
  return (await anvil.reader.getBlock()).timestamp
}

/** Lets `seconds` pass on L1. */
export async function pass(anvil: Anvil, seconds: bigint): Promise<void> {
  await anvil.clock.increaseTime({ seconds: Number(seconds) })
  await anvil.clock.mine({ blocks: 1 })
}

export const emptyBlock = (t: bigint): Uint8Array => encodeTransactionSegment({ last: true, inbox: false, t }, [])

/** A state with a `chain` record, withdrawals and some others. */
export function stateOf({ number = 1n, time = 0n, cursor = 0n, open = 0n, withdrawals = [], tokenWithdrawals = [], others = 20 }: StateOptions): Tree {
  const tree = createTree()
  const chain = { number, time, cursor, open, bodyHash: filler(7) }
  const paid = withdrawals.map(({ id, to, value }) => ({ key: withdrawalKey(id), words: encodeRecord('withdrawal', { to, value }) }))
  const minted = tokenWithdrawals.map(({ id, to, amount }) => ({ key: tokenWithdrawalKey(id), words: encodeRecord('tokenWithdrawal', { to, amount }) }))
  const more = Array.from({ length: others }, (_, i) => ({
    key: recordKey('identity', filler(i)),
    words: encodeRecord('identity', { account: ZERO_ADDRESS, used: 1n }),
  }))
  tree.apply([{ key: recordKey('chain'), words: encodeRecord('chain', chain) }, ...paid, ...minted, ...more])
  return tree
}

export const proveWithdrawal = (state: Tree, id: bigint): InclusionProof => proveInclusion(state, withdrawalKey(id))

export const withdrawalKey = (id: bigint): Bytes32 => recordKey('withdrawal', id)

export const proveTokenWithdrawal = (state: Tree, id: bigint): InclusionProof => proveInclusion(state, tokenWithdrawalKey(id))

const tokenWithdrawalKey = (id: bigint): Bytes32 => recordKey('tokenWithdrawal', id)

export const filler = (seed: number): Bytes32 => new Uint8Array(32).fill(seed + 1)

function genesisAt(timestamp: bigint): Genesis {
  return {
    name: 'Garden',
    tokenName: 'Garden share',
    tokenSymbol: 'GRDN',
    chainId: 1_570n,
    timestamp,
    registrar: ZERO_ADDRESS,
    operator: ZERO_ADDRESS,
    parameters: parametersFrom({ inboxDelay: `${INBOX_DELAY}` }),
  }
}
