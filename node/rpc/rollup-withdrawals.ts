import { bytesToBigint, addressFromBytes, asciiBytes, equalBytes, EVENTS, keccak256, recordKey, systemAddress, toHex } from '@distribute/state-machine'
import type { Address } from '@distribute/state-machine'
import { calldataOf, claimCall } from '@distribute/bridge-contracts'
import type { Place } from '../catalog/keys.ts'
import type { StoredLog } from '../chain/logs.ts'
import { askL1 } from './ask-l1.ts'
import type { RpcContext } from './context.ts'
import { address, hash } from './decoders.ts'
import type { Decoder } from './decoders.ts'
import { formatClaim } from './format-batch.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import type { StoredBatch } from './ports.ts'
import { refuseRead } from './read-state.ts'
import { formatInclusion } from './rollup-proofs.ts'

const BRIDGE = systemAddress('bridge')
const WITHDRAWN = keccak256(asciiBytes(EVENTS.Withdrawn[0]))

interface Withdrawal {
  readonly id: bigint
  readonly from: Address
  readonly to: Address
  /** wei */
  readonly value: bigint
  readonly block: bigint
  readonly transactionHash: Uint8Array
}

const EMPTY_WORD = new Uint8Array(32)

const withdrawalOf = ({ topics, data, block, transactionHash }: Pick<StoredLog, 'topics' | 'data' | 'block' | 'transactionHash'>): Withdrawal => ({
  id: bytesToBigint(topics[1] ?? EMPTY_WORD),
  from: addressFromBytes(topics[2] ?? EMPTY_WORD, 12),
  to: addressFromBytes(topics[3] ?? EMPTY_WORD, 12),
  value: bytesToBigint(data),
  block,
  transactionHash,
})

const PAGE = 200

/** The logs of withdrawals in one transaction. */
async function withdrawalsAt({ deps: { chain } }: RpcContext, { block, index }: Place): Promise<readonly Withdrawal[]> {
  const transaction = await chain.transactionAt(block, index)
  const logs = transaction?.logs.filter(({ address: at, topics: [first] }) => at === BRIDGE && first !== undefined && equalBytes(first, WITHDRAWN)) ?? []
  return transaction === undefined ? [] : logs.map((log) => withdrawalOf({ ...log, block, transactionHash: transaction.hash }))
}

/** Those that an account made, and those to be paid to it, by id. The catalog knows where they are. */
async function withdrawalsOf(context: RpcContext, account: Address): Promise<readonly Withdrawal[]> {
  const found: Withdrawal[] = []
  for (let after: Uint8Array | undefined; ; ) {
    const { items, next } = await context.deps.chain.catalog.activity(account, { after, limit: PAGE }, 'withdrawal')
    for (const { place } of items) found.push(...(await withdrawalsAt(context, place)))
    after = next
    if (after === undefined) return found.reverse()
  }
}

async function withdrawalsIn({ deps }: RpcContext, transactionHash: Uint8Array): Promise<readonly Withdrawal[]> {
  const transaction = await deps.chain.transaction(transactionHash)
  if (transaction === undefined) return []
  const { block, index } = transaction
  const logs = await deps.chain.logs({ from: block, to: block, addresses: [BRIDGE], topics: [[WITHDRAWN]] })
  return logs.filter((log) => log.transactionIndex === index).map(withdrawalOf)
}

/** L1's clock as this node knows it, in seconds: the one clock that stages are told by. */
const l1Time = ({ deps }: RpcContext): bigint => deps.status.status().l1Head?.time ?? 0n

const finalAt = ({ deps }: RpcContext, batch: StoredBatch): bigint =>
  batch.index === 0n ? 0n : batch.claimTime + deps.status.status().challengeWindow

/** The first batch for whose roots nobody answers, since a conviction. */
const voidFrom = ({ deps }: RpcContext): bigint | undefined =>
  (deps.status.status().voidRoots ?? []).reduce<bigint | undefined>((first, { missingFrom }) =>
    first === undefined || (missingFrom !== undefined && missingFrom < first) ? missingFrom : first, undefined)

/** The last batch that L1 holds final now, which is at least the one the finalized head ends. */
async function lastFinal(context: RpcContext): Promise<StoredBatch | undefined> {
  const { batches } = context.deps.chain
  const missing = voidFrom(context)
  let final = await batches.ofBlock(context.deps.chain.heads().finalized)
  for (let index = (final?.index ?? 0n) + 1n; ; index++) {
    const next = await batches.get(index)
    if (next === undefined || index === missing || finalAt(context, next) > l1Time(context)) return final
    final = next
  }
}

type Stage = Readonly<Record<string, unknown>> & {
  readonly stage: 'waiting-for-batch' | 'waiting-for-roots' | 'in-challenge-window' | 'ready-to-claim' | 'claimed'
}

/** Where a withdrawal stands; times are L1's. */
async function stageOf(context: RpcContext, withdrawal: Withdrawal, final: StoredBatch | undefined): Promise<Stage> {
  const batch = await context.deps.chain.batches.ofBlock(withdrawal.block)
  if (batch === undefined) return { stage: 'waiting-for-batch' }
  const missing = voidFrom(context)
  if (missing !== undefined && batch.index >= missing) return { stage: 'waiting-for-roots', batch: quantity(batch.index) }
  const known = { batch: quantity(batch.index), readyAt: quantity(finalAt(context, batch)) }
  if (final === undefined || final.lastBlock < withdrawal.block) return { stage: 'in-challenge-window', ...known }
  if (await askL1(context, (status) => status.isClaimed(withdrawal.id))) return { stage: 'claimed', ...known }
  return { stage: 'ready-to-claim', ...known, ...(await claimOf(context, withdrawal, final)) }
}

/** All that anybody needs to have it paid on L1: the call's arguments, and the call ready made. */
async function claimOf({ deps }: RpcContext, { id, to, value }: Withdrawal, batch: StoredBatch): Promise<object> {
  const key = recordKey('withdrawal', id)
  const proven = await deps.chain.proveAt(batch.lastBlock, [key]).catch(refuseRead)
  const [proof] = proven.inclusion
  if (proof === undefined) return {}
  const { contracts } = deps.status.status()
  const call = calldataOf(claimCall(contracts.bridge, { withdrawal: { id, to, value }, batch: batch.index, claim: batch, proof }))
  return {
    claim: {
      withdrawal: { id: quantity(id), to, value: quantity(value) },
      batch: quantity(batch.index),
      standing: formatClaim(batch),
      proof: formatInclusion(proof),
    },
    transaction: { to: call.to, data: call.data, value: quantity(call.value) },
  }
}

const addressOrHash: Decoder<{ readonly account: Address } | { readonly transaction: Uint8Array }> = {
  decode: (value) => (typeof value === 'string' && value.length === 66 ? { transaction: hash.decode(value) } : { account: address.decode(value) }),
}

async function withdrawals(context: RpcContext, of: { readonly account: Address } | { readonly transaction: Uint8Array }): Promise<unknown> {
  const found = 'account' in of ? await withdrawalsOf(context, of.account) : await withdrawalsIn(context, of.transaction)
  const final = found.length === 0 ? undefined : await lastFinal(context)
  const shown: unknown[] = []
  for (const withdrawal of found) {
    shown.push({
      id: quantity(withdrawal.id),
      from: withdrawal.from,
      to: withdrawal.to,
      value: quantity(withdrawal.value),
      blockNumber: quantity(withdrawal.block),
      transactionHash: toHex(withdrawal.transactionHash),
      ...(await stageOf(context, withdrawal, final)),
    })
  }
  return shown
}

export const rollupWithdrawals: MethodTable = {
  rollup_getWithdrawals: method([addressOrHash], withdrawals),
}
