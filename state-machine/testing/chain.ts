import { secp256k1 } from '@noble/curves/secp256k1'
import { addressFromBytes, addressToBytes, ZERO_ADDRESS, type Address } from '../codec/address.ts'
import { bigintToBytes, concat } from '../codec/bytes.ts'
import { encodeCalldata, type Call } from '../codec/call.ts'
import { encodeTokenDeposit, type InboxEntry } from '../codec/entry.ts'
import { sign } from '../codec/testing/signing.ts'
import { encodeTransaction, type Transaction } from '../codec/transaction.ts'
import { kindGas } from '../execute/gas.ts'
import type { Inbox } from '../execute/segment.ts'
import { targetOf } from '../execute/transaction.ts'
import { keccak256 } from '../hash.ts'
import { ENTRIES } from '../params.ts'
import { genesisRecords, type Genesis } from '../state/genesis.ts'
import { createTree, type Tree } from '../tree/tree.ts'
import { START } from './world.ts'

export interface Draft {
  readonly type?: 0 | 2
  readonly nonce?: bigint
  readonly gas?: bigint
  readonly feeCap?: bigint
  readonly value?: bigint
  readonly to?: Address
  readonly call?: Call
}

const SEND: Call = { kind: 'send', args: [] }

/** What a draft leaves open: the first plain transfer of nothing, with gas and price that just suffice. */
const unsigned = ({ type = 2, call = SEND, nonce = 0n, gas = kindGas(call.kind), feeCap = 1n, value = 0n, to = ZERO_ADDRESS }: Draft): Transaction => ({
  type, nonce, gas, feeCap, tipCap: type === 0 ? feeCap : 0n, value, to: targetOf(call, to), call, yParity: 0,
  r: bigintToBytes(1n, 32), s: bigintToBytes(1n, 32),
})

const keyOf = (key: number): Uint8Array => bigintToBytes(BigInt(key), 32)

/** The account of a small private key. */
export const accountOfKey = (key: number): Address =>
  addressFromBytes(keccak256(secp256k1.getPublicKey(keyOf(key), false).subarray(1)), 12)

/** The private key of somebody in random histories, and her account: where signatures are real it signs for her. */
export const personKey = (person: number): number => 101 + person
export const personOf = (person: number): Address => accountOfKey(personKey(person))

export const signedBy = (key: number, draft: Draft, chainId = 31_337n): Transaction => sign(unsigned(draft), chainId, keyOf(key))

/** Signed as `recoverFromR` takes it. */
export const claimedBy = (sender: Address, draft: Draft): Transaction => ({
  ...unsigned(draft), r: concat(new Uint8Array(12), addressToBytes(sender)),
})

export const depositOf = (to: Address, value: bigint, time = START): InboxEntry => ({
  kind: ENTRIES.deposit, time, from: to, value, payload: addressToBytes(to),
})

export const tokenDepositOf = (to: Address, amount: bigint, time = START): InboxEntry => ({
  kind: ENTRIES.tokenDeposit, time, from: to, value: 0n, payload: encodeTokenDeposit({ to, amount }),
})

export const forcedOf = (transaction: Transaction, fee = 0n, time = START): InboxEntry => ({
  kind: ENTRIES.forced, time, from: ZERO_ADDRESS, value: fee, payload: encodeTransaction(transaction),
})

export interface Message {
  readonly from: Address
  readonly to?: Address
  readonly value?: bigint
  readonly call?: Call
  readonly fee?: bigint
}

export const sendOf = ({ from, to = ZERO_ADDRESS, value = 0n, call = SEND, fee = 0n }: Message, time = START): InboxEntry => ({
  kind: ENTRIES.send,
  time,
  from,
  value: fee,
  payload: concat(bigintToBytes(value, 32), addressToBytes(targetOf(call, to)), encodeCalldata(call)),
})

export const inboxOf = (entries: readonly InboxEntry[]): Inbox => ({
  get length() {
    return BigInt(entries.length)
  },
  entry: (index) => entries[Number(index)],
})

export const genesisTree = (genesis: Genesis): Tree => {
  const tree = createTree()
  tree.apply(genesisRecords(genesis))
  return tree
}
