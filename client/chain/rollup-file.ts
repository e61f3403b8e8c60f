import type { Hex } from 'viem'
import { Address } from '@distribute/state-machine'
import type { Rollup } from './distribute-chain.ts'

/** What was given is no community's rollup file: `message` names the field. */
export class ChainDefinitionError extends Error {
  override readonly name = 'ChainDefinitionError'
  readonly code = 'BadRollupFile'
  /** the message without what to do */
  readonly what: string

  constructor(what: string, options?: ErrorOptions) {
    super(`${what}: take the rollup.json that \`distribute deploy\` wrote`, options)
    this.what = what
  }
}

export const CONTRACT_NAMES = ['inbox', 'rollup', 'bridge', 'stakes', 'challenges', 'executor', 'promises', 'token'] as const

type Fields = { readonly [name: string]: unknown }
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const unlike = (field: string, what: string): ChainDefinitionError => new ChainDefinitionError(`${field} is no ${what}`)

/** Of a chain's definition, a `rollup.json`, or its text. Throws ChainDefinitionError. */
export function decodeRollup(given: unknown): Rollup {
  const value = typeof given === 'string' ? parse(given) : given
  if (!isObject(value)) throw unlike('the file', 'object')
  const { contracts } = value
  if (!isObject(contracts)) throw unlike('contracts', 'object')
  const addressOf = (name: (typeof CONTRACT_NAMES)[number]): Address => address(contracts[name], `contracts.${name}`)
  return {
    l1ChainId: id(value['l1ChainId'], 'l1ChainId'),
    chainId: id(value['chainId'], 'chainId'),
    genesisHash: hash(value['genesisHash'], 'genesisHash'),
    contracts: {
      inbox: addressOf('inbox'), rollup: addressOf('rollup'), bridge: addressOf('bridge'), stakes: addressOf('stakes'),
      challenges: addressOf('challenges'), executor: addressOf('executor'), promises: addressOf('promises'), token: addressOf('token'),
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ChainDefinitionError('the rollup file is not JSON', { cause })
  }
}

function id(value: unknown, field: string): bigint {
  const text = typeof value === 'bigint' || typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string' || !/^(\d+|0x[0-9a-f]+)$/.test(text)) throw unlike(field, 'whole number')
  const found = BigInt(text)
  if (found > BigInt(Number.MAX_SAFE_INTEGER)) throw unlike(field, 'chain id that clients can hold')
  return found
}

function address(value: unknown, field: string): Address {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{40}$/.test(value)) throw unlike(field, 'address')
  return Address(value)
}

const isHash = (value: unknown): value is Hex => typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value)
function hash(value: unknown, field: string): Hex {
  if (!isHash(value)) throw unlike(field, 'hash')
  return `0x${value.slice(2).toLowerCase()}`
}
