import {
  Address as addressFrom, bigintToBytes, encodeRecord, encodeTransaction, fromHex, kindGas, recordKey, signingHash, ZERO_ADDRESS,
} from '@distribute/state-machine'
import type { Address, Bytes32, Call, Genesis, RecordOf, Transaction } from '@distribute/state-machine'
import type { Hex } from 'viem'
import { privateKeyToAddress, sign } from 'viem/accounts'
import { hexOf } from '../../client/values.ts'
import { toOf } from '../machine/testing/arbitraries.ts'
import { ETHER, START } from '../machine/testing/history.ts'

/** Whose key is known, so that L1 can find the signer. */
export interface Person {
  readonly key: Hex
  readonly address: Address
}

/** The first six are the actors of machine/testing/history.ts. */
export function personAt(place: number): Person {
  const key = hexOf(bigintToBytes(BigInt(place + 1), 32))
  return { key, address: addressFrom(privateKeyToAddress(key)) }
}

export interface Planted {
  readonly key: Bytes32
  readonly words: Uint8Array
}

/** gas: as much as a day's calls need. */
const CREDITS = 2n ** 40n

const NOBODY: RecordOf<'account'> = {
  nonce: 0n, ether: 0n, tokens: 0n, reputation: 0n, heldTokens: 0n, credits: 0n, heldReputation: 0n, due: 0n, creditsTime: 0n, member: 0n,
  accTokens: 0n, accReputation: 0n, identity: new Uint8Array(32),
}

/** An account that has ether, and credits for many calls. */
export const account = (address: Address, fields: Partial<RecordOf<'account'>> = {}): Planted => ({
  key: recordKey('account', address),
  words: encodeRecord('account', { ...NOBODY, ether: 100n * ETHER, credits: CREDITS, creditsTime: START, ...fields }),
})

export type Terms = Partial<Pick<Transaction, 'type' | 'nonce' | 'gas' | 'feeCap' | 'tipCap' | 'value' | 'to'>>

const NOTHING = bigintToBytes(1n, 32)

/** The compact transaction of a call, with the fees that wallets choose. */
export async function signedItem({ chainId }: Pick<Genesis, 'chainId'>, { key }: Person, call: Call, terms: Terms = {}): Promise<Uint8Array> {
  const draft: Transaction = {
    type: 2, nonce: 0n, gas: kindGas(call.kind), feeCap: 10n ** 9n, tipCap: 1n, value: 0n, call, yParity: 0, r: NOTHING, s: NOTHING, ...terms,
    to: toOf(call, terms.to ?? ZERO_ADDRESS),
  }
  const { r, s, yParity } = await sign({ hash: hexOf(signingHash(draft, chainId)), privateKey: key })
  return encodeTransaction({ ...draft, r: fromHex(r), s: fromHex(s), yParity: yParity === 1 ? 1 : 0 })
}
