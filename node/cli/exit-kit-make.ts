import { z } from 'zod'
import { Address } from '@distribute/state-machine'
import { readAccount } from './account.ts'
import { askNode } from './ask-node.ts'
import { failed } from './cli-error.ts'
import type { ExitKit, KitWithdrawal } from './exit-kit-file.ts'
import { readStatus, readWithdrawals, type ListedWithdrawal } from './rollup-rpc.ts'

const quantity = z.string().regex(/^0x[0-9a-f]+$/i).transform((text) => BigInt(text))
const proofSchema = z.object({
  records: z.tuple([z.object({ inclusion: z.object({ depth: quantity, nonEmpty: quantity, siblings: z.array(z.string()) }).nullable() })]),
})
const batchSchema = z.object({
  index: quantity,
  lastBlock: quantity,
  claim: z.object({
    dataId: z.string(), round: quantity, claimant: z.string().transform((text) => Address(text)), claimTime: quantity, rootsRoot: z.string(), lastRoot: z.string(), cursor: quantity, segments: quantity,
  }),
}).nullable()

const PROVABLE: readonly string[] = ['in-challenge-window', 'ready-to-claim']
const MANY = 1_000

/** Gathers it from a node; what is final, or will be, is proven against the claim that stands for its own batch. Throws CliError. */
export async function makeKit(url: string, account: Address): Promise<Omit<ExitKit, 'distributeExitKit'>> {
  const [known, listed, { account: inside }] = await Promise.all([readStatus(url), readWithdrawals(url, account), readAccount(url, account, MANY)])
  const open = listed.filter(({ stage }) => stage !== 'claimed')
  const proven: KitWithdrawal[] = []
  const waiting: ListedWithdrawal[] = []
  for (const withdrawal of open) {
    const found = PROVABLE.includes(withdrawal.stage) ? await prove(url, withdrawal) : undefined
    if (found === undefined) waiting.push(withdrawal)
    else proven.push(found)
  }
  const { inbox, rollup, bridge } = known.contracts
  return {
    account,
    l1ChainId: known.l1ChainId,
    chainId: known.chainId,
    contracts: { rollup, bridge, inbox },
    madeAt: known.l1.head?.timestamp ?? 0n,
    withdrawals: proven,
    waiting: waiting.map(({ id, to, value, tokens, stage }) => ({ id, to, value, tokens, stage })),
    inside,
    steps: stepsFor(account, { rollup, chainId: known.chainId }),
  }
}

/** Undefined where the node can no longer, or not yet, prove it. */
async function prove(url: string, { id, to, value, tokens, blockNumber, readyAt }: ListedWithdrawal): Promise<KitWithdrawal | undefined> {
  const batch = await ask(url, { method: 'rollup_getBatchByBlock', params: [hex(blockNumber)], schema: batchSchema })
  if (batch === null || readyAt === undefined) return undefined
  const params = [[{ type: tokens > 0n ? 'tokenWithdrawal' : 'withdrawal', ids: [hex(id)] }], hex(batch.lastBlock)]
  const { records: [{ inclusion }] } = await ask(url, { method: 'rollup_getProof', params, schema: proofSchema })
  if (inclusion === null) return undefined
  return { id, to, value, tokens, batch: batch.index, claim: batch.claim, proof: { ...inclusion, depth: Number(inclusion.depth) }, readyAt }
}

const hex = (value: bigint): string => `0x${value.toString(16)}`

async function ask<T>(url: string, { method, params, schema }: { readonly method: string; readonly params: readonly unknown[]; readonly schema: z.ZodType<T> }): Promise<T> {
  const parsed = schema.safeParse(await askNode(url, method, params))
  if (parsed.success) return parsed.data
  throw failed(`${url} does not answer ${method} as a node of this chain does`, 'check --l2-url: is it the chain, and not L1?', parsed.error)
}

const stepsFor = (account: Address, { rollup, chainId }: { readonly rollup: Address; readonly chainId: bigint }): string[] => [
  'Withdrawals of this file: `distribute exit-kit use <this file> --l1-url … --key-file …`, from the second in `readyAt` on. It asks nobody but L1, and anybody may do it for you.',
  `What is still inside, while a sequencer posts batches, whether it wants you or not: \`distribute force withdraw <ether> --key-file … --l1-url … --rollup ${rollup} --chain-id ${chainId} --nonce <n>\`, with the nonce in \`inside\` and one more for each call of yours since. First make ether of it the same way: \`force burn\` for tokens (or take them along as they are: \`force withdraw <tokens> --tokens\`), \`force settle stake\` for stakes in ended projects, \`force vote withdraw\` for voting rights, \`force dividend collect\` for dividends.`,
  'What cannot be moved now: stakes, escrows and ballots of running projects. They are settled when their periods end, and chain time goes on only with batches.',
  `All of it in one command, whoever is gone, on an empty machine: \`distribute exit-kit use <this file> --take-over --key-file … --l1-url … --data-dir …\` with the key of ${account}. It rebuilds the chain from L1, takes the sequencer's place on the rollup ${rollup} if nobody posts (the key then needs ether for the stake), and does the steps above.`,
]
