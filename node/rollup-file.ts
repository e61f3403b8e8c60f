import { ChainDefinitionError, decodeRollup, type Rollup } from '@distribute/client'
import { SettingError } from './setting-error.ts'

/** `rollup.json`: where a community lives on L1. `deploy` writes it, every node of the community reads it. */
export interface RollupFile extends Rollup {
  /** The L1 block of the deployment: the first one that a node reads. A wallet does not need it. */
  readonly deployed: { readonly number: bigint; readonly hash: `0x${string}` }
}

const ADVICE = 'take the file that `distribute deploy` wrote'

/** What members' programs read by the client, and the block of the deployment besides. Throws SettingError BadFile, which names the field. */
export function decodeRollupFile(json: string, name: string): RollupFile {
  try {
    return { ...decodeRollup(json), deployed: deployedIn(json) }
  } catch (cause) {
    if (cause instanceof ChainDefinitionError) throw new SettingError('BadFile', `${name}: ${cause.what}`, ADVICE, { cause })
    throw cause
  }
}

function deployedIn(json: string): RollupFile['deployed'] {
  const { deployed }: { readonly deployed?: unknown } = JSON.parse(json) as object
  if (typeof deployed !== 'object' || deployed === null) throw new ChainDefinitionError('deployed is no object')
  const { number, hash }: { readonly number?: unknown; readonly hash?: unknown } = deployed
  const text = typeof number === 'number' ? String(number) : number
  if (typeof text !== 'string' || !/^\d{1,19}$/.test(text)) throw new ChainDefinitionError('deployed.number is no whole number')
  if (!isHash(hash)) throw new ChainDefinitionError('deployed.hash is no hash')
  return { number: BigInt(text), hash: `0x${hash.slice(2).toLowerCase()}` }
}

const isHash = (value: unknown): value is string => typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value)

export function encodeRollupFile(file: RollupFile): string {
  const text = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value)
  return `${JSON.stringify(file, text, 2)}\n`
}
