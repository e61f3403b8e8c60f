import { bigintToBytes, concat, encodeRlp, fromHex, toHex } from '@distribute/state-machine'
import type { Address, RlpItem } from '@distribute/state-machine'
import { callObject } from './call-object.ts'
import type { CallObject } from './call-object.ts'
import { field, fieldsOf, uint256, uint64 } from './decoders.ts'
import type { Decoder } from './decoders.ts'
import { invalidInput, rejected } from './errors.ts'
import { quantity } from './hex.ts'

/** A transaction as a client began it. */
export interface Draft {
  readonly call: CallObject
  readonly type: bigint | undefined
  readonly nonce: bigint | undefined
  readonly chainId: bigint | undefined
  readonly gasPrice: bigint | undefined
  readonly feeCap: bigint | undefined
  readonly tipCap: bigint | undefined
}

const OF_TYPE_3 = ['blobVersionedHashes', 'blobs', 'maxFeePerBlobGas']

/** Left out they would be signed away unseen: what comes back would be another transaction than was asked for. */
function refuseOtherTypes(fields: Readonly<Record<string, unknown>>): void {
  const isGiven = (name: string): boolean => fields[name] !== undefined && fields[name] !== null && !isEmpty(fields[name])
  if (isGiven('authorizationList')) throw invalidInput('transaction type not valid: type 4')
  if (OF_TYPE_3.some(isGiven)) throw invalidInput('transaction type not valid: type 3')
  if (isGiven('accessList')) throw rejected('access list not empty')
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0

export const draft: Decoder<Draft> = {
  decode: (value) => {
    const fields = fieldsOf(value)
    refuseOtherTypes(fields)
    return {
      call: callObject.decode(value),
      type: field(fields, 'type', uint64),
      nonce: field(fields, 'nonce', uint64),
      chainId: field(fields, 'chainId', uint256),
      gasPrice: field(fields, 'gasPrice', uint256),
      feeCap: field(fields, 'maxFeePerGas', uint256),
      tipCap: field(fields, 'maxPriorityFeePerGas', uint256),
    }
  },
}

/** All that a signature covers. */
export interface Filled {
  readonly type: 0 | 2
  readonly nonce: bigint
  readonly gas: bigint
  readonly to: Address
  readonly value: bigint
  readonly data: Uint8Array
  /** Of type 0: the price. */
  readonly feeCap: bigint
  readonly tipCap: bigint
}

/** Type 2 where no price of type 0 is named. Throws RpcError for others. */
export function typeOf({ type, gasPrice, feeCap, tipCap }: Draft): 0 | 2 {
  const wanted = type ?? (gasPrice === undefined ? 2n : 0n)
  if (wanted !== 0n && wanted !== 2n) throw invalidInput(`transaction type not valid: type ${wanted}`)
  if (wanted === 0n && (feeCap !== undefined || tipCap !== undefined)) throw invalidInput('maxFeePerGas and maxPriorityFeePerGas are of type 2')
  return wanted === 0n ? 0 : 2
}

const integer = (value: bigint): Uint8Array => {
  const bytes = bigintToBytes(value, 32)
  const first = bytes.findIndex((byte) => byte !== 0)
  return first < 0 ? new Uint8Array(0) : bytes.subarray(first)
}

/** The bytes that are signed (EIP-155, EIP-1559). */
export function encodeUnsigned({ type, nonce, gas, to, value, data, feeCap, tipCap }: Filled, chainId: bigint): Uint8Array {
  const [number, price] = [integer(nonce), integer(feeCap)]
  const rest: RlpItem[] = [integer(gas), fromHex(to), integer(value), data]
  if (type === 0) return encodeRlp([number, price, ...rest, integer(chainId), integer(0n), integer(0n)])
  return concat(Uint8Array.of(2), encodeRlp([integer(chainId), number, integer(tipCap), price, ...rest, []]))
}

/** As JSON-RPC shows it. */
export function showUnsigned({ type, nonce, gas, to, value, data, feeCap, tipCap }: Filled, chainId: bigint): object {
  const common = { type: quantity(type), chainId: quantity(chainId), nonce: quantity(nonce), gas: quantity(gas), to, value: quantity(value), input: toHex(data), gasPrice: quantity(feeCap) }
  return type === 0 ? common : { ...common, maxFeePerGas: quantity(feeCap), maxPriorityFeePerGas: quantity(tipCap), accessList: [] }
}
