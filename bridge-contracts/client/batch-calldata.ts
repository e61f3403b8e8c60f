import { getAbiItem, toFunctionSelector } from 'viem'
import type { Hex } from 'viem'
import { addressToBytes, bigintToBytes, fromHex } from '@distribute/state-machine'
import type { Address, BatchClaim } from '@distribute/state-machine'
import type { EncodedCall } from './call.ts'
import { rollupAbi } from './generated/rollup.ts'
import type { BatchToPost } from './rollup-calls.ts'
import { hexOfAddress } from './values.ts'

const SELECTOR = fromHex(toFunctionSelector(getAbiItem({ abi: rollupAbi, name: 'postBatch' })))
const WORD = 32
const ADDRESS_AT = 12
/** Of the arguments: parent, L1 block, rolling hash, and where the three lists stand. */
const HEAD_WORDS = 14
/** Of the chain record's proof without its siblings: two words and an offset, depth, marks and an offset, a count. */
const PROOF_WORDS = 7

interface Target {
  readonly bytes: Uint8Array
  at: number
}

const words = (length: number): number => Math.ceil(length / WORD)
const segmentsLength = (segments: readonly Uint8Array[]): number =>
  WORD * segments.reduce((sum, { length }) => sum + 2 + words(length), 1)

/**
 * The calldata of `postBatchCall`. By hand, because a batch is 120 kB of it: viem makes hex digits of each segment and joins
 * them again and again, which cost more than everything else about posting.
 */
export function postBatchData({ parent, l1Block, inboxRolling, chain, segments, roots }: BatchToPost): Uint8Array {
  const [chainAt, segmentsAt] = [WORD * HEAD_WORDS, WORD * (HEAD_WORDS + PROOF_WORDS + chain.siblings.length)]
  const rootsAt = segmentsAt + segmentsLength(segments)
  const target = { bytes: new Uint8Array(SELECTOR.length + rootsAt + WORD * (1 + roots.length)), at: SELECTOR.length }
  target.bytes.set(SELECTOR)
  putClaim(target, parent)
  putNumber(target, l1Block.number)
  for (const word of [l1Block.hash, inboxRolling]) putBytes(target, word)
  for (const offset of [chainAt, segmentsAt, rootsAt]) putNumber(target, offset)
  putChain(target, chain)
  putSegments(target, segments)
  putWords(target, roots)
  return target.bytes
}

/** postBatch with this calldata, in digits. */
export const postBatchWith = (rollup: Address, data: Hex): EncodedCall =>
  ({ address: hexOfAddress(rollup), abi: rollupAbi, functionName: 'postBatch', value: 0n, data })

function putNumber(target: Target, value: bigint | number): void {
  target.bytes.set(bigintToBytes(BigInt(value), WORD), target.at)
  target.at += WORD
}

/** From the front of the next words; the rest stays zero. */
function putBytes(target: Target, bytes: Uint8Array): void {
  target.bytes.set(bytes, target.at)
  target.at += WORD * words(bytes.length)
}

function putWords(target: Target, list: readonly Uint8Array[]): void {
  putNumber(target, list.length)
  for (const word of list) putBytes(target, word)
}

function putClaim(target: Target, { dataId, round, claimant, claimTime, rootsRoot, lastRoot, cursor, segments }: BatchClaim): void {
  putBytes(target, dataId)
  putNumber(target, round)
  target.bytes.set(addressToBytes(claimant), target.at + ADDRESS_AT)
  target.at += WORD
  putNumber(target, claimTime)
  for (const word of [rootsRoot, lastRoot]) putBytes(target, word)
  for (const value of [cursor, segments]) putNumber(target, value)
}

function putChain(target: Target, { words: record, depth, nonEmpty, siblings }: BatchToPost['chain']): void {
  putBytes(target, record)
  for (const value of [3 * WORD, depth, nonEmpty, 3 * WORD]) putNumber(target, value)
  putWords(target, siblings)
}

function putSegments(target: Target, segments: readonly Uint8Array[]): void {
  putNumber(target, segments.length)
  let offset = WORD * segments.length
  for (const { length } of segments) {
    putNumber(target, offset)
    offset += WORD * (1 + words(length))
  }
  for (const segment of segments) {
    putNumber(target, segment.length)
    putBytes(target, segment)
  }
}
