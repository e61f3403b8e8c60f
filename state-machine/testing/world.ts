import { Address, addressFromBytes, addressToBytes, ZERO_ADDRESS } from '../codec/address.ts'
import type { Argument } from '../codec/argument.ts'
import { bigintToBytes, concat } from '../codec/bytes.ts'
import type { Recover } from '../codec/recover.ts'
import { targetOf } from '../execute/transaction.ts'
import { runCall, type CallResult, type ChainConfig } from '../execute/call.ts'
import type { Currency, KindName, ParameterName } from '../params.ts'
import { CURRENCIES } from '../params.ts'
import { depositEther } from '../rules/ether.ts'
import { parametersFrom, type Genesis } from '../state/genesis.ts'
import { createLedger, type Ledger, type StateReader } from '../state/ledger.ts'
import type { RecordOf } from '../state/layout.ts'

/** The time at which test communities begin, in seconds; a multiple of a day, so that windows begin with it. */
export const START = 20_000n * 86_400n
export const ETHER = 10n ** 18n
export const DAY = 86_400n
export const MAX = 2n ** 96n - 1n
export const UINT256_MAX = 2n ** 256n - 1n

/** Ordinary accounts, far from zero and from the system contracts. */
export const addressOf = (number: number): Address => Address(`0x${(0xa0000 + number).toString(16).padStart(40, '0')}`)
export const [ALICE, BOB, CAROL, DAVE] = [addressOf(1), addressOf(2), addressOf(3), addressOf(4)]
export const REGISTRAR = addressOf(0xfe)
export const OPERATOR = addressOf(0xff)
export const identityOf = (number: number): Uint8Array => bigintToBytes(BigInt(number), 32)

const decimal = (values: { readonly [name in ParameterName]?: bigint }) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.toString()]))

export const genesisOf = (parameters: { readonly [name in ParameterName]?: bigint } = {}, more: Partial<Genesis> = {}): Genesis => ({
  name: 'Test', tokenName: 'Test Token', tokenSymbol: 'TST', chainId: 31_337n, timestamp: START, registrar: REGISTRAR,
  operator: OPERATOR, parameters: parametersFrom(decimal(parameters)), ...more,
})

/** Stands in for ECDSA where thousands of signatures are needed: r is the signer's address. */
export const recoverFromR: Recover = (_hash, r) => addressFromBytes(r, 12)

/** A registrar's signature as `recoverFromR` takes it. */
export const sealOf = (signer: Address): Uint8Array =>
  concat(new Uint8Array(12), addressToBytes(signer), new Uint8Array(31), Uint8Array.of(1, 27))

export interface CallOptions {
  readonly value?: bigint
  /** Of a plain transfer. */
  readonly to?: Address
}

/** A community in one ledger, driven call by call, without fees. */
export interface World {
  readonly ledger: Ledger
  readonly config: ChainConfig
  now: bigint
  call(sender: Address, kind: KindName, args?: readonly Argument[], options?: CallOptions): CallResult
  deposit(to: Address, value: bigint): void
  account(address: Address): RecordOf<'account'>
  setAccount(address: Address, change: Partial<RecordOf<'account'>>): void
  pool(): RecordOf<'pool'>
  setPool(change: Partial<RecordOf<'pool'>>): void
  stream(currency: Currency): RecordOf<'stream'>
  setStream(currency: Currency, change: Partial<RecordOf<'stream'>>): void
}

const NOTHING: StateReader = { get: () => undefined }

/** A community over a ledger that is there; its clock is its own. */
export const worldOver = (ledger: Ledger, config: ChainConfig): World => {
  const { genesis } = config
  const world: World = {
    ledger,
    config,
    now: START,
    call: (sender, kind, args = [], { value = 0n, to = ZERO_ADDRESS } = {}) => {
      const call = { kind, args }
      return runCall({ ledger, config, now: world.now, sender, to: targetOf(call, to), value, call })
    },
    deposit: (to, value) => depositEther({ ledger, genesis, now: world.now }, to, value),
    account: (address) => ledger.get('account', address),
    setAccount: (address, change) => ledger.put('account', { ...ledger.get('account', address), ...change }, address),
    pool: () => ledger.get('pool'),
    setPool: (change) => ledger.put('pool', { ...ledger.get('pool'), ...change }),
    stream: (currency) => ledger.get('stream', BigInt(CURRENCIES[currency])),
    setStream: (currency, change) => {
      const id = BigInt(CURRENCIES[currency])
      ledger.put('stream', { ...ledger.get('stream', id), ...change }, id)
    },
  }
  return world
}

export const createWorld = (genesis: Genesis = genesisOf(), recover: Recover = recoverFromR, state: StateReader = NOTHING): World =>
  worldOver(createLedger(state), { genesis, recover })

/** Gives an account tokens as if she had minted them, ether apart. */
export function giveTokens(world: World, to: Address, amount: bigint): void {
  const { tokens, heldTokens } = world.account(to)
  world.setAccount(to, { tokens: tokens + amount, heldTokens: heldTokens + amount })
  world.setPool({ tokens: world.pool().tokens + amount })
  world.setStream('tokens', { earning: world.stream('tokens').earning + amount })
}

/** Makes an account a member as the registrar would. */
export function enrolled(world: World, member: Address, identity: number): void {
  const result = world.call(ZERO_ADDRESS, 'register', [member, identityOf(identity), world.now + 1n, sealOf(world.config.genesis.registrar)])
  if (result.error !== undefined) throw new TypeError(`register: ${result.error}`)
}

/** What a call that returns one word answered. */
export const wordOf = ({ output }: CallResult): bigint => output.reduce((value, byte) => value * 256n + BigInt(byte), 0n)
