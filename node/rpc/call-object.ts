import { equalBytes, ZERO_ADDRESS } from '@distribute/state-machine'
import type { Address } from '@distribute/state-machine'
import { address, bytes, field, fieldsOf, uint256, uint64 } from './decoders.ts'
import type { Decoder } from './decoders.ts'
import { invalidInput } from './errors.ts'

/** The call of eth_call, eth_estimateGas and eth_createAccessList. */
export interface CallObject {
  readonly from: Address
  readonly to: Address | undefined
  readonly value: bigint
  readonly data: Uint8Array
  readonly gas: bigint | undefined
  /** Whether a price above zero was named: only then must the sender be able to pay the fee. */
  readonly priced: boolean
}

const NO_DATA = new Uint8Array(0)

/** cast sends `input`, most others `data`; both may stand there if they agree. */
function inputOf(fields: Readonly<Record<string, unknown>>): Uint8Array {
  const input = field(fields, 'input', bytes)
  const data = field(fields, 'data', bytes)
  if (input !== undefined && data !== undefined && !equalBytes(input, data)) {
    throw invalidInput('both "data" and "input" are set and not equal. Please use "input" to pass transaction call data')
  }
  return input ?? data ?? NO_DATA
}

function pricesOf(fields: Readonly<Record<string, unknown>>): boolean {
  const gasPrice = field(fields, 'gasPrice', uint256)
  const feeCap = field(fields, 'maxFeePerGas', uint256)
  const tipCap = field(fields, 'maxPriorityFeePerGas', uint256)
  if (gasPrice !== undefined && (feeCap !== undefined || tipCap !== undefined)) {
    throw invalidInput('both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified')
  }
  if (feeCap !== undefined && tipCap !== undefined && tipCap > feeCap) {
    throw invalidInput(`max priority fee per gas higher than max fee per gas: maxPriorityFeePerGas: ${tipCap}, maxFeePerGas: ${feeCap}`)
  }
  return (gasPrice ?? feeCap ?? 0n) > 0n
}

export const callObject: Decoder<CallObject> = {
  decode: (value) => {
    const fields = fieldsOf(value)
    return {
      from: field(fields, 'from', address) ?? ZERO_ADDRESS,
      to: field(fields, 'to', address),
      value: field(fields, 'value', uint256) ?? 0n,
      data: inputOf(fields),
      gas: field(fields, 'gas', uint64),
      priced: pricesOf(fields),
    }
  },
}
