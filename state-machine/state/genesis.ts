import { Address, isValidReceiver, ZERO_ADDRESS } from '../codec/address.ts'
import { utf8Bytes } from './utf8.ts'
import { keccak256 } from '../hash.ts'
import { BASIS_POINTS, PARAMETERS, type Parameter, type ParameterName, type Parameters } from '../params.ts'
import { GenesisError } from './errors.ts'
import { recordKey } from './keys.ts'
import { encodeRecord } from './layout.ts'

/** What makes a community: fixed at deployment, known to L1 by its hash, never changed. */
export interface Genesis {
  readonly name: string
  readonly tokenName: string
  readonly tokenSymbol: string
  readonly chainId: bigint
  /** Unix seconds of block 0. */
  readonly timestamp: bigint
  /** Signs memberships; address zero lets anybody in (development only). */
  readonly registrar: Address
  /** Shown as the block's miner; earns the fees where feeToPool is 0. */
  readonly operator: Address
  readonly parameters: Parameters
}

const FIELDS = ['name', 'tokenName', 'tokenSymbol', 'chainId', 'timestamp', 'registrar', 'operator', 'parameters'] as const
const NAMES = Object.keys(PARAMETERS) as ParameterName[]
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER)

const text = (field: string, value: unknown, max: number): string => {
  if (typeof value === 'string' && value.length > 0 && utf8Bytes(value).length <= max) return value
  throw new GenesisError(field, `expected a text of 1 to ${max} bytes`)
}

const integer = (field: string, value: unknown, min: bigint, max: bigint): bigint => {
  const digits = typeof value === 'string' && /^(0|[1-9][0-9]*)$/.test(value)
  if (!digits && !(typeof value === 'number' && Number.isSafeInteger(value))) {
    throw new GenesisError(field, 'expected a whole number, as decimal digits in a string')
  }
  const number = BigInt(value)
  if (number < min || number > max) throw new GenesisError(field, `expected ${min} to ${max}, got ${number}`)
  return number
}

const address = (field: string, value: unknown): Address => {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{40}$/.test(value)) throw new GenesisError(field, 'expected an address')
  const parsed = Address(value)
  if (parsed !== ZERO_ADDRESS && !isValidReceiver(parsed)) throw new GenesisError(field, 'must not be a system contract')
  return parsed
}

const onlyKnown = (where: string, value: unknown, known: readonly string[]): Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new GenesisError(where, 'expected an object')
  const unknown = Object.keys(value).find((key) => !known.includes(key))
  if (unknown !== undefined) throw new GenesisError(unknown, `not a field of ${where}; known: ${known.join(', ')}`)
  return value as Record<string, unknown>
}

const atMost = (p: Parameters, low: ParameterName, high: ParameterName): void => {
  if (p[low] > p[high]) throw new GenesisError(low, `must not exceed ${high} (${p[low]} > ${p[high]})`)
}

/** protocol.md section 5 and 8: a vote's periods leave room for a forced ballot. */
const checkTogether = (p: Parameters): void => {
  atMost(p, 'minStakingPeriod', 'maxStakingPeriod')
  atMost(p, 'counterPeriod', 'validation')
  for (const period of ['commit', 'reveal'] as const) {
    const least = 2n * p.inboxDelay
    if (p[period] < least) throw new GenesisError(period, `must be at least twice inboxDelay: ${least}, got ${p[period]}`)
  }
  const shares = p.proposerBps + p.validatorsBps + p.stakersBps
  if (shares > BASIS_POINTS) throw new GenesisError('proposerBps', 'proposerBps + validatorsBps + stakersBps must not exceed 10000')
}

/** Parameters by name, checked against every bound of params.ts; what is missing gets its default. Throws GenesisError. */
export const parametersFrom = (values: { readonly [name: string]: unknown }): Parameters => {
  const known = onlyKnown('parameters', values, NAMES)
  const read = (name: ParameterName): bigint => {
    const bounds: Parameter = PARAMETERS[name]
    return known[name] === undefined ? bounds.default : integer(name, known[name], bounds.min, bounds.max)
  }
  const parameters = Object.fromEntries(NAMES.map((name) => [name, read(name)])) as Parameters
  checkTogether(parameters)
  return parameters
}

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new GenesisError('file', `not JSON: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

/** Reads and checks a genesis file. Throws GenesisError, which names the field and what was expected. */
export const decodeGenesis = (json: string): Genesis => {
  const raw = onlyKnown('genesis', parse(json), FIELDS)
  const genesis = {
    name: text('name', raw['name'], 64),
    tokenName: text('tokenName', raw['tokenName'], 64),
    tokenSymbol: text('tokenSymbol', raw['tokenSymbol'], 11),
    chainId: integer('chainId', raw['chainId'], 1n, MAX_SAFE),
    timestamp: integer('timestamp', raw['timestamp'], 1n, 2n ** 39n),
    registrar: address('registrar', raw['registrar']),
    operator: address('operator', raw['operator']),
    parameters: parametersFrom(onlyKnown('parameters', raw['parameters'] ?? {}, NAMES)),
  }
  // Nobody holds the key of address zero: the fees would be lost.
  if (genesis.parameters.feeToPool === 0n && genesis.operator === ZERO_ADDRESS) {
    throw new GenesisError('operator', 'must not be address zero where feeToPool is 0')
  }
  return genesis
}

/** The parameters as JSON, numbers as decimal strings, in the order of params.ts: what `IChain.parameters()` answers. */
export const encodeParameters = (parameters: Parameters): string =>
  JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, parameters[name].toString()])))

/** The one JSON text of a genesis; L1 keeps its hash and logs its bytes. */
export const encodeGenesis = (genesis: Genesis): string =>
  JSON.stringify({
    name: genesis.name,
    tokenName: genesis.tokenName,
    tokenSymbol: genesis.tokenSymbol,
    chainId: genesis.chainId.toString(),
    timestamp: genesis.timestamp.toString(),
    registrar: genesis.registrar,
    operator: genesis.operator,
    parameters: JSON.parse(encodeParameters(genesis.parameters)) as unknown,
  })

/** keccak256 of the canonical JSON's bytes. */
export const genesisHash = (genesis: Genesis): Uint8Array => keccak256(utf8Bytes(encodeGenesis(genesis)))

/** The state of block 0: the chain record alone, with the genesis time. */
export const genesisRecords = (genesis: Genesis): readonly { readonly key: Uint8Array; readonly words: Uint8Array }[] => {
  const chain = { number: 0n, time: genesis.timestamp, cursor: 0n, open: 0n, bodyHash: new Uint8Array(32) }
  return [{ key: recordKey('chain'), words: encodeRecord('chain', chain) }]
}
