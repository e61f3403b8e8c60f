import { recordKey } from '@distribute/state-machine'
import { calldataOf, claimCall, claimTokensCall } from '@distribute/bridge-contracts'
import { askL1 } from './ask-l1.ts'
import type { RpcContext } from './context.ts'
import type { Withdrawal } from './find-withdrawals.ts'
import { formatClaim } from './format-batch.ts'
import { quantity } from './hex.ts'
import type { StoredBatch } from './ports.ts'
import { refuseRead } from './read-state.ts'
import { formatInclusion } from './rollup-proofs.ts'

/** L1's clock as this node knows it, in seconds: the one clock that stages are told by. */
export const l1Time = ({ deps }: RpcContext): bigint => deps.status.status().l1Head?.time ?? 0n

const finalAt = ({ deps }: RpcContext, batch: StoredBatch): bigint =>
  batch.index === 0n ? 0n : batch.claimTime + deps.status.status().challengeWindow

/** The first batch for whose roots nobody answers, since a conviction. */
const voidFrom = ({ deps }: RpcContext): bigint | undefined =>
  (deps.status.status().voidRoots ?? []).reduce<bigint | undefined>((first, { missingFrom }) =>
    first === undefined || (missingFrom !== undefined && missingFrom < first) ? missingFrom : first, undefined)

/** The first batch with roots that execution does not give and that nobody has convicted yet: those after it go with them. */
const falseFrom = ({ deps }: RpcContext): bigint | undefined =>
  (deps.status.status().wrongRoots ?? []).reduce<bigint | undefined>((first, { batch }) => (first === undefined || batch < first ? batch : first), undefined)

/** The last batch that L1 holds final now, which is at least the one the finalized head ends. */
export async function lastFinal(context: RpcContext): Promise<StoredBatch | undefined> {
  const { batches } = context.deps.chain
  const [missing, wrong] = [voidFrom(context), falseFrom(context)]
  let final = await batches.ofBlock(context.deps.chain.heads().finalized)
  for (let index = (final?.index ?? 0n) + 1n; ; index++) {
    const next = await batches.get(index)
    if (next === undefined || index === missing || index === wrong || finalAt(context, next) > l1Time(context)) return final
    final = next
  }
}

export type Stage = Readonly<Record<string, unknown>> & {
  readonly anew?: boolean
  readonly readyAt?: string
  readonly stage: 'waiting-for-batch' | 'waiting-for-conviction' | 'waiting-for-roots' | 'in-challenge-window' | 'ready-to-claim' | 'claimed'
}

/** Where a withdrawal stands; times are L1's. `anew`: roots that it waited under before were void. */
export async function stageOf(context: RpcContext, withdrawal: Withdrawal, final: StoredBatch | undefined): Promise<Stage> {
  // In this order: roots that are in force again stand in the batch before they are told, and the void ones would pass for them.
  const [missing, wrong] = [voidFrom(context), falseFrom(context)]
  const batch = await context.deps.chain.batches.ofBlock(withdrawal.block)
  if (batch === undefined) return { stage: 'waiting-for-batch' }
  if (wrong !== undefined && batch.index >= wrong) return { stage: 'waiting-for-conviction', batch: quantity(batch.index) }
  if (missing !== undefined && batch.index >= missing) return { stage: 'waiting-for-roots', batch: quantity(batch.index), anew: true }
  const known = { batch: quantity(batch.index), readyAt: quantity(finalAt(context, batch)), ...(batch.claimTime > batch.l1Time ? { anew: true } : {}) }
  if (final === undefined || final.lastBlock < withdrawal.block) return { stage: 'in-challenge-window', ...known }
  if (await askL1(context, (status) => status.isClaimed(withdrawal.id))) return { stage: 'claimed', ...known }
  return { stage: 'ready-to-claim', ...known, ...(await claimOf(context, withdrawal, final)) }
}

/** All that anybody needs to have it paid on L1: the call's arguments, and the call ready made. */
async function claimOf({ deps }: RpcContext, { id, to, value, tokens: amount }: Withdrawal, batch: StoredBatch): Promise<object> {
  const isOfTokens = amount > 0n
  const key = recordKey(isOfTokens ? 'tokenWithdrawal' : 'withdrawal', id)
  const proven = await deps.chain.proveAt(batch.lastBlock, [key]).catch(refuseRead)
  const [proof] = proven.inclusion
  if (proof === undefined) return {}
  const { contracts: { bridge } } = deps.status.status()
  const final = { batch: batch.index, claim: batch, proof }
  const call = calldataOf(isOfTokens ? claimTokensCall(bridge, { withdrawal: { id, to, amount }, ...final }) : claimCall(bridge, { withdrawal: { id, to, value }, ...final }))
  return {
    claim: {
      withdrawal: { id: quantity(id), to, ...(isOfTokens ? { amount: quantity(amount) } : { value: quantity(value) }) },
      batch: quantity(batch.index),
      standing: formatClaim(batch),
      proof: formatInclusion(proof),
    },
    transaction: { to: call.to, data: call.data, value: quantity(call.value) },
  }
}
