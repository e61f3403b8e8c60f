import {
  Address, addressFromBytes, addressToBytes, concat, encodeRecord, encodeTransaction, keccak256, kindGas, parametersFrom, recordKey,
  toHex, targetOf, transactionHash, ZERO_ADDRESS,
} from '@distribute/state-machine'
import type {
  Call, ChainConfig, Genesis, Included, Recover, StateReader, Transaction,
} from '@distribute/state-machine'
import type { PooledTransaction } from '../pool-types.ts'

export const START = 1_800_000_000n
export const ETHER = 10n ** 18n

export const addressOf = (number: number): Address => Address(`0x${(0x1000 + number).toString(16).padStart(40, '0')}`)

/** Stands in for ECDSA: r is the signer's address, so that thousands of transactions cost no time to sign. */
const recoverFromR: Recover = (_hash, r) => addressFromBytes(r, 12)

export const genesisOf = (parameters: { readonly [name: string]: unknown } = {}): Genesis => ({
  name: 'Test', tokenName: 'Test', tokenSymbol: 'TST', chainId: 4_242n, timestamp: START, registrar: ZERO_ADDRESS,
  operator: addressOf(0xffff), parameters: parametersFrom(parameters),
})

export const configOf = (genesis: Genesis): ChainConfig => ({ genesis, recover: recoverFromR })

export interface Draft {
  readonly type?: 0 | 2
  readonly nonce?: bigint
  readonly gas?: bigint
  readonly feeCap?: bigint
  readonly tipCap?: bigint
  readonly value?: bigint
  readonly to?: Address
  readonly call?: Call
}

/** A plain transfer of `sender`, unless the draft says otherwise. */
export function pooledOf(sender: Address, draft: Draft = {}): PooledTransaction {
  const call = draft.call ?? { kind: 'send', args: [] }
  const feeCap = draft.feeCap ?? 2n
  const type = draft.type ?? 2
  const transaction: Transaction = {
    type, nonce: 0n, gas: kindGas(call.kind), value: 0n, ...draft, to: targetOf(call, draft.to ?? addressOf(1)), feeCap,
    tipCap: type === 0 ? feeCap : draft.tipCap ?? 1n, call, yParity: 0,
    r: concat(new Uint8Array(12), addressToBytes(sender)), s: Uint8Array.from({ length: 32 }, (_, i) => (i === 31 ? 1 : 0)),
  }
  return { transaction, sender, hash: transactionHash(transaction, 4_242n), encoded: encodeTransaction(transaction), raw: new Uint8Array() }
}

/** The same, where no encoding exists: only the pool's checks see it. */
export function unencodable(sender: Address, draft: Draft & { readonly size?: number }): PooledTransaction {
  const { transaction, ...rest } = pooledOf(sender)
  const hash = keccak256(Uint8Array.of(1, draft.size ?? 0))
  return { ...rest, hash, transaction: { ...transaction, ...draft }, encoded: new Uint8Array(draft.size ?? 100) }
}

/** A state of accounts that tests write to by hand. */
export interface Accounts {
  readonly reader: StateReader
  set(address: Address, fields: Partial<AccountFields>): void
}

export interface AccountFields {
  readonly nonce: bigint
  readonly ether: bigint
  readonly member: bigint
  readonly credits: bigint
  readonly creditsTime: bigint
}

export function createAccounts(): Accounts {
  const records = new Map<string, Uint8Array>()
  const known = new Map<Address, AccountFields>()
  return {
    reader: { get: (key) => records.get(toHex(key)) },
    set(address, fields) {
      const before = known.get(address) ?? { nonce: 0n, ether: 0n, member: 0n, credits: 0n, creditsTime: START }
      const after = { ...before, ...fields }
      known.set(address, after)
      const zeros = { tokens: 0n, reputation: 0n, heldTokens: 0n, heldReputation: 0n, due: 0n, accTokens: 0n, accReputation: 0n }
      const words = encodeRecord('account', { ...zeros, ...after, identity: new Uint8Array(32) })
      records.set(toHex(recordKey('account', address)), words)
    },
  }
}

/** What a block says of a transaction that it holds. */
export const includedOf = ({ transaction, sender }: PooledTransaction, more: Partial<Included> = {}): Included => ({
  included: true, source: 'transaction', success: true, sender, to: transaction.to, value: transaction.value,
  gasUsed: kindGas(transaction.call.kind), call: transaction.call, transaction, events: [], output: new Uint8Array(), ...more,
})
