import { Address, fromHex } from '@distribute/state-machine'
import { claimCall, claimTokensCall, type FinalRoot, type L1Call } from '@distribute/bridge-contracts'
import { z } from 'zod'
import { failed } from './cli-error.ts'
import { jsonOf } from './output.ts'

const EXPECTED = 'expected a file that `distribute exit-kit <account>` wrote'
const whole = z.string().regex(/^\d{1,78}$/, 'expected a whole number').transform((text) => BigInt(text))
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, 'expected an address').transform((text) => Address(text))
const hash = z.string().regex(/^0x[0-9a-fA-F]{64}$/, 'expected a hash')

const claim = z.strictObject({
  dataId: hash, round: whole, claimant: address, claimTime: whole, rootsRoot: hash, lastRoot: hash, cursor: whole, segments: whole,
})
const withdrawal = z.strictObject({
  id: whole,
  to: address,
  value: whole,
  /** Base units of the community token, where it is not of ether; kits from before have none. */
  tokens: whole.default(0n),
  batch: whole,
  claim,
  proof: z.strictObject({ depth: z.int().min(0).max(256), nonEmpty: whole, siblings: z.array(hash).max(256) }),
  readyAt: whole,
})

/** The first version of the format; a program that does not know a version refuses it. */
const VERSION = 1
const schema = z.strictObject({
  distributeExitKit: z.literal(VERSION),
  account: address,
  l1ChainId: whole,
  chainId: whole,
  contracts: z.strictObject({ rollup: address, bridge: address, inbox: address }),
  /** L1's time, in seconds, as the node that made it knew it. */
  madeAt: whole,
  withdrawals: z.array(withdrawal),
  /** Made, and in no batch with standing roots yet: this kit cannot claim them. */
  waiting: z.array(z.strictObject({ id: whole, to: address, value: whole, tokens: whole.default(0n), stage: z.string() })),
  /** What the account has on the chain, as `distribute me --json` says it. */
  inside: z.unknown(),
  steps: z.array(z.string()),
})

/** What a member needs to leave with nobody running but L1. Wei, seconds of L1. */
export type ExitKit = z.infer<typeof schema>
export type KitWithdrawal = ExitKit['withdrawals'][number]

export const encodeKit = (kit: Omit<ExitKit, 'distributeExitKit'>): string =>
  `${JSON.stringify(JSON.parse(jsonOf({ distributeExitKit: VERSION, ...kit })), undefined, 2)}\n`

/** Throws CliError for what is no exit kit of this version, and names the field. */
export function decodeKit(text: string, name: string): ExitKit {
  const parsed = schema.safeParse(jsonIn(text, name))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw failed(`${name}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`, EXPECTED, parsed.error)
}

function jsonIn(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw failed(`${name} is not JSON`, EXPECTED, cause)
  }
}

/** Where it is proven, as the bridge's call takes it. */
export function rootOfKit({ batch, claim: standing, proof }: KitWithdrawal): FinalRoot {
  const { dataId, rootsRoot, lastRoot, ...rest } = standing
  return {
    batch,
    claim: { ...rest, dataId: fromHex(dataId), rootsRoot: fromHex(rootsRoot), lastRoot: fromHex(lastRoot) },
    proof: { depth: proof.depth, nonEmpty: proof.nonEmpty, siblings: proof.siblings.map(fromHex) },
  }
}

/** What has it paid, by anybody. */
export function claimCallOfKit(bridge: Address, withdrawal: KitWithdrawal): L1Call {
  const { id, to, value, tokens: amount } = withdrawal
  const root = rootOfKit(withdrawal)
  return amount > 0n ? claimTokensCall(bridge, { withdrawal: { id, to, amount }, ...root }) : claimCall(bridge, { withdrawal: { id, to, value }, ...root })
}
