import { encodeMultiproof, recordKey, RECORDS, toHex } from '@distribute/state-machine'
import type { Id, InclusionProof, RecordName } from '@distribute/state-machine'
import type { BlockReference } from './block-reference.ts'
import { blockReference, LATEST } from './block-reference.ts'
import type { RpcContext } from './context.ts'
import { address, fieldsOf, hash, optional, uint256 } from './decoders.ts'
import type { Decoder } from './decoders.ts'
import { ArgumentError, limitExceeded } from './errors.ts'
import { quantity } from './hex.ts'
import { method } from './method.ts'
import type { MethodTable } from './method.ts'
import { requireBlock } from './resolve-block.ts'
import { refuseRead } from './read-state.ts'

const MAX_KEYS = 64

const isRecordName = (name: unknown): name is RecordName => typeof name === 'string' && Object.hasOwn(RECORDS, name)

function decodeId(value: unknown, type: string): Id {
  if (type === 'address') return address.decode(value)
  if (type === 'b32') return hash.decode(value)
  const id = uint256.decode(typeof value === 'number' ? quantity(value) : value)
  if (id >> BigInt(type.slice(1)) !== 0n) throw new ArgumentError(`id over ${type.slice(1)} bits`)
  return id
}

/** `{ type, ids }` of docs/formats.md 1: the node knows how keys are made, so that clients need not. */
function decodeRecordKey(value: unknown): Uint8Array {
  if (typeof value === 'string') return hash.decode(value)
  const { type, ids } = fieldsOf(value)
  if (!isRecordName(type)) throw new ArgumentError(`unknown record type, one of ${Object.keys(RECORDS).join(', ')}`)
  const types: readonly string[] = RECORDS[type].ids
  const given: readonly unknown[] = Array.isArray(ids) ? ids : []
  if (given.length !== types.length) throw new ArgumentError(`ids of ${type}: ${types.join(', ') || 'none'}`)
  return recordKey(type, ...types.map((idType, i) => decodeId(given[i], idType)))
}

const recordKeys: Decoder<readonly Uint8Array[]> = {
  decode: (value) => {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value]
    if (list.length === 0) throw new ArgumentError('no key')
    if (list.length > MAX_KEYS) throw limitExceeded(`too many keys: at most ${MAX_KEYS}`)
    return list.map(decodeRecordKey)
  },
}

export const formatInclusion = ({ depth, nonEmpty, siblings }: InclusionProof): Readonly<Record<string, unknown>> =>
  ({ depth: quantity(depth), nonEmpty: quantity(nonEmpty), siblings: siblings.map(toHex) })

/**
 * What the state after a block holds under these keys, proven against its root: for each the proof of inclusion that L1
 * takes (null where the record is absent), and one multiproof for all, absence included.
 */
async function proof({ deps }: RpcContext, keys: readonly Uint8Array[], reference: BlockReference): Promise<unknown> {
  const head = await requireBlock(deps.chain, reference)
  const { number, stateRoot } = head.header
  const proven = await deps.chain.proveAt(number, keys).catch(refuseRead)
  return {
    blockNumber: quantity(number),
    blockHash: toHex(head.hash),
    stateRoot: toHex(stateRoot),
    records: keys.map((key, i) => {
      const record = proven.inclusion[i]
      return {
        key: toHex(key),
        words: record === undefined ? null : toHex(record.words),
        inclusion: record === undefined ? null : formatInclusion(record),
      }
    }),
    multiproof: toHex(encodeMultiproof(proven.multiproof)),
  }
}

export const rollupProofs: MethodTable = {
  rollup_getProof: method([recordKeys, optional(blockReference, LATEST)], proof),
}
