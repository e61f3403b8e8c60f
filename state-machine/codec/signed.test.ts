import { Common, Mainnet } from '@ethereumjs/common'
import { createTxFromRLP } from '@ethereumjs/tx'
import fc from 'fast-check'
import {
  FeeCapTooHighError, NonceMaxValueError, parseAbi, encodeFunctionData, serializeTransaction, TipAboveFeeCapError, toRlp,
  TransactionTypeNotSupportedError,
} from 'viem'
import type { TransactionSerializable } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { budget } from '../../test/budget.ts'
import { TRANSACTION_MAX_BYTES } from '../params.ts'
import { Address, addressToBytes, systemAddress, ZERO_ADDRESS } from './address.ts'
import { bigintToBytes, byteLength, concat, fromHex } from './bytes.ts'
import { encodeCalldata } from './call.ts'
import type { Call } from './call.ts'
import { recoverAddress } from './recover.ts'
import { decodeRlp, encodeRlp } from './rlp.ts'
import type { RlpItem } from './rlp.ts'
import { decodeSigned } from './signed.ts'
import type { DecodedSigned, SignedError } from './signed.ts'
import { mutated, ORDER, transaction } from './testing/arbitraries.ts'
import { sign } from './testing/signing.ts'
import { compactBytes, decodeItem, encodeSigned, encodeTransaction, signingHash, transactionHash } from './transaction.ts'
import type { Transaction } from './transaction.ts'

const CHAIN = 31_337n
const KEY = `0x${'11'.repeat(32)}` as const
const account = privateKeyToAccount(KEY)
const common = new Common({ chain: { ...Mainnet, chainId: Number(CHAIN) }, hardfork: 'cancun' })
const abi = parseAbi(['function mint(uint256 amount)', 'function transfer(address to, uint256 amount)'])
const member = Address('0x1234000000000000000000000000000000005678')

const mintData = encodeFunctionData({ abi, functionName: 'mint', args: [10n ** 18n] })
const fees = { type: 'eip1559', maxFeePerGas: 8n, maxPriorityFeePerGas: 1n } as const
const MINT = { ...fees, chainId: Number(CHAIN), nonce: 5, gas: 100_000n, to: systemAddress('token'), value: 10n ** 17n, data: mintData } as const

const signWithViem = async (fields: TransactionSerializable): Promise<Uint8Array> => fromHex(await account.signTransaction(fields))

test.each<[string, TransactionSerializable, Call]>([
  ['a mint', MINT, { kind: 'mint', args: [10n ** 18n] }],
  ['a transfer of tokens', { ...MINT, value: 0n, data: encodeFunctionData({ abi, functionName: 'transfer', args: [member, 7n] }) }, { kind: 'tokenTransfer', args: [member, 7n] }],
  ['a plain transfer', { ...MINT, to: member, data: '0x' }, { kind: 'send', args: [] }],
  ['ether to a system contract', { ...MINT, data: '0x' }, { kind: 'send', args: [] }],
  ['nothing to nobody', { ...MINT, nonce: 0, gas: 0n, value: 0n, maxFeePerGas: 0n, maxPriorityFeePerGas: 0n, to: ZERO_ADDRESS, data: '0x' }, { kind: 'send', args: [] }],
  ['a legacy mint', { type: 'legacy', chainId: Number(CHAIN), nonce: 5, gas: 100_000n, gasPrice: 9n, to: MINT.to, value: 1n, data: mintData }, { kind: 'mint', args: [10n ** 18n] }],
])('%s that viem signed is read as @ethereumjs/tx reads it', async (_, fields, call) => {
  const raw = await signWithViem(fields)
  const decoded = decodeSigned(raw, CHAIN)
  if (!decoded.ok) return expect.unreachable(decoded.detail)
  const theirs = createTxFromRLP(raw, { common })
  const { type, nonce, gas, feeCap, value, to, r, s, yParity } = decoded.transaction
  expect(decoded.transaction.call).toEqual(call)
  expect({ type, nonce, gas, value, to }).toEqual({
    type: theirs.type, nonce: theirs.nonce, gas: theirs.gasLimit, value: theirs.value, to: theirs.to?.toString(),
  })
  expect(feeCap).toBe(fields.maxFeePerGas ?? fields.gasPrice)
  expect(decoded.hash).toEqual(theirs.hash())
  expect(decoded.signingHash).toEqual(theirs.getHashedMessageToSign())
  expect(recoverAddress(decoded.signingHash, r, s, yParity)).toBe(theirs.getSenderAddress().toString())
  expect(recoverAddress(decoded.signingHash, r, s, yParity)).toBe(account.address.toLowerCase())
})

test('a transaction comes back from its signed bytes, with its hashes', () => {
  fc.assert(
    fc.property(transaction, fc.constantFrom(1n, CHAIN, 2n ** 200n), (original, chainId) => {
      expect(decodeSigned(encodeSigned(original, chainId), chainId)).toEqual({
        ok: true, transaction: original, hash: transactionHash(original, chainId), signingHash: signingHash(original, chainId),
      })
    }),
    { numRuns: budget(1_000) },
  )
})

test('the sender of what was signed here is the signer', () => {
  fc.assert(
    fc.property(transaction, (unsigned) => {
      const decoded = decodeSigned(encodeSigned(sign(unsigned, CHAIN, fromHex(KEY)), CHAIN), CHAIN)
      if (!decoded.ok) return expect.unreachable(decoded.detail)
      const { r, s, yParity } = decoded.transaction
      expect(recoverAddress(decoded.signingHash, r, s, yParity)).toBe(account.address.toLowerCase())
    }),
    { numRuns: budget(20) },
  )
})

const small = transaction.filter((t) => t.feeCap < 2n ** 64n && t.value < 2n ** 96n)

test('no bytes throw, and whatever is accepted is the one encoding of a transaction that fits', () => {
  const raw = fc.oneof(mutated(transaction.map((t) => encodeSigned(t, CHAIN))), mutated(small.map((t) => encodeSigned(t, CHAIN))), fc.uint8Array({ maxLength: 300 }))
  fc.assert(
    fc.property(raw, (bytes) => {
      const decoded = decodeSigned(bytes, CHAIN)
      if (!decoded.ok) return
      expect(encodeSigned(decoded.transaction, CHAIN)).toEqual(bytes)
      expect(decodeItem(encodeTransaction(decoded.transaction))).toEqual({ type: 'transaction', transaction: decoded.transaction })
    }),
    { numRuns: budget(5_000) },
  )
})

test('what @ethereumjs/tx cannot read is not accepted either, and what both accept has one hash', () => {
  fc.assert(
    fc.property(mutated(small.map((t) => encodeSigned(t, CHAIN))), (bytes) => {
      const decoded = decodeSigned(bytes, CHAIN)
      if (decoded.ok) expect(decoded.hash).toEqual(createTxFromRLP(bytes, { common }).hash())
    }),
    { numRuns: budget(1_500) },
  )
})

test('what was decoded does not change with the buffer it came from', async () => {
  const source = Buffer.from(await signWithViem(MINT))
  const again = decodeSigned(Uint8Array.from(source), CHAIN)
  const decoded = decodeSigned(source, CHAIN)
  source.fill(0xff)
  expect(decoded).toEqual(again)
})

test('one decoding leaves nothing behind that the next one sees', async () => {
  const first = decodeSigned(await signWithViem(MINT), CHAIN)
  const copy = structuredClone(first)
  decodeSigned(await signWithViem({ ...MINT, nonce: 6, to: member, data: '0x' }), CHAIN)
  expect(first).toEqual(copy)
})

const base: Transaction = {
  type: 2, nonce: 5n, gas: 100_000n, feeCap: 8n, tipCap: 1n, value: 1n, to: systemAddress('token'), call: { kind: 'mint', args: [1n] },
  yParity: 0, r: bigintToBytes(9n, 32), s: bigintToBytes(8n, 32),
}
const integer = (value: bigint): Uint8Array => bigintToBytes(value, byteLength(value))
const TYPE_2 = { chainId: 0, nonce: 1, tip: 2, cap: 3, gas: 4, to: 5, value: 6, data: 7, accessList: 8, parity: 9, r: 10, s: 11 }
const LEGACY = { nonce: 0, price: 1, gas: 2, to: 3, value: 4, data: 5, v: 6, r: 7, s: 8 }

/** The list of `base` with fields replaced, encoded again. */
function type2(fields: Partial<Record<keyof typeof TYPE_2, RlpItem>>): Uint8Array {
  const list = decodeRlp(encodeSigned(base, CHAIN).subarray(1)) as RlpItem[]
  for (const [name, item] of Object.entries(fields)) list[TYPE_2[name as keyof typeof TYPE_2]] = item
  return concat(Uint8Array.of(2), encodeRlp(list))
}
function legacy(fields: Partial<Record<keyof typeof LEGACY, RlpItem>>): Uint8Array {
  const list = decodeRlp(encodeSigned({ ...base, type: 0, tipCap: 8n }, CHAIN)) as RlpItem[]
  for (const [name, item] of Object.entries(fields)) list[LEGACY[name as keyof typeof LEGACY]] = item
  return encodeRlp(list)
}

function refusal(raw: Uint8Array): Exclude<DecodedSigned, { ok: true }> {
  const decoded = decodeSigned(raw, CHAIN)
  return decoded.ok ? expect.unreachable('was accepted') : decoded
}

const mint = encodeCalldata({ kind: 'mint', args: [1n] })
const max64 = 2n ** 64n - 1n
const word33 = concat(Uint8Array.of(1), new Uint8Array(32))
const longSignature = (length: number): Uint8Array =>
  encodeCalldata({ kind: 'register', args: [member, new Uint8Array(32), 1n, new Uint8Array(length)] })

describe('refused, in the words that clients match on', () => {
  test.each<[string, Uint8Array, SignedError, string | RegExp]>([
    ['nothing', new Uint8Array(0), 'Malformed', /^rlp: /],
    ['type 1', Uint8Array.of(1, 0xc0), 'TypeNotValid', 'transaction type not valid: type 1'],
    ['type 3', Uint8Array.of(3, 0xc0), 'TypeNotValid', 'transaction type not valid: type 3'],
    ['a typed envelope of type 0', Uint8Array.of(0, 0xc0), 'TypeNotValid', 'transaction type not valid: type 0'],
    ['a string', Uint8Array.of(0x83, 1, 2, 3), 'Malformed', /^rlp: /],
    ['a type without a list', Uint8Array.of(2), 'Malformed', /^rlp: /],
    ['an empty list', Uint8Array.of(0xc0), 'Malformed', /^rlp: /],
    ['bytes behind it', concat(type2({}), Uint8Array.of(0)), 'Malformed', 'rlp: bytes after the transaction'],
    ['a field too many', concat(Uint8Array.of(2), encodeRlp([...(decodeRlp(type2({}).subarray(1)) as RlpItem[]), integer(0n)])), 'Malformed', 'rlp: too many fields'],
    ['a field too few', concat(Uint8Array.of(2), encodeRlp((decodeRlp(type2({}).subarray(1)) as RlpItem[]).slice(0, 11))), 'Malformed', /^rlp: /],
    ['a list for a string', type2({ nonce: [] }), 'Malformed', /^rlp: .*nonce/],
    ['a string for the access list', type2({ accessList: new Uint8Array(0) }), 'Malformed', /^rlp: .*accessList/],
    ['a leading zero', type2({ nonce: Uint8Array.of(0, 5) }), 'Malformed', /^rlp: non-canonical integer \(leading zero bytes\) in nonce/],
    ['a zero that is written out', legacy({ value: Uint8Array.of(0) }), 'Malformed', /leading zero bytes\) in value/],
    ['a leading zero in r', type2({ r: Uint8Array.of(0, 9) }), 'Malformed', /leading zero bytes\) in r/],
    ['19 bytes of receiver', type2({ to: new Uint8Array(19) }), 'Malformed', /^rlp: /],
    ['another chain', type2({ chainId: integer(1n) }), 'WrongChain', 'invalid chain id for signer: have 1 want 31337'],
    ['another chain in v', legacy({ v: integer(37n) }), 'WrongChain', 'invalid chain id for signer: have 1 want 31337'],
    ['v of 35: chain 0', legacy({ v: integer(35n) }), 'WrongChain', 'invalid chain id for signer: have 0 want 31337'],
    ['v of 27', legacy({ v: integer(27n) }), 'NotReplayProtected', 'only replay-protected (EIP-155) transactions allowed over RPC'],
    ['v of 28', legacy({ v: integer(28n) }), 'NotReplayProtected', 'only replay-protected (EIP-155) transactions allowed over RPC'],
    ['v of 0', legacy({ v: integer(0n) }), 'NotReplayProtected', 'only replay-protected (EIP-155) transactions allowed over RPC'],
    ['v of 34', legacy({ v: integer(34n) }), 'BadSignatureValues', /^invalid sender/],
    ['a y parity of 2', type2({ parity: integer(2n) }), 'BadSignatureValues', /^invalid sender/],
    ['r of 0', type2({ r: integer(0n) }), 'BadSignatureValues', /^invalid sender/],
    ['s of 0', legacy({ s: integer(0n) }), 'BadSignatureValues', /^invalid sender/],
    ['r of the order', type2({ r: integer(ORDER) }), 'BadSignatureValues', /^invalid sender/],
    ['r of 33 bytes', type2({ r: word33 }), 'BadSignatureValues', /^invalid sender/],
    ['s above half the order', type2({ s: integer((ORDER >> 1n) + 1n) }), 'HighS', /^invalid sender/],
    ['s of the order', type2({ s: integer(ORDER) }), 'BadSignatureValues', /^invalid sender/],
    ['an access list', type2({ accessList: [[new Uint8Array(20), []]] }), 'AccessList', /^access list not empty/],
    ['no receiver', type2({ to: new Uint8Array(0) }), 'ContractCreation', /^contract creation/],
    ['no receiver, legacy', legacy({ to: new Uint8Array(0), data: Uint8Array.of(0x60) }), 'ContractCreation', /^contract creation/],
    ['a selector cut short', type2({ data: mint.subarray(0, 3) }), 'UnknownCall', 'unknown call: token has no 0xa0712d'],
    ['an unknown selector', type2({ data: Uint8Array.of(1, 2, 3, 4) }), 'UnknownCall', 'unknown call: token has no 0x01020304'],
    ['another contract’s selector', type2({ to: addressToBytes(systemAddress('bridge')) }), 'UnknownCall', /^unknown call: bridge/],
    ['calldata with something behind it', type2({ data: concat(mint, Uint8Array.of(0)) }), 'NonCanonicalCalldata', /^non-canonical calldata: /],
    ['calldata to an ordinary account', legacy({ to: addressToBytes(member) }), 'NonCanonicalCalldata', `non-canonical calldata: ${member} is an ordinary account and takes none`],
    ['a nonce of 2^64-1', type2({ nonce: integer(max64) }), 'FieldTooLarge', /^nonce has max value/],
    ['a nonce over 2^64', legacy({ nonce: integer(max64 + 1n) }), 'FieldTooLarge', /^nonce has max value/],
    ['gas over 2^64', type2({ gas: integer(max64 + 1n) }), 'FieldTooLarge', 'gas higher than 2^64-1'],
    ['a value over 2^256', type2({ value: word33 }), 'FieldTooLarge', 'value higher than 2^256-1'],
    ['a fee cap over 2^256', type2({ cap: word33 }), 'FieldTooLarge', /^max fee per gas higher than 2\^256-1/],
    ['a tip over 2^256', type2({ tip: word33 }), 'FieldTooLarge', /^max priority fee per gas higher than 2\^256-1/],
    ['a gas price over 2^256', legacy({ price: word33 }), 'FieldTooLarge', /^fee cap higher than 2\^256-1/],
    ['a chain id over 2^256', type2({ chainId: word33 }), 'FieldTooLarge', 'chainId higher than 2^256-1'],
    ['v over 2^256', legacy({ v: word33 }), 'FieldTooLarge', 'v higher than 2^256-1'],
    ['a tip above the fee cap', type2({ tip: integer(9n) }), 'TipAboveFeeCap', 'max priority fee per gas higher than max fee per gas: maxPriorityFeePerGas: 9, maxFeePerGas: 8'],
    ['calldata too long for the compact form', type2({ to: addressToBytes(systemAddress('reputation')), data: longSignature(1_500) }), 'Oversized', /^oversized data: /],
    ['more than any transaction has', new Uint8Array(6_145).fill(0xff), 'Oversized', 'oversized data: transaction size 6145, limit 1536'],
  ])('%s', (_, raw, error, detail) => {
    const refused = refusal(raw)
    expect(refused.error).toBe(error)
    if (typeof detail === 'string') expect(refused.detail).toBe(detail)
    else expect(refused.detail).toMatch(detail)
  })

  test('viem knows the errors that it has classes for', () => {
    expect(refusal(Uint8Array.of(3, 0xc0)).detail).toMatch(TransactionTypeNotSupportedError.nodeMessage)
    expect(refusal(type2({ nonce: integer(max64) })).detail).toMatch(NonceMaxValueError.nodeMessage)
    expect(refusal(type2({ tip: integer(9n) })).detail).toMatch(TipAboveFeeCapError.nodeMessage)
    expect(refusal(type2({ cap: word33 })).detail).toMatch(FeeCapTooHighError.nodeMessage)
    expect(refusal(legacy({ price: word33 })).detail).toMatch(FeeCapTooHighError.nodeMessage)
    expect(refusal(type2({ tip: word33 })).detail).not.toMatch(TipAboveFeeCapError.nodeMessage)
  })

  test('an unsigned transaction is refused', () => {
    expect(refusal(fromHex(serializeTransaction({ type: 'legacy', nonce: 1, gas: 1n, gasPrice: 1n, to: member }))).ok).toBe(false)
    expect(refusal(fromHex(toRlp(['0x01', '0x01', '0x01', member, '0x', '0x', '0x7a69', '0x', '0x']))).error).toBe('WrongChain')
  })
})

test('what just fits the compact form is accepted, and one byte more is not', () => {
  const to = systemAddress('reputation')
  const withSignature = (length: number): Transaction => ({
    ...base, to, call: { kind: 'register', args: [member, new Uint8Array(32), 1n, new Uint8Array(length)] },
  })
  const room = TRANSACTION_MAX_BYTES - compactBytes(withSignature(0))
  expect(decodeSigned(encodeSigned(withSignature(room), CHAIN), CHAIN).ok).toBe(true)
  expect(refusal(encodeSigned(withSignature(room + 1), CHAIN)).error).toBe('Oversized')
})
