import type { BlockOverrides } from './block-overrides.ts'
import { blockOverrides } from './block-overrides.ts'
import { bool, field, fieldsOf } from './decoders.ts'
import type { Decoder } from './decoders.ts'
import { draft } from './draft.ts'
import type { Draft } from './draft.ts'
import { ArgumentError, RpcError } from './errors.ts'
import { NO_OVERRIDES, stateOverrides } from './overrides.ts'
import type { StateOverrides } from './overrides.ts'

/** One block that is to be imagined. */
export interface ImaginedBlock {
  readonly block: BlockOverrides
  readonly accounts: StateOverrides
  readonly calls: readonly Draft[]
}

/** What eth_simulateV1 is asked. */
export interface Simulation {
  readonly blocks: readonly ImaginedBlock[]
  /** Nonces, fees and credits count, as for a transaction. */
  readonly validation: boolean
  readonly traceTransfers: boolean
  readonly returnFullTransactions: boolean
}

/** geth's limit of blocks. */
export const MAX_BLOCKS = 256
const MAX_CALLS = 1_024
const TOO_MANY = -38_026

export const tooMany = (what: string, most: number): RpcError => new RpcError(TOO_MANY, `too many ${what}: at most ${most}`)

function listOf(value: unknown, name: string): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new ArgumentError(`${name} must be a list`)
  return value
}

function decodeBlock(value: unknown): ImaginedBlock {
  const fields = fieldsOf(value)
  return {
    block: field(fields, 'blockOverrides', blockOverrides) ?? {},
    accounts: field(fields, 'stateOverrides', stateOverrides) ?? NO_OVERRIDES,
    calls: listOf(fields['calls'], 'calls').map((call) => draft.decode(call)),
  }
}

export const simulation: Decoder<Simulation> = {
  decode: (value) => {
    const fields = fieldsOf(value)
    const given = listOf(fields['blockStateCalls'], 'blockStateCalls')
    if (given.length === 0) throw new ArgumentError('empty input')
    if (given.length > MAX_BLOCKS) throw tooMany('blocks', MAX_BLOCKS)
    const blocks = given.map(decodeBlock)
    if (blocks.reduce((sum, { calls }) => sum + calls.length, 0) > MAX_CALLS) throw tooMany('calls', MAX_CALLS)
    const flag = (name: string): boolean => field(fields, name, bool) ?? false
    return { blocks, validation: flag('validation'), traceTransfers: flag('traceTransfers'), returnFullTransactions: flag('returnFullTransactions') }
  },
}
