import { hexToBytes, toHex, type Hex, type TransactionSerializable, type TransactionSerializableEIP1559 } from 'viem'
import { privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'
import { EMPTY, encodeRlp, fromHex, keccak256, type RlpItem } from '@distribute/state-machine'
import { signNative } from '../recovery/sign.ts'
import { fromDigits, toDigits } from './digits.ts'

const TYPE_2 = 0x02
const SIGNATURE_PART = 32

/**
 * viem's account, which signs what posts batches in another way: 120 kB of calldata take viem 13 ms, most of it in keccak and
 * in digits, and this one 2.
 */
export function createPostingAccount(privateKey: Hex): PrivateKeyAccount {
  const account = privateKeyToAccount(privateKey)
  const key = hexToBytes(privateKey)
  const signTransaction: PrivateKeyAccount['signTransaction'] = async (transaction, options) =>
    options?.serializer === undefined && isPlain(transaction) ? signPlain(key, transaction) : account.signTransaction(transaction, options)
  return { ...account, signTransaction }
}

/** Type 2, to somebody, without an access list. */
function isPlain(transaction: TransactionSerializable): transaction is TransactionSerializableEIP1559 & { readonly to: Hex } {
  const { type, to, accessList } = transaction
  return type === 'eip1559' && typeof to === 'string' && (accessList ?? []).length === 0
}

function signPlain(key: Uint8Array, transaction: TransactionSerializableEIP1559 & { readonly to: Hex }): Hex {
  const { chainId, nonce = 0, maxPriorityFeePerGas = 0n, maxFeePerGas = 0n, gas = 0n, to, value = 0n, data = '0x' } = transaction
  const numbers = [chainId, nonce, maxPriorityFeePerGas, maxFeePerGas, gas].map(integer)
  const fields: readonly RlpItem[] = [...numbers, fromHex(to), integer(value), fromDigits(data), []]
  const hash = keccak256(envelope(fields))
  const signature = signNative(hash, key)
  const [r, s] = [signature.subarray(0, SIGNATURE_PART), signature.subarray(SIGNATURE_PART, 2 * SIGNATURE_PART)]
  // The last byte is 27 or 28.
  const parity = integer((signature[2 * SIGNATURE_PART] ?? 0) - 27)
  return toDigits(envelope([...fields, parity, trimmed(r), trimmed(s)]))
}

const envelope = (fields: readonly RlpItem[]): Uint8Array => Buffer.concat([Uint8Array.of(TYPE_2), encodeRlp(fields)])

const integer = (value: number | bigint): Uint8Array => (BigInt(value) === 0n ? EMPTY : trimmed(fromHex(toHex(value, { size: 32 }))))

const trimmed = (word: Uint8Array): Uint8Array => {
  const start = word.findIndex((byte) => byte !== 0)
  return start < 0 ? EMPTY : word.subarray(start)
}
