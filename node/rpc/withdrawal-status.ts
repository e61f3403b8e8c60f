import { systemAddress, toHex } from '@distribute/state-machine'
import type { Address, KindName } from '@distribute/state-machine'
import type { RpcContext } from './context.ts'
import { hash, uint64 } from './decoders.ts'
import type { Decoder } from './decoders.ts'
import { ArgumentError } from './errors.ts'
import { withdrawalsIn, withdrawalWithId } from './find-withdrawals.ts'
import type { Withdrawal } from './find-withdrawals.ts'
import { quantity } from './hex.ts'
import { l1Time, lastFinal, stageOf } from './withdrawal-stage.ts'
import type { Stage } from './withdrawal-stage.ts'

type Named = { readonly id: bigint } | { readonly transaction: Uint8Array }

/** A withdrawal by its id, as a quantity or a number, or by the hash of the transaction that made it. */
export const withdrawalId: Decoder<Named> = {
  decode: (value) => {
    if (typeof value === 'string' && value.length === 66) return { transaction: hash.decode(value) }
    if (typeof value !== 'number') return { id: uint64.decode(value) }
    if (!Number.isSafeInteger(value) || value < 0) throw new ArgumentError('not an id')
    return { id: BigInt(value) }
  },
}

/** What has to happen before the next stage. */
const NEXT = {
  pending: 'it waits for a block',
  failed: 'nothing: the transaction broke a rule, and nothing left the account',
  'waiting-for-batch': 'its block waits for a batch on L1',
  'waiting-for-conviction': 'its roots are false: it waits until a prover has convicted them and somebody has posted the right ones; its transaction stands',
  'waiting-for-roots': 'its roots were void: it waits until somebody with a stake posts the right ones; its transaction stands',
  'in-challenge-window': 'it waits for the end of the challenge window',
  'ready-to-claim': 'anybody may send the transaction to L1',
  claimed: 'nothing: L1 has paid it',
} as const

interface Known {
  readonly stage: keyof typeof NEXT
  readonly readyAt?: unknown
  readonly anew?: boolean
}

/** Every field each time, so that nobody has to look which are there. */
const shown = (context: RpcContext, facts: object, known: Known): Readonly<Record<string, unknown>> => {
  const { stage, readyAt, anew, ...rest } = known
  const now = l1Time(context)
  const isOpen = stage === 'pending' || stage.startsWith('waiting-for-')
  const earliest = isOpen ? quantity(now + context.deps.status.status().challengeWindow) : (readyAt ?? null)
  return {
    id: null, from: null, to: null, value: null, tokens: null, blockNumber: null, batch: null, claim: null, transaction: null,
    ...facts, stage, anew: anew ?? false, l1Time: quantity(now), readyAt: readyAt ?? null, notBefore: earliest, next: NEXT[stage], ...rest,
  }
}

const factsOf = ({ id, from, to, value, tokens, block, transactionHash }: Withdrawal): object =>
  ({ id: quantity(id), from, to, value: quantity(value), tokens: quantity(tokens), blockNumber: quantity(block), transactionHash: toHex(transactionHash) })

const WITHDRAWING: readonly KindName[] = ['withdraw', 'withdrawTokens']

/** Of a transaction that has made no withdrawal: one that waits in the pool, or that failed; null for any other. */
async function withoutId(context: RpcContext, transactionHash: Uint8Array): Promise<unknown> {
  const bridge: Address = systemAddress('bridge')
  const waiting = context.deps.pool?.get(transactionHash)
  if (waiting !== undefined && WITHDRAWING.includes(waiting.transaction.call.kind)) {
    const { transaction: { value, call: { args: [to, amount] } }, sender } = waiting
    const tokens = quantity(typeof amount === 'bigint' ? amount : 0n)
    return shown(context, { from: sender, to, value: quantity(value), tokens, transactionHash: toHex(transactionHash) }, { stage: 'pending' })
  }
  const included = await context.deps.chain.transaction(transactionHash)
  if (included === undefined || included.status || included.to !== bridge) return null
  const facts = { from: included.from, value: quantity(included.value), blockNumber: quantity(included.block), transactionHash: toHex(transactionHash) }
  return shown(context, facts, { stage: 'failed' })
}

/**
 * Where one withdrawal stands, by one clock, which is L1's: the stage, when the next one begins, and the call that has it paid once it
 * can be. What L1 takes back, a conviction or a reorg, takes the stage back too. Throws -32002 where only L1 can say and does not answer.
 */
export async function withdrawalStatus(context: RpcContext, named: Named): Promise<unknown> {
  const found = 'id' in named ? await withdrawalWithId(context, named.id) : (await withdrawalsIn(context, named.transaction))[0]
  if (found === undefined) return 'id' in named ? null : withoutId(context, named.transaction)
  const stage: Stage = await stageOf(context, found, await lastFinal(context))
  return shown(context, factsOf(found), stage)
}
