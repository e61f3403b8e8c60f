import { bool, field, fieldsOf, hash, uint64 } from './decoders.ts'
import type { Decoder } from './decoders.ts'
import { ArgumentError } from './errors.ts'

const TAGS = ['latest', 'pending', 'safe', 'finalized', 'earliest'] as const
export type BlockTag = (typeof TAGS)[number]

/** A block as clients name it: a tag, a number, or by EIP-1898 its hash. */
export type BlockReference =
  | { readonly by: 'tag'; readonly tag: BlockTag }
  | { readonly by: 'number'; readonly number: bigint }
  | { readonly by: 'hash'; readonly hash: Uint8Array }

export const LATEST: BlockReference = { by: 'tag', tag: 'latest' }
const MAX_NUMBER = 2n ** 63n - 1n

const isTag = (value: unknown): value is BlockTag => TAGS.some((tag) => tag === value)

function decodeNumber(value: unknown): BlockReference {
  if (value === '') return LATEST
  if (isTag(value)) return { by: 'tag', tag: value }
  const number = uint64.decode(typeof value === 'number' ? String(value) : value)
  if (number > MAX_NUMBER) throw new ArgumentError('block number larger than int64')
  return { by: 'number', number }
}

function decodeObject(value: object): BlockReference {
  const fields = fieldsOf(value)
  const blockHash = field(fields, 'blockHash', hash)
  const blockNumber = field(fields, 'blockNumber', { decode: decodeNumber })
  field(fields, 'requireCanonical', bool)
  if (blockHash !== undefined && blockNumber !== undefined) {
    throw new ArgumentError('cannot specify both BlockHash and BlockNumber, choose one or the other')
  }
  if (blockHash !== undefined) return { by: 'hash', hash: blockHash }
  if (blockNumber !== undefined) return blockNumber
  throw new ArgumentError('neither blockHash nor blockNumber given')
}

/** A tag or a number. */
export const blockNumber: Decoder<BlockReference> = { decode: decodeNumber }

/** A tag, a number, a block hash, or an EIP-1898 object of one of them. */
export const blockReference: Decoder<BlockReference> = {
  decode: (value) => {
    if (typeof value === 'object' && value !== null) return decodeObject(value)
    if (typeof value === 'string' && value.length === 66) return { by: 'hash', hash: hash.decode(value) }
    return decodeNumber(value)
  },
}
