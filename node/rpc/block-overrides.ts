import { address, field, fieldsOf, hash, uint256, uint64 } from './decoders.ts'
import type { Decoder } from './decoders.ts'
import { ArgumentError } from './errors.ts'

/** What a call shall be told of its block. No rule reads anything of it but the time; Multicall3's views show the others. */
export interface BlockOverrides {
  readonly number?: bigint
  /** Seconds. */
  readonly time?: bigint
  readonly gasLimit?: bigint
  readonly baseFee?: bigint
  readonly feeRecipient?: `0x${string}`
}

/** Known, checked, and read by nothing here. */
const UNREAD = { prevRandao: uint256, random: hash, difficulty: uint256, blobBaseFee: uint64 } as const

function decode(value: unknown): BlockOverrides {
  const fields = fieldsOf(value)
  if (Array.isArray(fields['withdrawals']) && fields['withdrawals'].length > 0) throw new ArgumentError('there are no withdrawals of validators on this chain')
  for (const [name, decoder] of Object.entries(UNREAD)) field(fields, name, lenient(decoder))
  const number = field(fields, 'number', uint64)
  const time = field(fields, 'time', uint64)
  const gasLimit = field(fields, 'gasLimit', uint64)
  const baseFee = field(fields, 'baseFeePerGas', uint256) ?? field(fields, 'baseFee', uint256)
  const feeRecipient = field(fields, 'feeRecipient', address) ?? field(fields, 'coinbase', address)
  return {
    ...(number === undefined ? {} : { number }),
    ...(time === undefined ? {} : { time }),
    ...(gasLimit === undefined ? {} : { gasLimit }),
    ...(baseFee === undefined ? {} : { baseFee }),
    ...(feeRecipient === undefined ? {} : { feeRecipient }),
  }
}

/** prevRandao is a number to some and a hash to others. */
const lenient = (decoder: Decoder<unknown>): Decoder<unknown> => ({
  decode: (value) => (typeof value === 'string' && value.length === 66 ? hash.decode(value) : decoder.decode(value)),
})

/** geth's fourth argument of eth_call, and `blockOverrides` of eth_simulateV1. */
export const blockOverrides: Decoder<BlockOverrides> = { decode, missing: { value: {} } }
