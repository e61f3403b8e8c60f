import secp256k1 from 'secp256k1'
import {
  encodeSigned, signingHash, systemAddress, toHex, type Address, type Call, type Transaction,
} from '@distribute/state-machine'
import type { Account } from './accounts.ts'

/** What both chains get: type 2, the caps of an ordinary wallet, gas enough for either. */
const GAS = 200_000n
const FEE_CAP = 1_000_000_000n
const NO_WORD = new Uint8Array(32)

export const MINT_AMOUNT = 10n ** 15n
/** wei: far above the cost, so that every mint succeeds and gets its rest back. */
const MINT_VALUE = 10n ** 13n

interface Wish {
  readonly nonce: number
  readonly value: bigint
  readonly to: Address
  readonly call: Call
}

function sign(account: Account, { nonce, value, to, call }: Wish, chainId: bigint): string {
  const unsigned: Transaction = {
    type: 2, nonce: BigInt(nonce), gas: GAS, feeCap: FEE_CAP, tipCap: 0n, value, to, call, yParity: 0, r: NO_WORD, s: NO_WORD,
  }
  const { signature, recid } = secp256k1.ecdsaSign(signingHash(unsigned, chainId), account.key)
  const signed: Transaction = { ...unsigned, yParity: recid === 1 ? 1 : 0, r: signature.slice(0, 32), s: signature.slice(32) }
  return toHex(encodeSigned(signed, chainId))
}

/**
 * Transactions number `from` to `from + count` of an endless stream of mints: the accounts take turns, each with consecutive
 * nonces from 0. Raw bytes in hex.
 */
export function mintStream(accounts: readonly Account[], { from, count, chainId }: { from: number; count: number; chainId: bigint }): string[] {
  const to = systemAddress('token')
  const call: Call = { kind: 'mint', args: [MINT_AMOUNT] }
  return Array.from({ length: count }, (_, i) => {
    const at = from + i
    const nonce = Math.floor(at / accounts.length)
    return sign(accounts[at % accounts.length]!, { nonce, value: MINT_VALUE, to, call }, chainId)
  })
}

/** Ether for each receiver from one sender, whose nonces begin at `nonce`. */
export function etherStream(sender: Account, receivers: readonly Account[], { nonce, value, chainId }: { nonce: number; value: bigint; chainId: bigint }): string[] {
  const call: Call = { kind: 'send', args: [] }
  return receivers.map(({ address }, i) => sign(sender, { nonce: nonce + i, value, to: address, call }, chainId))
}
