import { toHex, type Hex, type LocalAccount } from 'viem'
import { concat, EMPTY, encodeRlp, fromHex, keccak256, type RlpItem } from '@distribute/state-machine'
import { toDigits } from '../l1/digits.ts'
import { BlobError } from './errors.ts'
import { versionedHashOf, type SealedBlob } from './kzg.ts'

/** wei a gas, of each kind. */
export interface BlobFees {
  readonly maxFeePerGas: bigint
  readonly maxPriorityFeePerGas: bigint
  readonly maxFeePerBlobGas: bigint
}

export interface BlobTransaction extends BlobFees {
  readonly chainId: bigint
  readonly nonce: number
  readonly gas: bigint
  readonly to: Hex
  readonly data: Uint8Array
}

export interface BlobOnItsWay extends SealedBlob {
  readonly blob: Uint8Array
}

const TYPE_3 = 0x03
/** EIP-7594: a proof for each cell, instead of one for the blob. */
const WRAPPER_VERSION = 0x01
const POINT_BYTES = 32

/** A signed type 3 transaction as it goes to an L1 node, its blobs and their proofs with it. */
export const signBlobTransaction = async (account: LocalAccount, transaction: BlobTransaction, blobs: readonly BlobOnItsWay[]): Promise<Hex> => {
  const { chainId, nonce, maxPriorityFeePerGas, maxFeePerGas, gas, to, data, maxFeePerBlobGas } = transaction
  const hashes = blobs.map(({ commitment }) => versionedHashOf(commitment))
  const numbers = [chainId, BigInt(nonce), maxPriorityFeePerGas, maxFeePerGas, gas].map(integer)
  const fields: readonly RlpItem[] = [...numbers, fromHex(to), EMPTY, data, [], integer(maxFeePerBlobGas), hashes]
  const signature = fromHex(await signHash(account, toHex(keccak256(typed(fields)))))
  const [r, s] = [signature.subarray(0, POINT_BYTES), signature.subarray(POINT_BYTES, 2 * POINT_BYTES)]
  // The last byte is 27 or 28.
  const parity = integer(BigInt((signature[2 * POINT_BYTES] ?? 0) - 27))
  const signed: RlpItem = [...fields, parity, trimmed(r), trimmed(s)]
  const wrapper = [Uint8Array.of(WRAPPER_VERSION), blobs.map(({ blob }) => blob), blobs.map(({ commitment }) => commitment), blobs.flatMap(({ cellProofs }) => cellProofs)]
  return toDigits(typed([signed, ...wrapper]))
}

const signHash = (account: LocalAccount, hash: Hex): Promise<Hex> => {
  if (account.sign === undefined) throw new BlobError('CannotSign', 'this account cannot sign a hash')
  return account.sign({ hash })
}

const typed = (fields: readonly RlpItem[]): Uint8Array => concat(Uint8Array.of(TYPE_3), encodeRlp(fields))
const integer = (value: bigint): Uint8Array => (value === 0n ? EMPTY : trimmed(fromHex(toHex(value, { size: 32 }))))
const trimmed = (word: Uint8Array): Uint8Array => {
  const start = word.findIndex((byte) => byte !== 0)
  return start < 0 ? EMPTY : word.subarray(start)
}
