import { Address } from '@distribute/state-machine'
import { z } from 'zod'
import { askNode } from './ask-node.ts'
import { failed } from './cli-error.ts'

const quantity = z.string().regex(/^0x[0-9a-f]+$/i).transform((text) => BigInt(text))
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/).transform((text) => Address(text))
const hash = z.custom<`0x${string}`>((value) => typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value))
const head = z.object({ number: quantity, hash, timestamp: quantity })

const statusSchema = z.object({
  role: z.string(),
  chainId: quantity,
  l1ChainId: quantity,
  contracts: z.object({ inbox: address, rollup: address, bridge: address, token: address }),
  heads: z.object({ latest: head, safe: head, finalized: head }),
  l1: z.object({ head: head.nullable(), safe: head.nullable(), finalized: head.nullable(), derived: head.nullable() }),
  lastBatch: z.object({ index: quantity }).nullable(),
  wrongRoots: z.array(z.object({ batch: quantity, segment: quantity })).default([]),
  voidRoots: z.array(z.object({ batch: quantity, lastBatch: quantity, missingFrom: quantity.nullable(), readyAt: quantity.nullable(), notBefore: quantity })).default([]),
  inbox: z.object({ length: quantity, cursor: quantity }),
})
/** What `rollup_status` answers, as far as the commands need it. */
export type RollupStatus = z.infer<typeof statusSchema>

const transaction = z.object({ to: address, data: z.custom<`0x${string}`>((value) => typeof value === 'string' && /^0x([0-9a-f]{2})*$/.test(value)), value: quantity })
/** Stages of a withdrawal that has still to become ready. */
export const WAITING = ['waiting-for-batch', 'waiting-for-conviction', 'waiting-for-roots', 'in-challenge-window'] as const

const withdrawalsSchema = z.array(z.object({
  id: quantity,
  from: address,
  to: address,
  /** wei; 0 of tokens */
  value: quantity,
  /** base units; 0 of ether */
  tokens: quantity,
  blockNumber: quantity,
  stage: z.enum([...WAITING, 'ready-to-claim', 'claimed']),
  /** L1 time in seconds from which it can be claimed. */
  readyAt: quantity.optional(),
  transaction: transaction.optional(),
}))
export type ListedWithdrawal = z.infer<typeof withdrawalsSchema>[number]

const STAGES = ['pending', 'failed', ...WAITING, 'ready-to-claim', 'claimed'] as const
const withdrawalSchema = z.object({
  id: quantity.nullable(),
  from: address.nullable(),
  to: address.nullable(),
  value: quantity.nullable(),
  tokens: quantity.nullable(),
  transactionHash: hash,
  blockNumber: quantity.nullable(),
  stage: z.enum(STAGES),
  anew: z.boolean(),
  batch: quantity.nullable(),
  l1Time: quantity,
  readyAt: quantity.nullable(),
  notBefore: quantity.nullable(),
  next: z.string(),
  transaction: transaction.nullable(),
}).nullable()
/** What `rollup_withdrawalStatus` answers. Times are L1's, in seconds. */
export type WithdrawalStatus = NonNullable<z.infer<typeof withdrawalSchema>>

const depositsSchema = z.array(z.object({ index: quantity, stage: z.string(), blockNumber: quantity.optional(), transactionHash: hash.optional() }))
export type ListedDeposit = z.infer<typeof depositsSchema>[number]

export const readStatus = (url: string): Promise<RollupStatus> => read(url, 'rollup_status', [], statusSchema)
export const readWithdrawals = (url: string, of: string): Promise<readonly ListedWithdrawal[]> => read(url, 'rollup_getWithdrawals', [of], withdrawalsSchema)
/** Of an id, or of the hash of the transaction that made it; null where there is none. */
export const readWithdrawal = (url: string, of: string): Promise<WithdrawalStatus | null> => read(url, 'rollup_withdrawalStatus', [of], withdrawalSchema)
export const readDeposits = (url: string, l1Transaction: string): Promise<readonly ListedDeposit[]> => read(url, 'rollup_getDeposit', [l1Transaction], depositsSchema)

async function read<T>(url: string, method: string, params: readonly unknown[], schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await askNode(url, method, params))
  if (parsed.success) return parsed.data
  throw failed(`${url} does not answer ${method} as a node of this chain does`, 'check --l2-url: is it the chain, and not L1?', parsed.error)
}
