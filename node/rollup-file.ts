import { Address } from '@distribute/state-machine'
import { z } from 'zod'
import { SettingError } from './setting-error.ts'

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, 'expected an address').transform((text) => Address(text))
const hash = z.string().regex(/^0x[0-9a-fA-F]{64}$/, 'expected a hash').transform((text): `0x${string}` => `0x${text.slice(2).toLowerCase()}`)
const whole = z.union([z.string().regex(/^\d+$/, 'expected a whole number'), z.int().nonnegative()]).transform((value) => BigInt(value))

const schema = z.strictObject({
  l1ChainId: whole,
  chainId: whole,
  genesisHash: hash,
  contracts: z.strictObject({ inbox: address, rollup: address, bridge: address, stakes: address, challenges: address, executor: address, promises: address, token: address }),
  deployed: z.strictObject({ number: whole, hash }),
})

/** `rollup.json`: where a community lives on L1. `deploy` writes it, every node of the community reads it. */
export type RollupFile = z.infer<typeof schema>

/** Throws SettingError BadFile, which names the field. */
export function decodeRollupFile(json: string, name: string): RollupFile {
  const result = schema.safeParse(parse(json, name))
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new SettingError('BadFile', `${name}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`, 'take the file that `distribute deploy` wrote')
}

export function encodeRollupFile(file: RollupFile): string {
  const text = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value)
  return `${JSON.stringify(file, text, 2)}\n`
}

function parse(json: string, name: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new SettingError('BadFile', `${name} is not JSON`, 'take the file that `distribute deploy` wrote', { cause })
  }
}
