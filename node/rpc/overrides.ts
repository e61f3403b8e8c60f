import { accountOf, AMOUNT_LIMIT, encodeRecord, recordKey, toHex } from '@distribute/state-machine'
import type { Address, StateReader } from '@distribute/state-machine'
import { address, bytes, field, fieldsOf, uint256, uint64 } from './decoders.ts'
import type { Decoder } from './decoders.ts'
import { ArgumentError } from './errors.ts'

/** What a call shall find in an account instead of what stands there. */
export interface AccountOverride {
  /** wei. */
  readonly balance?: bigint
  readonly nonce?: bigint
}

export type StateOverrides = ReadonlyMap<Address, AccountOverride>
export const NO_OVERRIDES: StateOverrides = new Map()

const MAX_ACCOUNTS = 1_000
/** No code runs here and accounts have no slots: to answer as if would be wrong. */
const ABSENT = ['code', 'state', 'stateDiff', 'movePrecompileToAddress'] as const

/** `{}` and `0x` change nothing, and some clients send them. */
const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === '0x' || (typeof value === 'object' && Object.keys(value).length === 0)

/** More ether than any account can hold is what clients write for "enough". */
const atMost = (value: bigint): bigint => (value < AMOUNT_LIMIT ? value : AMOUNT_LIMIT - 1n)

function decodeAccount(value: unknown): AccountOverride {
  const fields = fieldsOf(value)
  const absent = ABSENT.find((name) => !isNothing(fields[name]))
  if (absent !== undefined) throw new ArgumentError(`${absent} cannot be overridden: this chain runs no code; balance and nonce can`)
  field(fields, 'code', bytes)
  const balance = field(fields, 'balance', uint256)
  const nonce = field(fields, 'nonce', uint64)
  return { ...(balance === undefined ? {} : { balance: atMost(balance) }), ...(nonce === undefined ? {} : { nonce }) }
}

/** geth's third argument of eth_call: accounts by address. */
export const stateOverrides: Decoder<StateOverrides> = {
  decode: (value) => {
    const accounts = Object.entries(fieldsOf(value))
    if (accounts.length > MAX_ACCOUNTS) throw new ArgumentError(`at most ${MAX_ACCOUNTS} accounts can be overridden`)
    return new Map(accounts.map(([name, account]) => [address.decode(name), decodeAccount(account)]))
  },
  missing: { value: NO_OVERRIDES },
}

/** The account's words with the override in them. */
export function overridden(state: StateReader, owner: Address, { balance, nonce }: AccountOverride): Uint8Array {
  const account = accountOf(state, owner)
  return encodeRecord('account', { ...account, ether: balance ?? account.ether, nonce: nonce ?? account.nonce })
}

/** `state` as if the overrides stood in it. */
export function withOverrides(state: StateReader, overrides: StateOverrides): StateReader {
  if (overrides.size === 0) return state
  const byKey = new Map([...overrides].map(([owner, override]) => [toHex(recordKey('account', owner)), { owner, override }]))
  return {
    get(key) {
      const found = byKey.get(toHex(key))
      return found === undefined ? state.get(key) : overridden(state, found.owner, found.override)
    },
  }
}
